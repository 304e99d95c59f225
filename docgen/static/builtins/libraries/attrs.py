"""attrs: its decorators keep a class; the methods that they generate, and the fields, are unknown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.metadata import make_unclear
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_GENERATED = (
    "__attrs_attrs__", "__attrs_base_of_slotted__", "__attrs_init__", "__attrs_own_setattr__", "__attrs_props__",
    "__delattr__", "__dict__", "__eq__", "__ge__", "__getattr__", "__getstate__", "__gt__", "__hash__", "__init__",
    "__le__", "__lt__", "__match_args__", "__ne__", "__new__", "__replace__", "__repr__", "__setattr__",
    "__setstate__", "__slots__", "__static_attributes__", "__str__", "__weakref__",
)  # fmt: skip
"""Attributes that the decorators may add to a class, or take from it (attrs' documentation, "Glossary" and "API")."""
_DECORATORS = (
    *(
        "attr.attributes",
        "attr.attrs",
        "attr.dataclass",
        "attr.define",
        "attr.frozen",
        "attr.mutable",
        "attr.s",
    ),
    *("attrs.define", "attrs.frozen", "attrs.mutable"),
)


def _decorate(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A decorator, with or without options."""
    if args and args[0] is not None:
        return _process(args, kwargs, frame, place)
    return Native("attrs", _process)


def _process(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Return the class itself for the decorator's result, where no hook sees the new class that it may make.

    Raises:
        Unsupported: a hook of the tree sees it.
    """
    cls = args[0]
    if not isinstance(cls, ClassValue):
        return Unknown("what attrs makes of such an object is not modelled", place, holds=(cls,))
    if (
        any(isinstance(c, ClassValue) and c.defines("__init_subclass__") for c in cls.mro[1:])
        or cls.metaclass
    ):
        raise Unsupported("attrs may make the class twice, of which others are told", place)
    cause = Unknown("what attrs makes of this name is not modelled", place)
    make_unclear(cls, (*_GENERATED, *_bound(cls)), cause, frame)
    return cls


def _bound(cls: ClassValue) -> list[str]:
    """The names that may be fields: those that are annotated, or bound to the result of a call."""
    names: list[str] = []
    for node in cls.node.body if cls.node is not None else ():
        targets: list[ast.expr] = []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Assign) and not isinstance(node.value, ast.Constant):
            targets = node.targets
        elif isinstance(node, ast.FunctionDef) and any(
            isinstance(d, ast.Attribute) for d in node.decorator_list
        ):
            names.append(node.name)  # `@field.default` and similar decorators
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


FUNCTIONS: dict[str, Callable[..., Abstract]] = dict.fromkeys(_DECORATORS, _decorate)
TYPES: dict[str, Abstract] = {}
