"""Objects of documented classes: how they are made, and how generated constructors fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised
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
    if is_enum(cls):
        return dispatch.member_of(cls, args, frame, place)
    return instantiate(cls, args, kwargs, frame, place)


def instantiate(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """A new instance: `__new__`, then `__init__`, then what a dataclass or a NamedTuple generates."""
    evaluation = frame.evaluation
    maker, maker_owner, _ = lookup_in_class(cls, "__new__", frame)
    if isinstance(maker, FunctionValue | Descriptor) and isinstance(maker_owner, ClassValue):
        function = maker.function if isinstance(maker, Descriptor) else maker
        instance = dispatch.call(function, [cls, *args], kwargs, frame, place)
        if not isinstance(instance, Instance) or not instance.cls.derives_from(cls):
            return instance
    else:
        instance = new_instance(cls, args, frame, place)
    evaluation.owns(instance.attributes)
    initialiser, owner, _ = lookup_in_class(cls, "__init__", frame)
    if (
        isinstance(initialiser, FunctionValue)
        and isinstance(owner, ClassValue)
        and not _generated(cls, owner)
    ):
        dispatch.call(initialiser, [instance, *args], kwargs, frame, place)
    elif cls.fields is not None:
        _fill_fields(instance, args, kwargs, frame, place)
    elif isinstance(initialiser, Unknown):
        unknown = Unknown(initialiser.reason, place, holds=(instance,))
        dispatch.give_away((instance, *args, *kwargs.values()), (), unknown, frame)
        return unknown
    elif isinstance(instance.payload, list | dict | set):
        dispatch.call(dispatch.object_method("__init__", instance), args, kwargs, frame, place)
    elif (args or kwargs) and instance.payload is ABSENT and not _takes_anything(cls) and maker is ABSENT:
        raise Raised(TypeError(f"{cls.name}() takes no arguments"), place)
    return instance


def _generated(cls: ClassValue, owner: ClassValue) -> bool:
    """Whether the dataclass's own `__init__` stands before the one that `owner` wrote."""
    for ancestor in cls.mro:
        if ancestor is owner:
            return False
        if isinstance(ancestor, ClassValue) and ancestor.options.get("dataclass"):
            return ancestor.options.get("init") is not False
    return False


def new_instance(cls: ClassValue, args: list[Abstract], frame: Frame, place: SourceSpan | None) -> Instance:
    """An instance before `__init__`; what a builtin base holds is filled in."""
    operators = dispatch.operators_of(frame.evaluation.program)
    payload: Abstract = ABSENT
    base = next((c for c in cls.mro if isinstance(c, type) and issubclass(c, _PAYLOADS)), None)
    if base is not None and cls.fields is None:
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


def _fill_fields(
    instance: Instance,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> None:
    """The generated `__init__` of a dataclass, or `__new__` of a NamedTuple."""
    cls = instance.cls
    fields = [field for field in cls.fields or () if field.init]
    if len(args) > len(fields):
        raise Raised(
            TypeError(f"{cls.name}() takes {len(fields)} arguments but {len(args)} were given"), place
        )
    values = dict(zip([field.name for field in fields], args, strict=False))
    for name, value in kwargs.items():
        if name in values or name not in {field.name for field in fields}:
            raise Raised(TypeError(f"{cls.name}() got an unexpected argument {name!r}"), place)
        values[name] = value
    for field in cls.fields or ():
        if field.name in values:
            continue
        if field.factory is not ABSENT:
            values[field.name] = dispatch.call(field.factory, [], {}, frame, place)
        elif field.default is not ABSENT:
            values[field.name] = field.default
        elif field.init:
            raise Raised(TypeError(f"{cls.name}() missing a required argument: {field.name!r}"), place)
    if cls.options.get("dataclass"):
        instance.attributes.update(values)
        dispatch.call_method(instance, "__post_init__", [], frame, place)
    else:
        instance.payload = tuple(values[field.name] for field in fields)
        instance.attributes.update(values)
