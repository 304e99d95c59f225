"""functools, over functions of the documented program; caches are in `execution.caching`."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.engine.reach import give_away
from docgen.static.execution.caching import cached
from docgen.static.execution.calls import call
from docgen.static.execution.iteration import items
from docgen.static.execution.single_dispatch import dispatched
from docgen.static.objects import dispatch
from docgen.static.objects.annotations import ANNOTATIONS
from docgen.static.objects.attribute_changes import set_attribute, write
from docgen.static.objects.attributes import find_attribute
from docgen.static.objects.callables import BoundMethod, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.failures import Care
from docgen.static.objects.kind_attributes import COPIED
from docgen.static.objects.small_data import PLAIN
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_DEFAULT_SIZE = 128
"""Number of results that `lru_cache` keeps by default."""


def _cache(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return _around(args[0], None, typed=False, frame=frame, place=place)


def _lru_cache(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    size = args[0] if args else _DEFAULT_SIZE
    typed = args[1] if len(args) > 1 else kwargs.get("typed", False)
    if isinstance(size, str | bytes | float | list | tuple | dict | set):
        raise Raised(TypeError("Expected first argument to be an integer, a callable, or None"), place)
    if size is not None and not isinstance(size, int | Unknown):
        return _around(size, _DEFAULT_SIZE, typed=bool(typed), frame=frame, place=place)
    if isinstance(size, Unknown) or not isinstance(typed, bool):
        raise Indefinite(size if isinstance(size, Unknown) else Unknown("typed= is not known", place))

    def decorate(inner: Args, __: Kwargs, at: Frame, where: SourceSpan) -> Abstract:
        return _around(inner[0], size if size is None else max(size, 0), typed=typed, frame=at, place=where)

    return Model(decorate, "user_function", 1).under("functools.lru_cache()")


def _around(
    function: Abstract, size: int | None, *, typed: bool, frame: Frame, place: SourceSpan
) -> Abstract:
    """A function that keeps its results; the results of anything but a plain function of the tree are unknown."""
    if isinstance(function, FunctionValue):
        return cached(function, size, typed=typed, frame=frame)
    if type(function) in PLAIN:
        raise Raised(TypeError("the first argument must be callable"), place)
    unknown = Unknown("a cache of such a callable is not modelled", place, holds=(function,))

    def run(_: Args, __: Kwargs, at: Frame, where: SourceSpan) -> Abstract:
        give_away((), (function,), unknown, at)
        return unknown.derived(where)

    return Native("functools.cache()", run)


def _wraps(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`functools.wraps`: the wrapper takes over the names and attributes of the wrapped function."""

    def update(inner: Args, __: Kwargs, at: Frame, where: SourceSpan) -> Abstract:
        return _update_wrapper([inner[0], *args], kwargs, at, where)

    return Model(update, "wrapper", 1).under("functools.wraps()")


def _update_wrapper(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    wrapper, wrapped, *given = args
    if isinstance(wrapper, BoundMethod) or type(wrapper) in PLAIN:
        raise Raised(AttributeError("what a wrapper takes over cannot be set on this object"), place)
    if isinstance(wrapper, type):
        raise Raised(
            TypeError(f"cannot set '__module__' attribute of immutable type {wrapper.__name__!r}"), place
        )
    if not isinstance(wrapper, FunctionValue | Instance | Partial | ClassValue):
        return wrapper
    names, updates = _options(given, kwargs, place)
    if updates and isinstance(wrapper, ClassValue):
        raise Unsupported("a class that takes over a dictionary is not modelled", place, lost=True)
    lazily = isinstance(wrapped, FunctionValue) and isinstance(wrapper, FunctionValue)
    asked = (
        (name, find_attribute(wrapped, name, frame, place))
        for name in names
        if not (lazily and name == ANNOTATIONS)
    )
    taken = {name: found for name, found in asked if found is not ABSENT}
    source = wrapped.function if isinstance(wrapped, BoundMethod) else wrapped
    if updates and isinstance(source, ClassValue):
        raise Unsupported("what a wrapper takes over from a class is not modelled", place, lost=True)
    if updates and isinstance(source, FunctionValue | Instance | Partial):
        dispatch.refuse_havocked(source.attributes, frame, safe=True)
        taken.update(source.attributes)
    if lazily and ANNOTATIONS in names:
        taken.setdefault(ANNOTATIONS, source.attributes.get(ANNOTATIONS, source))
    for name, found in {**taken, "__wrapped__": wrapped}.items():
        if isinstance(wrapper, ClassValue) or (
            isinstance(wrapper, Instance) and name in (*names, "__wrapped__")
        ):
            set_attribute(wrapper, name, found, frame, place)
        else:
            write(wrapper.attributes, name, found, frame)
    return wrapper


def _options(args: Args, kwargs: Kwargs, place: SourceSpan) -> tuple[tuple[str, ...], bool]:
    """The names that a wrapper takes over, and whether it takes over the dictionary.

    Raises:
        Unsupported: they are not known, or it takes over another dictionary.
    """
    given = {
        "assigned": COPIED,
        "updated": ("__dict__",),
        **dict(zip(("assigned", "updated"), args, strict=False)),
    }
    names, updated = (kwargs.get(option, value) for option, value in given.items())
    known = isinstance(names, tuple | list) and all(isinstance(name, str) for name in names)
    if not known or not isinstance(updated, tuple | list) or [*updated] not in ([], ["__dict__"]):
        raise Unsupported("what a wrapper takes over is not known", place, lost=True)
    return tuple(names), bool(updated)


def _partialmethod(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Return a descriptor that calls a function; only its making is known to succeed."""
    function, *given = args
    if not isinstance(function, FunctionValue):
        raise Indefinite(Unknown("a partial method of such an object is not modelled", place))
    return Unknown("a partial method is not modelled", place, holds=(function, *given, *kwargs.values()))


def _reduce(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    function, source, *initial = args
    values = [*initial, *items(source, frame, place)]
    if not values:
        raise Raised(TypeError("reduce() of empty iterable with no initial value"), place)
    result = values[0]
    for value in values[1:]:
        frame.evaluation.step(place)
        result = call(function, [result, value], {}, frame, place)
    return result


def _singledispatch(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    (function,) = args
    if not isinstance(function, FunctionValue):
        raise Indefinite(
            Unknown("single dispatch of such a callable is not modelled", place, holds=(function,))
        )
    return dispatched(function, frame, place)


FUNCTIONS: dict[str, Model] = {
    "functools.cache": Model(_cache, "user_function", 1),
    "functools.lru_cache": Model(_lru_cache, "maxsize typed", keywords="typed"),
    "functools.partialmethod": Model(_partialmethod, "func", 1, variadic=True),
    "functools.reduce": Model(_reduce, "function iterable initial", 2),
    "functools.singledispatch": Model(_singledispatch, "func", 1, care=Care.KEEPS),
    "functools.update_wrapper": Model(
        _update_wrapper, "wrapper wrapped assigned updated", 2, "assigned updated"
    ),
    "functools.wraps": Model(_wraps, "wrapped assigned updated", 1, "assigned updated", care=Care.KEEPS),
}
TYPES: dict[str, Abstract] = {
    "functools.cached_property": functools.cached_property,
    "functools.partial": functools.partial,
}
