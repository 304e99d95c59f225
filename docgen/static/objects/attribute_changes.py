"""Attributes set and deleted, by the rules of the kind of value that has them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, outside_state
from docgen.static.objects.callables import Descriptor, FunctionValue
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import has_method, is_data_descriptor
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
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


def set_attribute(value: Abstract, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`value.name = new`."""
    match value:
        case Instance():
            if has_method(value, "__setattr__", frame):
                dispatch.call_method(value, "__setattr__", [name, new], frame, place)
            else:
                set_on_instance(value, name, new, frame, place)
        case ClassValue():
            if is_enum(value):
                raise Unsupported("an attribute of an Enum is set", place)
            write(value.assigned, name, new, frame)
        case FunctionValue():
            if name == "__doc__":  # a docstring decides nothing: setting one leaves the path as it is
                value.attributes[name] = new
            else:
                write(value.attributes, name, new, frame)
        case ModuleValue():
            value.namespace.write(name, new, frame.evaluation)
        case Unknown():
            outside_state.set_attribute(value, name, new, frame.evaluation, place)
        case _:
            raise Raised(AttributeError(f"{described(value)} has no attribute {name!r}"), place)


def set_on_instance(value: Instance, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`instance.name = new`, where its class defines no `__setattr__`."""
    found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
    if isinstance(found, Descriptor) and found.kind == "property":
        if found.setter is None:
            raise Raised(AttributeError(f"property {name!r} has no setter"), place)
        dispatch.call(found.setter, [value, new], {}, frame, place)
    elif has_method(found, "__set__", frame):
        dispatch.call_method(found, "__set__", [value, new], frame, place)
    elif value.cls.options.get("frozen") is True:
        raise Raised(FrozenInstanceError(f"cannot assign to field {name!r}"), place)
    elif isinstance(value.payload, tuple) and value.cls.fields is not None:
        raise Raised(AttributeError("can't set attribute"), place)
    else:
        write(value.attributes, name, new, frame)


def delete_attribute(value: Abstract, name: str, frame: Frame, place: SourceSpan) -> None:
    """`del value.name`.

    Raises:
        Raised: AttributeError.
    """
    match value:
        case Instance():
            found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
            if is_data_descriptor(found, frame) or has_method(value, "__delattr__", frame):
                raise Unsupported("del of such an attribute is not evaluated", place)
            if name not in value.attributes:
                raise Raised(AttributeError(name), place)
            write(value.attributes, name, ABSENT, frame)
        case ClassValue():
            found, owner, _ = dispatch.lookup_in_class(value, name, frame)
            if owner is not value:
                raise Raised(AttributeError(name), place)
            write(value.assigned, name, ABSENT, frame)
        case ModuleValue():
            dispatch.find_attribute(value, name, frame, place)
            value.namespace.write(name, DELETED, frame.evaluation)
        case Unknown():
            gone = Unknown(f"{name} of {value.text} is deleted", place)
            outside_state.set_attribute(value, name, gone, frame.evaluation, place)
        case _:
            raise Unsupported("del of such an attribute is not evaluated", place)


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
    """What a value is called in an AttributeError."""
    match value:
        case ClassValue():
            return f"class {value.name}"
        case Instance():
            return f"{value.cls.name} object"
        case ModuleValue():
            return f"module {value.namespace.path}"
    return f"{type(value).__name__} object"
