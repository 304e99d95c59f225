"""Objects that a probe makes with `object.__new__(cls)`; attributes that an `__init__` would set are unknown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.values import SourceSpan


class Unfixed(dict[str, Abstract]):
    """The attributes of such an object: those that a probe set, and no other known ones."""


_ASSIGNED: WeakKeyDictionary[ast.ClassDef, frozenset[str]] = WeakKeyDictionary()


def unfix(instance: Instance) -> Instance:
    """Make the attributes of a newly made object unknown."""
    instance.attributes = Unfixed(instance.attributes)
    return instance


def is_unfixed(value: Instance, name: str, *, in_class: bool) -> bool:
    """Tell whether some method would have set an attribute of an object.

    Args:
        value: The object.
        name: The attribute.
        in_class: True if its class has the name; the attribute is then the class's unless a method assigns it.
    """
    if not isinstance(value.attributes, Unfixed) or name in value.attributes:
        return False
    if not in_class:
        return not (name.startswith("__") and name.endswith("__"))
    return any(
        isinstance(cls, ClassValue) and cls.node is not None and name in _assigned(cls.node)
        for cls in value.cls.mro
    )


def unknown_attribute(value: Instance, name: str, place: SourceSpan | None) -> Unknown:
    """An attribute that such an object may have, or not."""
    reason = (
        f"{value.cls.name}.{name} is for `__init__` to set, which a probe with `object.__new__` does not run"
    )
    return Unknown(reason, place, key=("inherited", value.cls.path, name))


def unknown_attributes(value: Instance, place: SourceSpan | None) -> Unknown:
    """All attributes of such an object together."""
    reason = (
        f"the attributes of a {value.cls.name} are for `__init__` to set, which `object.__new__` does not run"
    )
    return Unknown(reason, place, key=("unfixed", value.cls.path))


def _assigned(node: ast.ClassDef) -> frozenset[str]:
    """Names that the text of a class assigns as attributes of any object."""
    if node not in _ASSIGNED:
        _ASSIGNED[node] = frozenset(
            inner.attr
            for inner in ast.walk(node)
            if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store | ast.Del)
        )
    return _ASSIGNED[node]
