"""Descriptors: the behaviour of a class attribute that is read, written or deleted through an object."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import (
    BoundMethod,
    Descriptor,
    EnumProperty,
    FunctionValue,
    Native,
    Partial,
)
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.special_methods import call_method, defines
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


_CLASS_METHODS = frozenset({"__class_getitem__", "__init_subclass__"})
"""Functions that become class methods by their names in a class body."""


def bind(
    value: Abstract, receiver: Abstract, cls: ClassValue, frame: Frame, place: SourceSpan | None
) -> Abstract:
    """The value that a class attribute gives when it is read.

    Args:
        value: The attribute as the class holds it.
        receiver: The object that it is read through; None through the class.
        cls: The class, or of a class that is read through its metaclass, the metaclass.
        frame: The frame that reads it.
        place: The place that reads it.
    """
    match value:
        case FunctionValue() if value.name in _CLASS_METHODS and value.owner is not None:
            return BoundMethod(value, receiver if isinstance(receiver, ClassValue) else cls)
        case FunctionValue():
            return value if receiver is None else BoundMethod(value, receiver)
        case Native():
            return _bind_native(value, receiver, place)
        case Descriptor():
            return _bind_builtin(value, receiver, cls, frame, place)
        case Instance() | ClassValue() if defines(value, "__get__", frame, place):
            return call_method(value, "__get__", [receiver, cls], frame, place)
        case Partial():
            return value
    return value


def _bind_native(value: Native, receiver: Abstract, place: SourceSpan | None) -> Abstract:
    """Methods of builtin types bind, builtin functions do not; the library's functions in Python are unknown."""
    if receiver is None:
        return value
    if value.is_method:
        return BoundMethod(value, receiver)
    if "." in value.name and not hasattr(builtins, value.name):
        return Unknown(f"{value.name} as a method is not modelled", place)
    return value


def _bind_builtin(
    value: Descriptor, receiver: Abstract, cls: ClassValue, frame: Frame, place: SourceSpan | None
) -> Abstract:
    match value.kind:
        case "staticmethod":
            return value.function
        case "classmethod" if isinstance(value.function, Descriptor):
            return Unknown("a class method around a descriptor differs between versions of Python", place)
        case "classmethod":
            return BoundMethod(value.function, cls)
        case _ if receiver is None and isinstance(value, EnumProperty):
            raise Raised(AttributeError("only members have the attribute"), place)
        case _ if receiver is None:
            return value
        case "slot":
            if not isinstance(receiver, Instance) or value.function not in receiver.attributes:
                raise Raised(AttributeError(value.function), place)
            dispatch.refuse_havocked(receiver.attributes, frame, safe=True)
            return receiver.attributes[value.function]
    if value.function is None:
        raise Raised(AttributeError("property has no getter"), place)
    return dispatch.call(value.function, [receiver], {}, frame, place)


def comes_first(value: Abstract, frame: Frame) -> bool:
    """Tell whether a class attribute takes precedence over an attribute of the object."""
    return is_data_descriptor(value, frame) and (
        isinstance(value, Descriptor) or has_method(value, "__get__", frame)
    )


def is_data_descriptor(value: Abstract, frame: Frame) -> bool:
    """Tell whether a class attribute is asked when an attribute of the object is set or deleted."""
    if isinstance(value, Descriptor):
        return value.kind in {"property", "slot"}
    return isinstance(value, Instance) and any(
        defines(value, name, frame, None) for name in ("__set__", "__delete__")
    )


def has_method(value: Abstract, name: str, frame: Frame) -> bool:
    """Tell whether the class of an object of the tree defines a method."""
    return isinstance(value, Instance) and defines(value, name, frame, None)


def is_abstract(value: Abstract) -> bool:
    """Tell whether a function, or one that a descriptor wraps, is marked by `abc.abstractmethod`."""
    if isinstance(value, FunctionValue):
        return value.attributes.get("__isabstractmethod__") is True
    return (
        isinstance(value, Descriptor)
        and value.kind != "cached_property"
        and any(is_abstract(part) for part in (value.function, value.setter, value.deleter))
    )
