"""Attributes set and deleted, by the rules of the kind of value that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, function_metadata, metadata
from docgen.static.objects.callables import Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
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
            _set_on_class(value, name, new, frame, place)
        case FunctionValue():
            if function_metadata.set_on_function(value, name, new, frame, place):
                return
            if name == "__doc__":  # a docstring decides nothing: setting one leaves the path as it is
                value.attributes[name] = new
            else:
                write(value.attributes, name, new, frame)
        case ModuleValue():
            value.namespace.write(name, new, frame.evaluation)
        case Unknown():
            frame.evaluation.record.mutated = True
        case type():
            raise Raised(
                TypeError(f"cannot set {name!r} attribute of immutable type {value.__name__!r}"), place
            )
        case Native() | Partial() | Descriptor() if getattr(value, "kind", "") != "property":
            raise Unsupported("setting an attribute of such an object is not evaluated", place)
        case _:
            raise Raised(AttributeError(f"{described(value)} has no attribute {name!r}"), place)


def _set_on_class(cls: ClassValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    if dispatch.call_method(cls, "__setattr__", [name, new], frame, place) is ABSENT:
        set_plainly(cls, name, new, frame, place)


def set_plainly(cls: ClassValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`type.__setattr__(cls, name, new)`."""
    if isinstance(cls.metaclass, ClassValue):
        found, _, _ = dispatch.lookup_in_class(cls.metaclass, name, frame)
        if isinstance(found, Descriptor) and found.kind == "property":
            if found.setter is None:
                raise Raised(AttributeError(f"property {name!r} has no setter"), place)
            dispatch.call(found.setter, [cls, new], {}, frame, place)
            return
    if is_enum(cls) and name in dispatch.members(cls, frame.evaluation):
        raise Raised(AttributeError(f"cannot reassign member {name!r}"), place)
    if not metadata.set_on_class(cls, name, new, frame, place):
        write(cls.assigned, name, new, frame)


def set_on_instance(value: Instance, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`instance.name = new`, where its class defines no `__setattr__`."""
    found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
    if isinstance(found, Descriptor) and found.kind == "property":
        if found.setter is None:
            raise Raised(AttributeError(f"property {name!r} has no setter"), place)
        dispatch.call(found.setter, [value, new], {}, frame, place)
    elif has_method(found, "__set__", frame):
        dispatch.call_method(found, "__set__", [value, new], frame, place)
    elif is_enum(value.cls) and name in {"name", "value"}:
        raise Raised(AttributeError(f"<enum {value.cls.name!r}> cannot set attribute {name!r}"), place)
    elif isinstance(value.payload, tuple) and "__slots__" in value.cls.assigned:
        raise Raised(AttributeError("can't set attribute"), place)
    elif name == "__class__":
        _set_class(value, new, frame, place)
    elif name == "__dict__":
        if not isinstance(new, dict):
            raise Unsupported("an assignment to __dict__ is not evaluated", place)
        before, frame.evaluation.record.mutated = value.attributes, True
        frame.evaluation.undo.append(lambda: setattr(value, "attributes", before))
        value.attributes = new
    else:
        write(value.attributes, name, new, frame)


def _set_class(value: Instance, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`instance.__class__ = new`."""
    if isinstance(new, Unknown) or value.payload is not ABSENT or is_enum(value.cls):
        raise Unsupported("an assignment to __class__ is not evaluated", place)
    if not isinstance(new, ClassValue):
        raise Raised(TypeError("__class__ must be set to a class of compatible layout"), place)
    before = value.cls
    frame.evaluation.will_change(value.attributes, lambda: setattr(value, "cls", before))
    value.cls = new


def delete_attribute(value: Abstract, name: str, frame: Frame, place: SourceSpan) -> None:
    """`del value.name`.

    Raises:
        Raised: AttributeError.
    """
    match value:
        case Instance():
            if has_method(value, "__delattr__", frame):
                dispatch.call_method(value, "__delattr__", [name], frame, place)
                return
            found, _, _ = dispatch.lookup_in_class(value.cls, name, frame)
            if is_data_descriptor(found, frame):
                raise Unsupported("del of such an attribute is not evaluated", place)
            if name not in value.attributes:
                raise Raised(AttributeError(name), place)
            write(value.attributes, name, ABSENT, frame)
        case ClassValue():
            if is_enum(value) and name in dispatch.members(value, frame.evaluation):
                raise Raised(AttributeError(f"cannot delete member {name!r}"), place)
            if name in {"__name__", "__qualname__", "__bases__", "__dict__", "__mro__"}:
                kind = AttributeError if name in {"__dict__", "__mro__"} else TypeError
                raise Raised(kind(f"cannot delete {name!r} of a class"), place)
            found, owner, _ = dispatch.lookup_in_class(value, name, frame)
            if owner is not value:
                raise Raised(AttributeError(name), place)
            before = value.assigned.get(name)
            write(value.assigned, name, ABSENT, frame)
            if before is not None:
                write(value.assigned, name, ABSENT, frame)  # hides what the body binds
        case ModuleValue():
            dispatch.find_attribute(value, name, frame, place)
            value.namespace.write(name, DELETED, frame.evaluation)
        case Unknown():
            raise Indefinite(value)
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

    frame.evaluation.will_change(holder, undo)
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
