"""Calling Python's builtin types."""

from __future__ import annotations

import collections
import enum
import functools
import inspect
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docgen.static.builtins import iterators
from docgen.static.builtins.costs import of_function, refuse_foreign
from docgen.static.builtins.plain_functions import emptied
from docgen.static.builtins.signatures import refuse_strange
from docgen.static.engine import havoc
from docgen.static.execution import conversions, operators
from docgen.static.execution.calls import call_outside
from docgen.static.execution.costs import charge_for
from docgen.static.execution.iteration import gathered, items, keys_of, mapping_of
from docgen.static.objects import dispatch, exact, failures, known_results
from docgen.static.objects.callables import BoundMethod, Descriptor, Partial
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.native import native, speak
from docgen.static.objects.origins import Origin
from docgen.static.objects.small_data import is_flat
from docgen.static.objects.super_objects import make_super
from docgen.static.objects.tables import Defaulting, is_factory
from docgen.static.objects.types import class_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, Modelled, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

Constructor = Callable[[list[Abstract], dict[str, Abstract], Any, Any], Abstract]


def construct_builtin(
    cls: type, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`cls(...)` for a builtin type; unknown if calls of the type are not modelled."""
    refuse_strange(cls.__name__, args, kwargs, place)
    if cls is bool:
        if not args or not isinstance(args[0], Unknown):
            return conversions.truth(args[0], frame) if args else False
        value = args[0]  # the truth of an unknown value is the same unknown value, asked later
        negation = value.derived(place, key=("not", value.key), negates=value)
        failures.fork(value, frame.evaluation, place, ("truth", value.key))
        return value.derived(
            place, key=("bool", value.key), negates=negation, mentions=value.mentions, kind=bool
        )
    if cls is super:
        return make_super(args, frame, place)
    if cls in _LAZY:
        return _LAZY[cls](args, kwargs, frame, place)
    holds_anything = cls in _HOLDERS or (issubclass(cls, BaseException) and not issubclass(cls, UnicodeError))
    if any(isinstance(argument, Unknown) for argument in args) and not holds_anything:
        unknown = next(argument for argument in args if isinstance(argument, Unknown))
        failures.refuse_changed(unknown, frame.evaluation, place)
        return known_results.result(cls, unknown, args, kwargs, frame.evaluation, place)
    if issubclass(cls, enum.Enum):
        return dispatch.functional_enum(cls, args, kwargs, frame, place)
    if (constructor := _CONSTRUCTORS.get(cls)) is not None:
        return constructor(args, kwargs, frame, place)
    if issubclass(cls, BaseException):
        return speak(native(lambda: cls(*args), place))
    if cls is bytes and len(args) == 1 and isinstance(args[0], Instance):
        made = dispatch.call_method(args[0], "__bytes__", [], frame, place)
        if made is not ABSENT and not isinstance(made, bytes | Unknown):
            raise Raised(TypeError("__bytes__ returned non-bytes"), place)
        if made is not ABSENT:
            return made
    path = f"{cls.__module__}.{cls.__name__}"
    trial = dispatch.library_trial(_MADE.get(path, path), args, kwargs, frame.evaluation.havocked)
    if trial.error is not None:
        raise Raised(trial.error, place)
    if type(trial.made) is bytes and all(map(is_flat, [*args, *kwargs.values()])):
        return trial.made
    if inspect.isabstract(cls):
        raise Raised(TypeError(f"Can't instantiate abstract class {cls.__name__}"), place)
    unknown = Unknown(f"a call of {cls.__name__} is not modelled", place, origin=Origin.LIBRARY)
    unknown.takes = len(args) + len(kwargs) if trial.succeeds else None
    result = call_outside(unknown, args, kwargs, frame, place)
    exact.keep(result, trial.made, args, kwargs, frame.evaluation)
    return result


def _number(cls: type) -> Constructor:
    def make(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
        if len(args) == 1 and not kwargs and isinstance(args[0], Modelled):
            return conversions.convert(cls.__name__, args[0], frame, place)
        plain = [emptied(operators.plain(argument)) for argument in args]
        refuse_foreign([*plain, *kwargs.values()], frame, place)
        frame.evaluation.spend(of_function(cls.__name__, plain, place), place)
        return native(lambda: cls(*plain, **kwargs), place)

    return make


def _text(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    if len(args) == 1 and not kwargs:
        return dispatch.to_text(args[0], "__str__", frame, place)
    return native(lambda: str(*args, **kwargs), place)


def _collection(cls: type) -> Constructor:
    def make(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
        if issubclass(cls, set | frozenset):
            values = gathered(args[0], frame, place) if args else []
            charge_for(frame, place, values)
        else:
            if args and cls in {list, tuple}:
                havoc.refuse_havocked(args[0], frame, safe=True)
            elements = items(args[0], frame, place) if args else iter(())
            if args and cls in {list, tuple}:
                conversions.ask_length(args[0], frame, place)
            values = list(elements)
        return frame.evaluation.owns(native(lambda: cls(values), place))

    return make


def _dict(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    source = args[0] if args else {}
    havoc.refuse_havocked(source, frame, safe=isinstance(source, dict))
    if isinstance(source, dict) or (
        isinstance(source, Instance) and keys_of(source, frame, place) is not ABSENT
    ):
        pairs: Abstract = mapping_of(source, frame, place)
    else:
        pairs = [tuple(items(pair, frame, place)) for pair in items(source, frame, place)]
        charge_for(frame, place, [pair[0] for pair in pairs if pair])
    return frame.evaluation.owns(native(lambda: dict(pairs, **kwargs), place))


def _ordered(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    return frame.evaluation.owns(collections.OrderedDict(_dict(args, kwargs, frame, place)))


def _defaulting(
    args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan
) -> Abstract:
    """`defaultdict(default_factory=None, /, *args, **kwargs)`."""
    factory, rest = (args[0] if args else None), args[1:]
    if not is_factory(factory, frame, place):
        raise Raised(TypeError("first argument must be callable or None"), place)
    return frame.evaluation.owns(Defaulting(factory, _dict(rest, kwargs, frame, place)))


def _type(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    if len(args) == 1:
        if kwargs:
            raise Raised(TypeError("type() takes 1 or 3 arguments"), place)
        return class_of(args[0])
    if len(args) != 3:  # noqa: PLR2004
        raise Raised(TypeError("type() takes 1 or 3 arguments"), place)
    return dispatch.type_new(None, args, kwargs, frame, place)


def _descriptor(kind: str) -> Constructor:
    def make(args: list[Abstract], kwargs: dict[str, Abstract], _: Frame, place: SourceSpan) -> Abstract:
        names = _PARTS if kind == "property" else ()
        if kwargs.keys() - set(names) or len(args) > max(len(names), 1) or not (names or args):
            raise Raised(TypeError(f"{kind}() got arguments that it does not take"), place)
        parts = {**dict(zip(names, args, strict=False)), **kwargs} if names else {"fget": args[0]}
        return Descriptor(kind, parts.get("fget"), parts.get("fset"), parts.get("fdel"))

    return make


_MADE = {"builtins.function": "types.FunctionType", "builtins.module": "types.ModuleType"}
"""Paths of types whose own names are others."""
_PARTS = ("fget", "fset", "fdel", "doc")


def _partial(args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    """`functools.partial(function, /, *args, **kwargs)`."""
    if not args:
        raise Raised(TypeError("type 'partial' takes at least one argument"), place)
    _refuse_uncallable(args[0], frame, place)
    if isinstance(inner := args[0], Partial) and not inner.attributes:
        return Partial(inner.function, [*inner.args, *args[1:]], {**inner.kwargs, **kwargs})
    return Partial(inner, args[1:], kwargs)


def _refuse_uncallable(value: Abstract, frame: Frame, place: SourceSpan) -> None:
    is_callable = dispatch.builtin_names["callable"].call([value], {}, frame, place)
    if not isinstance(value, Unknown) and not dispatch.truth(is_callable, frame):
        raise Raised(TypeError("the first argument must be callable"), place)


def _plain_object(args: list[Abstract], kwargs: dict[str, Abstract], _: Frame, place: SourceSpan) -> Abstract:
    return native(lambda: object(*args, **kwargs), place)


def _bound_method(args: list[Abstract], _: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    if len(args) != 2:  # noqa: PLR2004 - a function and what it is bound to
        raise Raised(TypeError(f"method expected 2 arguments, got {len(args)}"), place)
    _refuse_uncallable(args[0], frame, place)
    if args[1] is None:
        raise Raised(TypeError("instance must not be None"), place)
    return BoundMethod(*args)


_HOLDERS = frozenset(
    {
        classmethod,
        collections.defaultdict,
        functools.cached_property,
        functools.partial,
        property,
        staticmethod,
        type,
    }
)
"""Types whose constructors do not read their arguments."""
_LAZY: dict[type, Constructor] = {
    enumerate: iterators.enumerate_,
    filter: iterators.filter_,
    map: iterators.map_,
    reversed: iterators.reversed_,
    zip: iterators.zip_,
}
"""Types of iterators: an unknown argument makes their elements unknown."""


def _range(args: list[Abstract], _: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    numbers = [conversions.convert("index", argument, frame, place) for argument in args]
    return native(lambda: range(*numbers), place)


_CONSTRUCTORS: dict[type, Constructor] = {
    classmethod: _descriptor("classmethod"),
    collections.OrderedDict: _ordered,
    collections.defaultdict: _defaulting,
    complex: _number(complex),
    dict: _dict,
    float: _number(float),
    frozenset: _collection(frozenset),
    functools.cached_property: _descriptor("cached_property"),
    functools.partial: _partial,
    int: _number(int),
    list: _collection(list),
    object: _plain_object,
    property: _descriptor("property"),
    range: _range,
    set: _collection(set),
    slice: lambda args, kwargs, frame, place: slice(*args),
    staticmethod: _descriptor("staticmethod"),
    str: _text,
    tuple: _collection(tuple),
    types.MethodType: _bound_method,
    type: _type,
}
