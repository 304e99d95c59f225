"""The elements of whatever the documented program iterates over."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from docgen.static.objects.frames import Frame

_LONG = 1 << 20
"""No predicate iterates over more numbers than this."""
_ITERABLE = (list, tuple, dict, set, frozenset, str, bytes, range)


def items(value: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over `value`.

    Raises:
        Indefinite: it is unknown.
        Raised: it is not iterable.
    """
    evaluation = frame.evaluation
    if isinstance(value, Unknown):
        raise Indefinite(value)
    dispatch.refuse_havocked(value, frame)
    if isinstance(value, range) and len(value) > _LONG:
        raise Unsupported(f"iterates over {len(value)} numbers", place)
    if isinstance(value, _ITERABLE):
        return iter(value)
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
        if dispatch.is_flag(value):
            return iter(dispatch.flag_parts(value.cls, value.attributes["_value_"], evaluation))
        if value.payload is not ABSENT:
            return items(value.payload, frame, place)
        if dispatch.lookup_in_class(value.cls, "__getitem__", frame)[0] is not ABSENT:
            raise Unsupported("iteration by __getitem__ is not evaluated", place)
        if (outside := value.cls.outside_base()) is not None:
            raise Indefinite(outside)
    elif isinstance(value, type({}.keys()) | type({}.values()) | type({}.items())):
        return iter(value)
    elif hasattr(value, "__next__"):
        return _counted(value, frame, place)
    raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)


def _counted(
    iterator: Iterator[Abstract], frame: Frame, place: SourceSpan | None
) -> Generator[Abstract, None, Abstract]:
    """An iterator that may have no end."""
    while True:
        frame.evaluation.step(place)
        try:
            value = next(iterator)
        except StopIteration as stop:
            return stop.value
        yield value


def _stepped(iterator: Instance, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """An iterator of the tree: its `__next__`, until StopIteration."""
    while True:
        frame.evaluation.step(place)
        try:
            value = dispatch.call_method(iterator, "__next__", [], frame, place)
        except Raised as signal:
            if isinstance(signal.exception, StopIteration):
                return
            raise
        if value is ABSENT:
            raise Raised(TypeError(f"iter() returned non-iterator of type {iterator.cls.name!r}"), place)
        yield value


def forget_iterators(names: dict[str, Abstract], place: SourceSpan) -> None:
    """What an iterator that outlives its statement still gives depends on who has asked it."""
    for name, value in names.items():
        if hasattr(type(value), "__next__"):
            names[name] = Unknown("what an iterator still gives depends on who read it", place)


def type_name(value: Abstract) -> str:
    """The name of a value's type, for messages."""
    return value.cls.name if isinstance(value, Instance) else type(value).__name__
