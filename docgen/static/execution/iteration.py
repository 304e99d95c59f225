"""The elements of whatever the documented program iterates over."""

from __future__ import annotations

import enum
import itertools
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.special_methods import call_method, defines, special_method, type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from docgen.static.objects.frames import Frame

_LONG = 1 << 20
"""No predicate iterates over more numbers than this."""
_ITERABLE: tuple[type, ...] = (
    *(list, tuple, dict, set, frozenset, str, bytes, range),
    *(type({}.keys()), type({}.values()), type({}.items())),
)


def items(value: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over `value`.

    Raises:
        Indefinite: it is unknown.
        Raised: it is not iterable.
    """
    elements: Abstract = value
    if isinstance(value, Unknown):
        raise Indefinite(value)
    dispatch.refuse_havocked(value, frame)
    if isinstance(value, range) and len(value) > _LONG:
        raise Unsupported(f"iterates over {len(value)} numbers", place)
    if isinstance(value, _ITERABLE):
        return iter(elements)
    if isinstance(value, Instance | ClassValue):
        return _of_modelled(value, frame, place)
    if hasattr(value, "__next__"):
        return _counted(value, frame, place)
    raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)


def _of_modelled(value: Instance | ClassValue, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over an instance, or a class: by `__iter__`, by what a builtin base holds, by `__getitem__`."""
    method = special_method(value, "__iter__", frame, place)
    if method is not ABSENT:
        if method is None:
            raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)
        return stepping(dispatch.call(method, [], {}, frame, place), frame, place)
    if isinstance(value, ClassValue) and value.derives_from(enum.Enum):
        return iter(dispatch.unique_members(value, frame.evaluation))
    if isinstance(value, Instance) and value.payload is not ABSENT:
        return items(value.payload, frame, place)
    if isinstance(value, Instance) and dispatch.is_flag(value):
        return iter(dispatch.flag_parts(value.cls, value.attributes["_value_"], frame.evaluation))
    if defines(value, "__getitem__", frame, place):
        return _by_index(value, frame, place)
    raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)


def stepping(result: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """The iterator that an `__iter__` returned.

    Raises:
        Raised: TypeError if it returned something else.
    """
    if isinstance(result, Unknown):
        raise Indefinite(result)
    if isinstance(result, Instance | ClassValue) and defines(result, "__next__", frame, place):
        return _stepped(result, frame, place)
    if not isinstance(result, Instance | ClassValue) and hasattr(result, "__next__"):
        return _counted(result, frame, place)
    raise Raised(TypeError(f"iter() returned non-iterator of type {type_name(result)!r}"), place)


def step_of(iterator: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`next(iterator)`, of an object or a class of the tree."""
    value = call_method(iterator, "__next__", [], frame, place)
    if value is ABSENT:
        raise Raised(TypeError(f"{type_name(iterator)!r} object is not an iterator"), place)
    return value


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


def _stepped(iterator: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """An iterator of the tree: its `__next__`, until StopIteration."""
    while True:
        frame.evaluation.step(place)
        try:
            value = step_of(iterator, frame, place)
        except Raised as signal:
            if is_raised(signal, StopIteration):
                return
            raise
        yield value


def _by_index(value: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """The items 0, 1, 2 and so on of a sequence of the tree that has no `__iter__`."""
    for index in itertools.count():
        frame.evaluation.step(place)
        try:
            item = call_method(value, "__getitem__", [index], frame, place)
        except Raised as signal:
            if is_raised(signal, IndexError) or is_raised(signal, StopIteration):
                return
            raise
        yield item


def forget_iterators(names: dict[str, Abstract], place: SourceSpan) -> None:
    """What an iterator that outlives its statement still gives depends on who has asked it."""
    for name, value in names.items():
        if hasattr(type(value), "__next__"):
            names[name] = Unknown("what an iterator still gives depends on who read it", place)
