"""Special methods: looked up by operations on the class of an object, or on the metaclass of a class.

Every truth, length, iteration, comparison, hash, conversion, operator and call looks its method up here, on the type
of its operand and never on the operand itself (Python's data model, "Special method lookup").
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.mixins import mixin
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_PLAIN_BASES = (str, int, float, complex, bytes, tuple, list, dict, set, frozenset, BaseException)
"""Builtin types whose own special methods the operations model, through the data that an instance holds."""
_OF_EVERY_CLASS = frozenset({"__bool__", "__len__", "__eq__", "__ne__", "__hash__", "__or__", "__ror__"})
"""Operations of classes that an unknown metaclass of an outside base is assumed not to override."""


def special_method(value: Abstract, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """The method `name` that the type of `value` defines, bound to it.

    Returns:
        Something to call; None where the class says that it has no such operation; ABSENT where the operation is the
        one that `object`, `type`, an Enum or the builtin base of the class has.

    Raises:
        Indefinite: a class outside the tree may define it.
    """
    if isinstance(value, Instance):
        cls: Abstract = value.cls
    elif isinstance(value, ClassValue):
        cls = metaclass_of(value)
        if (
            value.metaclass is None
            and isinstance(cls, Unknown)
            and name in _OF_EVERY_CLASS
            and _is_outside(value)
        ):
            return ABSENT
    else:
        return ABSENT
    if isinstance(cls, Unknown):
        raise Indefinite(cls)
    if not isinstance(cls, ClassValue):
        return ABSENT
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if isinstance(owner, type):
        inherited = mixin(value, owner, name)
        return _of_builtin(owner, name, place) if inherited is None else inherited
    if isinstance(found, Unknown):
        raise Indefinite(found)
    return found if found is ABSENT or found is None else dispatch.bind(found, value, cls, frame, place)


def _is_outside(cls: ClassValue) -> bool:
    """Tell whether the metaclass of a class could only come from a base of a package outside the tree."""
    return all(base.path is not None for base in cls.mro if isinstance(base, Unknown))


def call_method(
    value: Abstract,
    name: str,
    args: list[Abstract],
    frame: Frame,
    place: SourceSpan | None,
    kwargs: dict[str, Abstract] | None = None,
) -> Abstract:
    """Call the method `name` of the type of `value`; ABSENT if the tree defines none.

    Raises:
        Raised: TypeError if the class says that it has no such operation.
        Indefinite: a class outside the tree may define it.
    """
    method = special_method(value, name, frame, place)
    if method is ABSENT:
        return ABSENT
    if method is None:
        raise Raised(TypeError(f"{type_name(value)!r} object has no {name}"), place)
    return dispatch.call(method, args, kwargs or {}, frame, place)


def defines(value: Abstract, name: str, frame: Frame, place: SourceSpan | None) -> bool:
    """Tell whether the type of `value` defines a special method in the tree."""
    method = special_method(value, name, frame, place)
    return method is not ABSENT and method is not None


def is_defined(cls: ClassValue, name: str, frame: Frame) -> bool:
    """Tell whether a class of the tree in the order of a class, or a base that is modelled, defines a method.

    Raises:
        Indefinite: a base outside the tree may.
    """
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if isinstance(found, Unknown) and owner is None:
        raise Indefinite(found)
    return found is not ABSENT and not isinstance(owner, type)


def type_name(value: Abstract) -> str:
    """The name of a value's type, for messages."""
    if isinstance(value, Unknown) and value.kind is not None:
        return value.kind.__name__
    return value.cls.name if isinstance(value, Instance) else type(value).__name__


def _of_builtin(owner: type, name: str, place: SourceSpan | None) -> Abstract:
    """Result for a special method of a builtin base."""
    if vars(owner).get(name, ABSENT) is None:
        return None
    if issubclass(owner, (*_PLAIN_BASES, enum.Enum, type)) or owner is object:
        return ABSENT
    raise Indefinite(Unknown(f"{name} of {owner.__name__} is not modelled", place, lost=True))
