"""Objects of documented classes: how they are made, and how generated constructors fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.attributes import lookup_in_class
from docgen.static.callables import Descriptor, FunctionValue
from docgen.static.calls import call, call_method
from docgen.static.comparison import InstanceOperators
from docgen.static.signals import Indefinite, Raised
from docgen.static.type_values import ClassValue
from docgen.static.types import is_enum
from docgen.static.values import MISSING, Abstract, Instance, Place, Unknown

if TYPE_CHECKING:
    from docgen.static.frames import Frame


_PAYLOADS = (str, int, float, bytes, tuple, list, dict, set, frozenset)


def construct(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place | None
) -> Abstract:
    """`cls(...)`: a metaclass's `__call__`, a member of an Enum, or a new instance."""
    if isinstance(cls.metaclass, ClassValue):
        result = call_method(cls, "__call__", args, frame, place, kwargs)
        if result is not MISSING:
            return result
    elif isinstance(cls.metaclass, Unknown):
        return Unknown(cls.metaclass.reason, place)
    if is_enum(cls):
        return rules.member_of(cls, args, frame, place)
    return instantiate(cls, args, kwargs, frame, place)


def instantiate(
    cls: ClassValue, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place | None
) -> Abstract:
    """A new instance: `__new__`, then `__init__`, then what a dataclass or a NamedTuple generates."""
    evaluation = frame.evaluation
    maker, maker_owner, _ = lookup_in_class(cls, "__new__", frame)
    if isinstance(maker, FunctionValue | Descriptor) and isinstance(maker_owner, ClassValue):
        function = maker.function if isinstance(maker, Descriptor) else maker
        instance = call(function, [cls, *args], kwargs, frame, place)
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
        call(initialiser, [instance, *args], kwargs, frame, place)
    elif cls.fields is not None:
        _fill_fields(instance, args, kwargs, frame, place)
    elif isinstance(initialiser, Unknown):
        return Unknown(initialiser.reason, place)
    elif isinstance(instance.payload, list | dict | set):
        rules.call(rules.object_method("__init__", instance), args, kwargs, frame, place)
    elif (args or kwargs) and instance.payload is MISSING and not _takes_anything(cls) and maker is MISSING:
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


def new_instance(cls: ClassValue, args: list[Abstract], frame: Frame, place: Place | None) -> Instance:
    """An instance before `__init__`; what a builtin base holds is filled in."""
    operators = InstanceOperators(frame.evaluation.program)
    payload: Abstract = MISSING
    base = next((c for c in cls.mro if isinstance(c, type) and issubclass(c, _PAYLOADS)), None)
    if base is not None and cls.fields is None:
        root = next(p for p in _PAYLOADS if issubclass(base, p))
        payload = rules.construct_builtin(
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
    instance: Instance, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: Place | None
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
        if field.factory is not MISSING:
            values[field.name] = call(field.factory, [], {}, frame, place)
        elif field.default is not MISSING:
            values[field.name] = field.default
        elif field.init:
            raise Raised(TypeError(f"{cls.name}() missing a required argument: {field.name!r}"), place)
    if cls.options.get("dataclass"):
        instance.attributes.update(values)
        call_method(instance, "__post_init__", [], frame, place)
    else:
        instance.payload = tuple(values[field.name] for field in fields)
        instance.attributes.update(values)
