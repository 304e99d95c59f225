"""The elements of whatever the documented program iterates over."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.execution.costs import charge, extent
from docgen.static.execution.set_order import in_some_order
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.iterators import IteratorValue, stops
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from docgen.static.objects.frames import Frame

_LONG = 1 << 12
"""Of more numbers than this, each is a step."""
_SEQUENCES = (list, tuple, str, bytes, bytearray)
_TABLES: tuple[type[Collection[Abstract]], ...] = (dict, type({}.keys()), type({}.values()), type({}.items()))


def items(value: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over `value`.

    Raises:
        Indefinite: it is unknown, or has no order.
        Raised: it is not iterable.
    """
    evaluation = frame.evaluation
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(value, IteratorValue):
        return value
    dispatch.refuse_havocked(value, frame)
    if isinstance(value, range):
        if extent(value) > _LONG:
            return _counted(iter(value), frame, place)
        charge(extent(value), frame, place)
        return iter(value)
    if isinstance(value, set | frozenset):
        return in_some_order(value, frame, place)
    if isinstance(value, _SEQUENCES):
        charge(len(value), frame, place)
        return iter(value)
    if isinstance(value, _TABLES):
        charge(len(value), frame, place)
        return _watched(iter(value), place)
    if isinstance(value, ClassValue) and value.derives_from(enum.Enum):
        return iter(dispatch.unique_members(value, evaluation))
    if isinstance(value, Instance):
        result = dispatch.call_method(value, "__iter__", [], frame, place)
        if result is not ABSENT:
            return (
                _stepped(result, frame, place)
                if isinstance(result, Instance)
                else items(result, frame, place)
            )
        if value.payload is not ABSENT:
            return items(value.payload, frame, place)
        if dispatch.is_flag(value):
            return iter(dispatch.flag_parts(value.cls, value.attributes["_value_"], evaluation))
        if dispatch.lookup_in_class(value.cls, "__getitem__", frame)[0] is not ABSENT:
            raise Unsupported("iteration by __getitem__ is not evaluated", place)
        if (outside := value.cls.outside_base()) is not None:
            raise Indefinite(outside)
    raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)


def gathered(value: Abstract, frame: Frame, place: SourceSpan | None) -> list[Abstract]:
    """The elements in no order that anybody may rely on: enough for a consumer to whom the order is the same."""
    if isinstance(value, set | frozenset):
        dispatch.refuse_havocked(value, frame)
        charge(len(value), frame, place)
        return list(value)
    return list(items(value, frame, place))


def _counted(iterator: Iterator[Abstract], frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Very many elements: each is a step."""
    for value in iterator:
        frame.evaluation.step(place)
        yield value


def _watched(iterator: Iterator[Abstract], place: SourceSpan | None) -> Iterator[Abstract]:
    """The elements of a table, which must not change meanwhile."""
    while True:
        try:
            value = next(iterator)
        except StopIteration:
            return
        except RuntimeError as error:
            raise Raised(error, place) from None
        yield value


def _stepped(iterator: Instance, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """An iterator of the tree: its `__next__`, until StopIteration."""
    while True:
        frame.evaluation.step(place)
        try:
            value = dispatch.call_method(iterator, "__next__", [], frame, place)
        except Raised as signal:
            if stops(signal.exception):
                return
            raise
        if value is ABSENT:
            raise Raised(TypeError(f"iter() returned non-iterator of type {iterator.cls.name!r}"), place)
        yield value


def forget_iterators(names: dict[str, Abstract], place: SourceSpan) -> None:
    """What an iterator that outlives its statement still gives depends on who has asked it."""
    for name, value in names.items():
        if isinstance(value, IteratorValue):
            names[name] = Unknown("what an iterator still gives depends on who read it", place)


def type_name(value: Abstract) -> str:
    """The name of a value's type, for messages."""
    return value.cls.name if isinstance(value, Instance) else type(value).__name__
