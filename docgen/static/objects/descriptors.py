"""Descriptors: what an attribute of a class does when it is read, written or deleted through an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


_CLASS_METHODS = frozenset({"__class_getitem__", "__init_subclass__"})
"""Functions that a class body turns into class methods by their names."""


def bind(
    value: Abstract, receiver: Abstract, cls: ClassValue, frame: Frame, place: SourceSpan | None
) -> Abstract:
    """What a class attribute gives when it is read: `receiver` is the instance, None through the class."""
    if isinstance(value, FunctionValue | Native | Partial):
        if isinstance(value, FunctionValue) and value.name in _CLASS_METHODS and value.owner is not None:
            return BoundMethod(value, receiver if isinstance(receiver, ClassValue) else cls)
        plain_function = (
            isinstance(value, FunctionValue) or getattr(value, "binds", False)
        ) and receiver is not None
        return BoundMethod(value, receiver) if plain_function else value
    if isinstance(value, Descriptor):
        if value.kind == "staticmethod":
            return value.function
        if value.kind == "classmethod":
            owner = receiver if isinstance(receiver, ClassValue) else cls
            return BoundMethod(value.function, receiver.cls if isinstance(receiver, Instance) else owner)
        if receiver is None:
            return value
        return dispatch.call(value.function, [receiver], {}, frame, place)
    if has_method(value, "__get__", frame):
        return dispatch.call_method(value, "__get__", [receiver, cls], frame, place)
    return value


def is_data_descriptor(value: Abstract, frame: Frame) -> bool:
    """Whether a class attribute goes before an attribute of the object."""
    if isinstance(value, Descriptor):
        return value.kind == "property"
    return has_method(value, "__set__", frame) or has_method(value, "__delete__", frame)


def has_method(value: Abstract, name: str, frame: Frame) -> bool:
    """Whether the class of an object of the tree defines a method."""
    if not isinstance(value, Instance):
        return False
    found, owner, _ = dispatch.lookup_in_class(value.cls, name, frame)
    return found is not ABSENT and isinstance(owner, ClassValue)
