"""Attributes set and deleted, by the rules of the kind of value that has them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, outside_state
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import has_method, is_data_descriptor
from docgen.static.objects.slots import has_dict, is_named_tuple
from docgen.static.objects.special_methods import call_method
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum, metaclass_of
from docgen.static.objects.values import (
    ABSENT,
    DELETED,
    Abstract,
    Instance,
    ModuleValue,
    SourceSpan,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_TEXTS = frozenset({"__name__", "__qualname__"})
"""Attributes of classes and functions that hold a text, and cannot be deleted."""
_MACHINERY = frozenset({"__bases__", "__mro__", "__dict__", "__abstractmethods__", "__code__", "__globals__"})
"""Attributes that change what a class or a function is."""


def set_attribute(value: Abstract, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`value.name = new`."""
    match value:
        case Instance():
            if _asks(value, "__setattr__", [name, new], frame, place) is ABSENT:
                set_on_instance(value, name, new, frame, place)
        case ClassValue():
            if _asks(value, "__setattr__", [name, new], frame, place) is ABSENT:
                set_on_class(value, name, new, frame, place)
        case FunctionValue():
            _refuse_machinery(name, new, place)
            if name == "__doc__":  # a docstring decides nothing: setting one leaves the path as it is
                value.attributes[name] = new
            else:
                write(value.attributes, name, new, frame)
        case ModuleValue():
            value.namespace.write(name, new, frame.evaluation)
        case Unknown():
            outside_state.set_attribute(value, name, new, frame.evaluation, place)
        case Descriptor() | BoundMethod() if name.startswith("__"):
            raise Unsupported(f"{name} of such an object is set", place)
        case _:
            raise Raised(AttributeError(f"{described(value)} has no attribute {name!r}"), place)


def set_on_instance(value: Instance, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`object.__setattr__(instance, name, new)`."""
    found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
    if isinstance(found, Descriptor) and found.kind == "property":
        if found.setter is None:
            raise Raised(AttributeError(f"property {name!r} has no setter"), place)
        dispatch.call(found.setter, [value, new], {}, frame, place)
    elif has_method(found, "__set__", frame):
        call_method(found, "__set__", [value, new], frame, place)
    elif has_method(found, "__delete__", frame):
        raise Raised(AttributeError("__set__"), place)
    elif value.cls.options.get("frozen") is True:
        raise Raised(FrozenInstanceError(f"cannot assign to field {name!r}"), place)
    elif name in {"__class__", "__dict__"}:
        raise Unsupported(f"{name} of an object is set", place)
    elif not _holds(value, found, name, frame):
        raise Raised(AttributeError(f"{described(value)} has no attribute {name!r}"), place)
    else:
        write(value.attributes, name, new, frame)


def set_on_class(value: ClassValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`type.__setattr__(cls, name, new)`."""
    if is_enum(value):
        raise Unsupported("an attribute of an Enum is set", place)
    _refuse_machinery(name, new, place)
    above = _above(value, name, frame)
    if isinstance(above, Descriptor):
        if above.setter is None:
            raise Raised(AttributeError(f"property {name!r} has no setter"), place)
        dispatch.call(above.setter, [value, new], {}, frame, place)
    elif has_method(above, "__set__", frame):
        call_method(above, "__set__", [value, new], frame, place)
    else:
        write(value.assigned, name, new, frame)


def delete_attribute(value: Abstract, name: str, frame: Frame, place: SourceSpan) -> None:
    """`del value.name`.

    Raises:
        Raised: AttributeError.
    """
    match value:
        case Instance():
            if _asks(value, "__delattr__", [name], frame, place) is ABSENT:
                delete_on_instance(value, name, frame, place)
        case ClassValue():
            if _asks(value, "__delattr__", [name], frame, place) is ABSENT:
                delete_on_class(value, name, frame, place)
        case ModuleValue():
            if dispatch.find_attribute(value, name, frame, place) is ABSENT:
                raise Raised(AttributeError(name), place)
            value.namespace.write(name, DELETED, frame.evaluation)
        case FunctionValue() if name in value.attributes and not name.startswith("__"):
            write(value.attributes, name, ABSENT, frame)
        case Unknown():
            gone = Unknown(f"{name} of {value.text} is deleted", place)
            outside_state.set_attribute(value, name, gone, frame.evaluation, place)
        case _:
            raise Unsupported("del of such an attribute is not evaluated", place)


def delete_on_instance(value: Instance, name: str, frame: Frame, place: SourceSpan) -> None:
    """`object.__delattr__(instance, name)`."""
    found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
    if isinstance(found, Descriptor) and found.kind == "property":
        if found.deleter is None:
            raise Raised(AttributeError(f"property {name!r} has no deleter"), place)
        dispatch.call(found.deleter, [value], {}, frame, place)
    elif has_method(found, "__delete__", frame):
        call_method(found, "__delete__", [value], frame, place)
    elif has_method(found, "__set__", frame):
        raise Raised(AttributeError("__delete__"), place)
    elif value.cls.options.get("frozen") is True:
        raise Raised(FrozenInstanceError(f"cannot delete field {name!r}"), place)
    else:
        dispatch.refuse_havocked(value.attributes, frame)
        if name not in value.attributes:
            raise Raised(AttributeError(name), place)
        write(value.attributes, name, ABSENT, frame)


def delete_on_class(value: ClassValue, name: str, frame: Frame, place: SourceSpan) -> None:
    """`type.__delattr__(cls, name)`."""
    if is_enum(value) or name in _TEXTS:
        raise Unsupported("del of such an attribute is not evaluated", place)
    above = _above(value, name, frame)
    if isinstance(above, Descriptor):
        if above.deleter is None:
            raise Raised(AttributeError(f"property {name!r} has no deleter"), place)
        dispatch.call(above.deleter, [value], {}, frame, place)
        return
    if above is not ABSENT:
        raise Unsupported("del of such an attribute is not evaluated", place)
    _, owner, _ = dispatch.lookup_in_class(value, name, frame)
    if owner is not value:
        raise Raised(AttributeError(name), place)
    write(value.assigned, name, ABSENT, frame)


def write(holder: dict[str, Abstract], name: str, new: Abstract, frame: Frame) -> None:
    """Bind or, with ABSENT, unbind a name among the attributes of something; a path that began later undoes it."""
    before = holder.get(name, ABSENT)

    def undo() -> None:
        if before is ABSENT:
            holder.pop(name, None)
        else:
            holder[name] = before

    frame.evaluation.will_change(holder, undo, lambda cause: write(holder, name, cause, frame))
    if new is ABSENT and before is not ABSENT:
        del holder[name]
    else:
        holder[name] = new


def described(value: Abstract) -> str:
    """The words for a value in an AttributeError."""
    match value:
        case ClassValue():
            return f"class {value.name}"
        case Instance():
            return f"{value.cls.name} object"
        case ModuleValue():
            return f"module {value.namespace.path}"
    return f"{type(value).__name__} object"


def _asks(value: Abstract, hook: str, args: list[Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    """Call the hook that the type of a value has for changes; ABSENT if it has none.

    Raises:
        Indefinite: a class outside the tree may have one. What the object holds from here on is unknown.
    """
    try:
        return call_method(value, hook, args, frame, place)
    except Indefinite as signal:
        if isinstance(value, Instance) and value.cls.outside_base() is not None:
            dispatch.havoc(value, signal.value, frame)
            return None
        if isinstance(value, ClassValue) and not isinstance(value.metaclass, Unknown):
            return ABSENT  # a metaclass that an outside base may bring is taken not to define it
        raise


def _above(value: ClassValue, name: str, frame: Frame) -> Abstract:
    """The data descriptor of that name on the metaclass of a class, or ABSENT."""
    metaclass = metaclass_of(value)
    if not isinstance(metaclass, ClassValue):
        return ABSENT
    found, _, _ = dispatch.lookup_in_class(metaclass, name, frame)
    return found if is_data_descriptor(found, frame) else ABSENT


def _holds(value: Instance, found: Abstract, name: str, frame: Frame) -> bool:
    """Whether an object can have an attribute of its own."""
    if isinstance(found, Descriptor) and found.kind == "slot":
        return True
    made_of_fields = any(isinstance(c, ClassValue) and is_named_tuple(c) for c in value.cls.mro)
    if made_of_fields and name in {field.name for field in value.cls.fields or ()}:
        return False
    return has_dict(value.cls, frame)


def _refuse_machinery(name: str, new: Abstract, place: SourceSpan) -> None:
    """Refuse to change what a class or a function is.

    Raises:
        Raised: TypeError for a name that is no text.
        Unsupported: the change is not modelled.
    """
    if name in _MACHINERY:
        raise Unsupported(f"{name} is set", place)
    if name in _TEXTS and not isinstance(new, str | Unknown):
        raise Raised(TypeError(f"can only assign string to {name}"), place)
