"""`dataclasses`: the decorator and the functions over its classes; generated methods are in `dataclass_methods`."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError
from keyword import iskeyword
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.dataclass_fields import FIELDS, MISSING, collect, fields_of, make_field
from docgen.static.builtins.stdlib.dataclass_methods import PARAMETERS, Parameters, generate, slots
from docgen.static.execution.calls import call
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.second_classes import make_again
from docgen.static.objects.type_values import ClassValue, Field
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_OPTIONS: dict[str, bool] = {
    "init": True,
    "repr": True,
    "eq": True,
    "order": False,
    "unsafe_hash": False,
    "frozen": False,
    "match_args": True,
    "kw_only": False,
    "slots": False,
    "weakref_slot": False,
}
"""Options of the decorator, with their defaults."""


def _dataclass(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`dataclass`, with or without options."""
    if strange := kwargs.keys() - _OPTIONS.keys() - {"cls"}:
        raise Raised(TypeError(f"dataclass() got an unexpected keyword argument {min(strange)!r}"), place)
    options = {name: _decided(kwargs.get(name, default), frame) for name, default in _OPTIONS.items()}
    if args and args[0] is not None:
        return process(args[0], options, frame, place)
    return Native("dataclass", lambda inner, _, at, where: process(inner[0], options, at, where))


def _decided(value: Abstract, frame: Frame) -> bool:
    if isinstance(value, Unknown):
        raise Unsupported(value.reason, value.place, origin=value.origin)
    return dispatch.truth(value, frame)


def process(cls: Abstract, options: dict[str, bool], frame: Frame, place: SourceSpan) -> Abstract:
    """Make a dataclass of a class.

    Raises:
        Raised: the class cannot be one.
    """
    if not isinstance(cls, ClassValue | Unknown):
        raise Unsupported("a dataclass of such an object is not evaluated", place, lost=True)
    if isinstance(cls, Unknown):
        return cls
    if options["weakref_slot"] and not options["slots"]:
        raise Raised(TypeError("weakref_slot is True but slots is False"), place)
    found = collect(cls, options, frame, place)
    cls.fields = [field for field in found.values() if field.kind == "field"]
    frame.evaluation.record.created.setdefault(id(cls.assigned), cls.assigned)
    cls.assigned[PARAMETERS] = Parameters(options)
    cls.assigned[FIELDS] = found
    for name, method in generate(cls, list(found.values()), options, frame, place).items():
        cls.assigned[name] = method
    if not options["slots"]:
        return cls
    return make_again(
        cls, slots(cls, [field.name for field in cls.fields], options, frame, place), frame, place
    )


def _fields(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    found = fields_of(args[0], frame)
    if found is None:
        raise Raised(TypeError("must be called with a dataclass type or instance"), place)
    return tuple(field for field in found if field.kind == "field")


def _is_dataclass(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return fields_of(args[0], frame) is not None


def _instance_fields(value: Abstract, what: str, frame: Frame, place: SourceSpan) -> list[Field]:
    found = fields_of(value, frame) if not isinstance(value, ClassValue) else None
    if found is None:
        raise Raised(TypeError(f"{what}() should be called on dataclass instances"), place)
    return [field for field in found if field.kind == "field"]


def _replace(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    _instance_fields(value, "replace", frame, place)
    changes = dict(kwargs)
    for field in fields_of(value, frame) or ():
        if field.kind == "class variable":
            continue
        if not field.init:
            if field.name in changes:
                raise Raised(ValueError(f"field {field.name} is declared with init=False"), place)
        elif field.name not in changes:
            if field.kind == "init only" and field.default is ABSENT:
                raise Raised(ValueError(f"InitVar {field.name!r} must be specified with replace()"), place)
            changes[field.name] = get_attribute(value, field.name, frame, place)
    return call(value.cls, [], changes, frame, place)


def _converted(
    what: str, make: Callable[[list[tuple[str, Abstract]]], Abstract]
) -> Callable[[Args, Kwargs, Frame, SourceSpan], Abstract]:
    """`asdict` or `astuple`."""

    def inner(value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
        if isinstance(value, Instance):
            if fields_of(value, frame) is not None:
                pairs = [
                    (field.name, inner(get_attribute(value, field.name, frame, place), frame, place))
                    for field in _instance_fields(value, what, frame, place)
                ]
                return frame.evaluation.owns(make(pairs))
            if value.payload is not ABSENT and isinstance(value.payload, tuple | list | dict):
                raise Unsupported(f"{what}() of such a value is not evaluated", place)
            return value
        dispatch.refuse_havocked(value, frame, safe=True)
        if type(value) in (list, tuple):
            return frame.evaluation.owns(type(value)(inner(part, frame, place) for part in value))
        if isinstance(value, dict) and type(value) is not dict:
            raise Unsupported(f"{what}() of such a dictionary is not evaluated", None)
        if type(value) is dict:
            copied = {inner(k, frame, place): inner(v, frame, place) for k, v in value.items()}
            return frame.evaluation.owns(copied)
        if isinstance(value, set | frozenset):
            return frame.evaluation.owns(copy.copy(value))
        return value

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if kwargs or len(args) != 1:
            raise Unsupported(f"a factory of {what}() is not evaluated", place)
        _instance_fields(args[0], what, frame, place)
        return inner(args[0], frame, place)

    return run


def _make_dataclass(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`make_dataclass(name, fields, bases=(), namespace=None, **options)`."""
    options = dict(kwargs)
    bases, namespace = options.pop("bases", ()), options.pop("namespace", None)
    differs = Unknown("the module of a made dataclass differs between versions of Python", place)
    module = options.pop("module", differs)
    if len(args) != 2 or not isinstance(args[0], str):  # noqa: PLR2004 - name and fields
        raise Unsupported("such a call of make_dataclass() is not evaluated", place)
    attributes: dict[str, Abstract] = dict(namespace or {})
    annotations: dict[str, Abstract] = {}
    for part in items(args[1], frame, place):
        name, *rest = (part,) if isinstance(part, str) else tuple(items(part, frame, place))
        if not isinstance(name, str):
            raise Indefinite(Unknown("the name of a field is not known", place))
        if not name.isidentifier() or iskeyword(name) or name in annotations:
            raise Raised(TypeError(f"{name!r} cannot be the name of a field"), place)
        annotations[name] = rest[0] if rest else "typing.Any"
        if len(rest) > 1:
            attributes[name] = rest[1]
    attributes |= {"__annotations__": annotations, "__module__": module}
    cls = dispatch.type_new(None, [args[0], tuple(bases), attributes], {}, frame, place)
    return _dataclass([cls], options, frame, place)


FUNCTIONS: dict[str, Callable[..., Abstract]] = {
    "dataclasses.asdict": _converted("asdict", dict),
    "dataclasses.astuple": _converted("astuple", lambda pairs: tuple(value for _, value in pairs)),
    "dataclasses.dataclass": _dataclass,
    "dataclasses.field": make_field,
    "dataclasses.fields": _fields,
    "dataclasses.is_dataclass": _is_dataclass,
    "dataclasses.make_dataclass": _make_dataclass,
    "dataclasses.replace": _replace,
}
TYPES: dict[str, Abstract] = {
    "dataclasses.FrozenInstanceError": FrozenInstanceError,
    "dataclasses.KW_ONLY": Symbol("dataclasses.KW_ONLY", "dataclasses._KW_ONLY_TYPE"),
    "dataclasses.MISSING": MISSING,
}
