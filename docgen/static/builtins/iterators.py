"""The builtin functions that make iterators, and the one that asks them; signatures have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine import havoc
from docgen.static.engine.reach import give_away
from docgen.static.execution.calls import call, call_method
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def map_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`map(function, *iterables)`."""
    function, *sources = args
    columns = [items(source, frame, place) for source in sources]
    return map(lambda *row: call(function, list(row), {}, frame, place), *columns)


def filter_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`filter(function, iterable)`."""
    function, source = args
    values = items(source, frame, place)
    if function is None:
        return filter(lambda value: dispatch.truth(value, frame), values)
    return filter(lambda value: dispatch.truth(call(function, [value], {}, frame, place), frame), values)


def zip_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`zip(*iterables, strict=False)`."""
    columns = [items(source, frame, place) for source in args]
    strict = dispatch.truth(kwargs.get("strict", False), frame)
    return native(lambda: zip(*columns, strict=strict), place)


def enumerate_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`enumerate(iterable, start=0)`."""
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    return native(lambda: enumerate(items(args[0], frame, place), start), place, start)


def reversed_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`reversed(sequence)`."""
    value = args[0]
    if isinstance(value, Unknown | Instance | ClassValue):
        return reversed(list(items(value, frame, place)))
    havoc.refuse_havocked(value, frame)
    return native(lambda: reversed(value), place)


def iter_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`iter(iterable)`."""
    if len(args) > 1:
        unknown = Unknown("iter() of a function is not modelled", place, holds=(args[0],))
        give_away((), (args[0],), unknown, frame)
        return unknown
    return iter(items(args[0], frame, place))


def next_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
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
