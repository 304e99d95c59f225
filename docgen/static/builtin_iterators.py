"""The builtin functions that make iterators, and the one that asks them; signatures have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static import clouds, rules
from docgen.static.calls import call, call_method
from docgen.static.iteration import items
from docgen.static.native import native
from docgen.static.signals import Indefinite, Raised
from docgen.static.type_values import ClassValue
from docgen.static.values import Abstract, Instance, Place, Unknown

if TYPE_CHECKING:
    from docgen.static.frames import Frame
    from docgen.static.rules import Args, Kwargs


def map_(args: Args, _: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`map(function, *iterables)`."""
    function, *sources = args
    columns = [items(source, frame, place) for source in sources]
    return map(lambda *row: call(function, list(row), {}, frame, place), *columns)


def filter_(args: Args, _: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`filter(function, iterable)`."""
    function, source = args
    values = items(source, frame, place)
    if function is None:
        return filter(lambda value: rules.truth(value, frame), values)
    return filter(lambda value: rules.truth(call(function, [value], {}, frame, place), frame), values)


def zip_(args: Args, kwargs: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`zip(*iterables, strict=False)`."""
    columns = [items(source, frame, place) for source in args]
    strict = rules.truth(kwargs.get("strict", False), frame)
    return native(lambda: zip(*columns, strict=strict), place)


def enumerate_(args: Args, kwargs: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`enumerate(iterable, start=0)`."""
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    return native(lambda: enumerate(items(args[0], frame, place), start), place, start)


def reversed_(args: Args, _: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`reversed(sequence)`."""
    value = args[0]
    if isinstance(value, Unknown | Instance | ClassValue):
        return reversed(list(items(value, frame, place)))
    clouds.clouded(value, frame)
    return native(lambda: reversed(value), place)


def iter_(args: Args, _: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`iter(iterable)`."""
    if len(args) > 1:
        return Unknown("iter() of a function is not modelled", place)
    return iter(items(args[0], frame, place))


def next_(args: Args, _: Kwargs, frame: Frame, place: Place) -> Abstract:
    """`next(iterator, default)`."""
    iterator, *default = args
    if isinstance(iterator, Unknown):
        raise Indefinite(iterator)
    if isinstance(iterator, Instance):
        return call_method(iterator, "__next__", [], frame, place)
    try:
        return native(lambda: next(iterator), place)
    except Raised as signal:
        if default and isinstance(signal.exception, StopIteration):
            return default[0]
        raise
