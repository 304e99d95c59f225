"""Attributes set and deleted, by the rules of the kind of value that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from docgen.static.objects import dispatch, function_metadata, metadata, outside_state
from docgen.static.objects.bindings import rebind
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue
from docgen.static.objects.cells import CONTENTS, Cell
from docgen.static.objects.class_views import show
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import has_method, is_data_descriptor
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.slots import HEAP_TYPE, has_dict, is_slot, own_slots, solid_base
from docgen.static.objects.special_methods import call_method
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_values import Annotations, ClassValue, ReadOnly
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

_WITHOUT_ATTRIBUTES = frozenset(
    {
        *(
            type(None),
            bool,
            int,
            float,
            complex,
            str,
            bytes,
            list,
            object,
            tuple,
            dict,
            set,
            frozenset,
            range,
        ),
        *(Annotations, Defaulting, ReadOnly),
    }
)
"""Kinds of values on which no attribute can be set."""
_KEPT_BY_TYPE = {
    **dict.fromkeys(("__name__", "__qualname__", "__bases__"), TypeError),
    **dict.fromkeys(("__dict__", "__mro__"), AttributeError),
}
"""Attributes of classes that cannot be deleted, and the exception that an attempt raises."""


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
            if function_metadata.set_on_function(value, name, new, frame, place):
                return
            if name == "__doc__":  # a docstring decides nothing: the path stays unchanged
                value.attributes[name] = new
            else:
                write(value.attributes, name, new, frame)
        case ModuleValue() if name == "__class__":
            dispatch.give_away((value, new), (), Unknown("the class of a module is set", place), frame)
        case ModuleValue():
            value.namespace.write(name, new, frame.evaluation)
        case Defaulting() if name == "default_factory":
            before = value.factory
            frame.evaluation.will_change(value, lambda: setattr(value, "factory", before))
            value.factory = new
        case Cell() if name == CONTENTS:
            write(value.variables, value.name, new, frame)
        case Unknown():
            outside_state.set_attribute(value, name, new, frame.evaluation, place)
        case type() if not value.__flags__ & HEAP_TYPE:
            raise Raised(
                TypeError(f"cannot set {name!r} attribute of immutable type {value.__name__!r}"), place
            )
        case _:
            _refuse_setting(value, name, place)


def _refuse_setting(value: Abstract, name: str, place: SourceSpan) -> NoReturn:
    """Refuse to set an attribute of a value that has none of its own.

    Raises:
        Raised: AttributeError, or TypeError.
        Unsupported: the value may have attributes; exceptions, for example, accept any.
    """
    if name == "__class__":  # of no object whose type Python itself defines
        raise Raised(TypeError("__class__ assignment only supported for mutable types"), place)
    method = isinstance(value, BoundMethod) or (isinstance(value, Descriptor) and value.kind == "property")
    plain = type(value) in _WITHOUT_ATTRIBUTES or isinstance(value, IteratorValue)
    if plain or (method and not name.startswith("__")):
        raise Raised(AttributeError(f"{described(value)} has no attribute {name!r}"), place)
    raise Unsupported(f"{name} of such an object is set", place)


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
    elif is_enum(value.cls) and name in {"name", "value"}:
        raise Raised(AttributeError(f"<enum {value.cls.name!r}> cannot set attribute {name!r}"), place)
    elif name == "__class__":
        _set_class(value, new, frame, place)
    elif name == "__dict__":
        _set_dictionary(value, new, frame, place)
    elif not (is_slot(found, name) or has_dict(value.cls, frame)):
        raise Raised(AttributeError(f"{described(value)} has no attribute {name!r}"), place)
    else:
        write(value.attributes, name, new, frame)


def set_on_class(value: ClassValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`type.__setattr__(cls, name, new)`."""
    if is_enum(value) and name in dispatch.members(value, frame.evaluation):
        raise Raised(AttributeError(f"cannot reassign member {name!r}"), place)
    above = _above(value, name, frame)
    if isinstance(above, Descriptor):
        if above.setter is None:
            raise Raised(AttributeError(f"property {name!r} has no setter"), place)
        dispatch.call(above.setter, [value, new], {}, frame, place)
    elif has_method(above, "__set__", frame):
        call_method(above, "__set__", [value, new], frame, place)
    elif not metadata.set_on_class(value, name, new, frame, place):
        write(value.assigned, name, new, frame)
        show(value, name, new, frame)


def _set_dictionary(value: Instance, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`instance.__dict__ = new`."""
    if not isinstance(new, dict) or not has_dict(value.cls, frame) or own_slots(value.cls, frame):
        raise Unsupported("an assignment to __dict__ is not evaluated", place)
    before = value.attributes
    frame.evaluation.will_change(before, lambda: setattr(value, "attributes", before))
    value.attributes = new


def _set_class(value: Instance, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`instance.__class__ = new`."""
    if isinstance(new, Unknown) or value.payload is not ABSENT or is_enum(value.cls):
        raise Unsupported("an assignment to __class__ is not evaluated", place)
    if not isinstance(new, ClassValue):
        raise Raised(TypeError("__class__ must be set to a class of compatible layout"), place)
    same = solid_base(value.cls, frame) is solid_base(new, frame)
    if not same and all(own_slots(cls, frame) for cls in (value.cls, new)):
        raise Unsupported("an assignment to __class__ between classes with slots is not evaluated", place)
    if not same or has_dict(value.cls, frame) != has_dict(new, frame):
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
            if dispatch.find_attribute(value, name, frame, place) is ABSENT:
                raise Raised(AttributeError(name), place)
            gone = Unknown(f"{name} of {value.text} is deleted", place)
            outside_state.set_attribute(value, name, gone, frame.evaluation, place)
        case _ if type(value) in _WITHOUT_ATTRIBUTES:
            raise Raised(AttributeError(name), place)
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
    else:
        dispatch.refuse_havocked(value.attributes, frame, safe=True)
        if name not in value.attributes:
            raise Raised(AttributeError(name), place)
        write(value.attributes, name, ABSENT, frame)


def delete_on_class(value: ClassValue, name: str, frame: Frame, place: SourceSpan) -> None:
    """`type.__delattr__(cls, name)`."""
    if is_enum(value) and name in dispatch.members(value, frame.evaluation):
        raise Raised(AttributeError(f"cannot delete member {name!r}"), place)
    if name in _KEPT_BY_TYPE:
        raise Raised(_KEPT_BY_TYPE[name](f"cannot delete {name!r} of a class"), place)
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
    before = value.assigned.get(name)
    write(value.assigned, name, ABSENT, frame)
    show(value, name, ABSENT, frame)
    if before is not None:
        write(value.assigned, name, ABSENT, frame)  # hides what the body binds


def write(holder: dict[str, Abstract], name: str, new: Abstract, frame: Frame) -> None:
    """Bind a name among the attributes of a value, or unbind it with ABSENT; the change is undone after the path."""
    before = holder.get(name, ABSENT)
    frame.evaluation.will_change(holder, lambda: rebind(holder, name, before))
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
        Indefinite: a class outside the tree may have one. The content of the object is unknown from here on.
    """
    try:
        return call_method(value, hook, args, frame, place)
    except Indefinite as signal:
        if isinstance(value, Instance) and value.cls.outside_base() is not None:
            dispatch.havoc(value, signal.value, frame)
            return None
        if isinstance(value, ClassValue) and not isinstance(value.metaclass, Unknown):
            return ABSENT  # a metaclass of an outside base is assumed not to define it
        raise


def _above(value: ClassValue, name: str, frame: Frame) -> Abstract:
    """The data descriptor of that name on the metaclass of a class, or ABSENT."""
    metaclass = metaclass_of(value)
    if not isinstance(metaclass, ClassValue):
        return ABSENT
    found, _, _ = dispatch.lookup_in_class(metaclass, name, frame)
    return found if is_data_descriptor(found, frame) else ABSENT
