"""Objects of documented classes: how they are made, and how generated constructors fill them."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


_PAYLOADS = (str, int, float, bytes, tuple, list, dict, set, frozenset)


def construct(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`cls(...)`: a metaclass's `__call__`, a member of an Enum, or a new instance."""
    if isinstance(cls.metaclass, ClassValue):
        result = dispatch.call_method(cls, "__call__", args, frame, place, kwargs)
        if result is not ABSENT:
            return result
    elif isinstance(cls.metaclass, Unknown):
        return Unknown(cls.metaclass.reason, place)
    return construct_plainly(cls, args, kwargs, frame, place)


def construct_plainly(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`type.__call__(cls, ...)`: what a call of a class does where its metaclass does not say otherwise."""
    if cls.derives_from(type):
        return dispatch.call_metaclass(cls, args, kwargs, frame, place)
    if is_enum(cls):
        return dispatch.member_of(cls, args, kwargs, frame, place)
    return instantiate(cls, args, kwargs, frame, place)


def instantiate(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """A new instance: `__new__`, then `__init__`."""
    if any(base is typing.Protocol for base in cls.bases):
        if cls.defines("__init__"):
            raise Unsupported("an instance of a protocol differs between versions of Python", place)
        raise Raised(TypeError("Protocols cannot be instantiated"), place)
    evaluation = frame.evaluation
    maker, maker_owner, _ = lookup_in_class(cls, "__new__", frame)
    if isinstance(maker, Unknown):
        return Unknown(maker.reason, place)
    if isinstance(maker_owner, ClassValue):
        function = maker.function if isinstance(maker, Descriptor) else maker
        instance = dispatch.call(function, [cls, *args], kwargs, frame, place)
        if not isinstance(instance, Instance) or not instance.cls.derives_from(cls):
            return instance
        cls = instance.cls
    else:
        instance = new_instance(cls, args, frame, place)
    evaluation.owns(instance.attributes)
    initialiser, owner, _ = lookup_in_class(cls, "__init__", frame)
    if isinstance(initialiser, Unknown):
        return Unknown(initialiser.reason, place)
    if isinstance(owner, ClassValue):
        made = dispatch.call(bind(initialiser, instance, cls, frame, place), args, kwargs, frame, place)
        if made is not None and not isinstance(made, Unknown):
            raise Raised(TypeError("__init__() should return None"), place)
    elif isinstance(instance.payload, list | dict | set):
        dispatch.call(dispatch.object_method("__init__", instance), args, kwargs, frame, place)
    elif (args or kwargs) and instance.payload is ABSENT and not _takes_anything(cls) and maker is ABSENT:
        raise Raised(TypeError(f"{cls.name}() takes no arguments"), place)
    return instance


def new_instance(cls: ClassValue, args: list[Abstract], frame: Frame, place: SourceSpan | None) -> Instance:
    """An instance before `__init__`; what a builtin base holds is filled in."""
    operators = dispatch.operators_of(frame.evaluation.program)
    payload: Abstract = ABSENT
    base = next((c for c in cls.mro if isinstance(c, type) and issubclass(c, _PAYLOADS)), None)
    if base is not None:
        root = next(p for p in _PAYLOADS if issubclass(base, p))
        payload = dispatch.construct_builtin(
            root, args if not issubclass(root, list | dict | set) else [], {}, frame, place
        )
        frame.evaluation.owns(payload)
        if isinstance(payload, Unknown):
            raise Indefinite(payload)
    instance = Instance(cls, operators, payload)
    if any(isinstance(c, type) and issubclass(c, BaseException) for c in cls.mro):
        instance.attributes["args"] = tuple(args)
    return instance


def _takes_anything(cls: ClassValue) -> bool:
    return any(isinstance(c, Unknown) or (isinstance(c, type) and c is not object) for c in cls.mro)
