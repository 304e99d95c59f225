"""The builtin functions that make iterators, and the one that asks them; signatures have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine import havoc
from docgen.static.execution.calls import call
from docgen.static.execution.conversions import length
from docgen.static.execution.iteration import items, step_of, stepping
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import call_method, defines, special_method, type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum, is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

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
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(value, Instance | ClassValue):
        return _reversed(value, frame, place)
    havoc.refuse_havocked(value, frame)
    return native(lambda: reversed(value), place)


def _reversed(value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`reversed` of what a class of the tree defines: by its method, else as a sequence."""
    method = special_method(value, "__reversed__", frame, place)
    if method is None:
        raise Raised(TypeError(f"{type_name(value)!r} object is not reversible"), place)
    if method is not ABSENT:
        return call(method, [], {}, frame, place)
    if is_enum(value):
        return reversed(list(items(value, frame, place)))
    held = value.payload if isinstance(value, Instance) else ABSENT
    if held is not ABSENT and not defines(value, "__getitem__", frame, place):
        return native(lambda: reversed(held), place)
    if not defines(value, "__getitem__", frame, place):
        raise Raised(TypeError(f"{type_name(value)!r} object is not reversible"), place)
    indices = reversed(range(length(value, frame, place)))
    return (call_method(value, "__getitem__", [index], frame, place) for index in indices)


def iter_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`iter(iterable)`."""
    if len(args) > 1:
        return Unknown("iter() of a function is not modelled", place)
    value = args[0]
    method = special_method(value, "__iter__", frame, place)
    if method is ABSENT or method is None:
        return iter(items(value, frame, place))
    result = call(method, [], {}, frame, place)
    stepping(result, frame, place)
    return result


def next_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`next(iterator, default)`."""
    iterator, *default = args
    if isinstance(iterator, Unknown):
        raise Indefinite(iterator)
    try:
        if isinstance(iterator, Instance | ClassValue):
            return step_of(iterator, frame, place)
        return native(lambda: next(iterator), place)
    except Raised as signal:
        if default and is_raised(signal, StopIteration):
            return default[0]
        raise
