"""Attributes read from an object of the tree: `__getattribute__`, descriptors, `__getattr__`."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.annotations import class_annotations, own_annotations
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.builtin_attributes import of_payload, perhaps
from docgen.static.objects.callables import Descriptor, FunctionValue, Native
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.descriptors import bind, comes_first
from docgen.static.objects.slots import has_dict, is_weak, own_slots
from docgen.static.objects.special_methods import call_method
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum, is_raised
from docgen.static.objects.unfixed import Unfixed, is_unfixed, unknown_attribute, unknown_attributes
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_WEAK = "__weakref__"
_NO_MEMBER = (FunctionValue, Descriptor, Native)
"""Kinds of value that the body of an Enum binds and that are no members."""


def of_instance(value: Instance, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`value.name`, or ABSENT. A base outside the tree is assumed not to define `__getattribute__`."""
    failure: Raised | None = None
    try:
        if value.cls.mentions("__getattribute__"):
            found = call_method(value, "__getattribute__", [name], frame, place)
        else:
            found = ABSENT
        if found is ABSENT:
            found = generic_attribute(value, name, frame, place)
    except Raised as signal:
        if not is_raised(signal, AttributeError):
            raise
        failure, found = signal, ABSENT
    if found is not ABSENT:
        return found
    getter, owner, _ = dispatch.lookup_in_class(value.cls, "__getattr__", frame)
    if isinstance(getter, Unknown) and owner is None:
        return getter.derived(place, key=("inherited", value.cls.path, name))
    if getter is not ABSENT:
        return dispatch.call(bind(getter, value, value.cls, frame, place), [name], {}, frame, place)
    if failure is not None:
        raise failure
    return ABSENT


def generic_attribute(value: Instance, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`object.__getattribute__(value, name)`, or ABSENT."""
    cls = value.cls
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if name == _WEAK and isinstance(owner, type):
        found, owner = ABSENT, None  # the layout of the objects decides
    if comes_first(found, frame):
        return bind(found, value, cls, frame, place)
    dispatch.refuse_havocked(value.attributes, frame, safe=True)
    if name in value.attributes:
        return value.attributes[name]
    if found is not ABSENT and is_unfixed(value, name, in_class=True):
        return unknown_attribute(value, name, place)
    if isinstance(found, Descriptor) and found.kind == "cached_property":
        return _cached(found, value, frame, place)
    of_builtin = found is ABSENT or isinstance(owner, type)
    if of_builtin:
        own = _of_builtin_base(value, name, frame, place)
        if own is not ABSENT:
            return own
    if isinstance(found, Unknown) and owner is None:
        found.holds = (value,)  # a method of an outside base has the object
        return found
    is_member = isinstance(owner, ClassValue) and is_enum(owner) and not isinstance(found, _NO_MEMBER)
    if is_member and name in dispatch.members(owner, frame.evaluation):
        return Unknown("a member as an attribute of another differs between versions of Python", place)
    if found is not ABSENT and not (of_builtin and value.payload is not ABSENT):
        return bind(found, value, cls, frame, place)
    if value.payload is not ABSENT:
        result = of_payload(value, name)
        if result is not ABSENT:
            return result
        if found is not ABSENT:
            return bind(found, value, cls, frame, place)
    if is_unfixed(value, name, in_class=False):
        return unknown_attribute(value, name, place)
    return dispatch.object_method(name, value)


def _cached(found: Descriptor, value: Instance, frame: Frame, place: SourceSpan | None) -> Abstract:
    """The value that an object keeps of a cached property; it is computed the first time."""
    if found.told is None:
        what = "Cannot use cached_property instance without calling __set_name__ on it."
        raise Raised(TypeError(what), place)
    if not has_dict(value.cls, frame):
        raise Raised(TypeError(f"No '__dict__' attribute on {value.cls.name!r} instance"), place)
    if found.told in value.attributes:
        return value.attributes[found.told]
    result = bind(found, value, value.cls, frame, place)
    write(value.attributes, found.told, result, frame)
    return result


def _of_builtin_base(value: Instance, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """Attribute that every object has, or every member of an Enum, unless a class of the tree overrides it."""
    cls = value.cls
    match name:
        case "__class__":
            return cls
        case "__dict__" if isinstance(value.attributes, Unfixed):
            return unknown_attributes(value, place)
        case "__dict__" if is_enum(cls) or ("args" in value.attributes and cls.derives_from(BaseException)):
            return Unknown("__dict__ of such an object is not modelled", place, holds=(value,))
        case "__dict__" if has_dict(cls, frame):
            if own_slots(cls, frame):
                return Unknown("a dictionary beside slots is not modelled", place, holds=(value,))
            return value.attributes
        case "__weakref__" if is_weak(cls, frame):
            return None
        case "__dict__":
            raise Raised(AttributeError(f"{cls.name!r} object has no attribute '__dict__'"), place)
        case "__annotations__":
            return _annotations(cls, frame)
        case "__objclass__" if is_enum(cls) and not dispatch.is_flag(value):
            return cls
        case "__objclass__" if is_enum(cls):
            return perhaps("a flag", name, place)
        case "__orig_bases__" | "__parameters__":
            return dispatch.find_attribute(cls, name, frame, place)
        case "__doc__" | "__module__":
            return dispatch.find_attribute(cls, name, frame, place)
        case "name" | "value" if cls.derives_from(enum.Enum):
            return value.attributes[f"_{name}_"]
    return ABSENT


def _annotations(cls: ClassValue, frame: Frame) -> Abstract:
    """The annotations that an object finds in its class; those of a class that has none are made when it is asked."""
    own = cls.defines("__annotations__") or own_annotations(cls)
    return class_annotations(cls, frame) if own else perhaps("an object", "__annotations__", cls.place)
