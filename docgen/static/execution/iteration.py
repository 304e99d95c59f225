"""Iteration over values of the documented program."""

from __future__ import annotations

import collections.abc
import enum
import itertools
import operator
from functools import partial
from typing import TYPE_CHECKING

from docgen.static.execution.costs import charge, charge_for, extent
from docgen.static.execution.set_order import in_some_order
from docgen.static.objects import dispatch, exact, known_types
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import call_method, defines, special_method, type_name
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from docgen.static.objects.frames import Frame

_LONG = 1 << 12
"""Numbers beyond which each element counts as a step."""
_SEQUENCES = (list, tuple, str, bytes, bytearray)
_TABLES: tuple[type[Collection[Abstract]], ...] = (
    dict,
    *(
        type(view)
        for kept in (dict[Abstract, Abstract](), collections.OrderedDict())
        for view in (kept.keys(), kept.values(), kept.items())
    ),
)


def items(value: Abstract, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over `value`.

    Raises:
        Indefinite: it is unknown, or has no order.
        Raised: it is not iterable.
    """
    if isinstance(value, Unknown):
        known_types.refuse(iter, [value], place)
        exact.operated(list, [value], {}, frame.evaluation, place, changes=False)
        raise Indefinite(value)
    dispatch.refuse_havocked(value, frame)
    if isinstance(value, IteratorValue):
        return value
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
    if isinstance(value, Instance | ClassValue):
        return _of_modelled(value, frame, place)
    if isinstance(value, enum.EnumMeta):
        return iter(())
    if isinstance(value, Generic | Native):
        raise Indefinite(Unknown("iterating over such an object is not modelled", place))
    raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)


def gathered(value: Abstract, frame: Frame, place: SourceSpan | None) -> list[Abstract]:
    """The elements in an arbitrary order, for consumers that do not depend on the order."""
    if isinstance(value, set | frozenset):
        dispatch.refuse_havocked(value, frame)
        charge(len(value), frame, place)
        return list(value)
    return list(items(value, frame, place))


def mapping_of(value: Abstract, frame: Frame, place: SourceSpan | None) -> dict[Abstract, Abstract]:
    """The items of a mapping that `**` unpacks, or that `dict` is given.

    Raises:
        Indefinite: they are unknown.
        Raised: TypeError if it is no mapping.
    """
    if isinstance(value, Unknown):
        known_types.refuse(unpacked, [value], place)
        raise Indefinite(value)
    dispatch.refuse_havocked(value, frame)
    held = value.payload if isinstance(value, Instance) else value
    asked = (
        ("__iter__", "__getitem__", "keys") if isinstance(held, collections.OrderedDict) else ("__iter__",)
    )
    if isinstance(held, dict) and not any(defines(value, name, frame, place) for name in asked):
        dispatch.refuse_havocked(held, frame)
        charge(len(held), frame, place)
        return held
    keys = keys_of(value, frame, place) if isinstance(value, Instance) else ABSENT
    if keys is ABSENT:
        raise Raised(TypeError(f"{type_name(value)!r} object is not a mapping"), place)
    found: dict[Abstract, Abstract] = {}
    for name in items(dispatch.call(keys, [], {}, frame, place), frame, place):
        charge_for(frame, place, name)
        item = call_method(value, "__getitem__", [name], frame, place)
        if item is ABSENT:
            raise Unsupported("the items of such a mapping are not modelled", place, lost=True)
        native(partial(operator.setitem, found, name, item), place)
    return found


def keys_of(value: Instance, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`value.keys`, or ABSENT: an AttributeError that looking it up raises says the same."""
    try:
        return dispatch.find_attribute(value, "keys", frame, place)
    except Raised as signal:
        if is_raised(signal, AttributeError):
            return ABSENT
        raise


def unpacked(value: dict[Abstract, Abstract]) -> object:
    """`{**value}` of plain data."""
    return {**value}


def payload_has(value: Instance, name: str) -> bool:
    """Tell whether the data that an object has of a builtin base has a special method: integers are not iterated."""
    payload = value.payload
    return payload is not ABSENT and (isinstance(payload, Unknown) or hasattr(type(payload), name))


def _of_modelled(value: Instance | ClassValue, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over an instance, or a class: by `__iter__`, by the data of a builtin base, by `__getitem__`."""
    method = special_method(value, "__iter__", frame, place)
    if method is not ABSENT:
        if method is None:
            raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)
        return stepping(dispatch.call(method, [], {}, frame, place), frame, place)
    if isinstance(value, ClassValue) and value.derives_from(enum.Enum):
        return iter(dispatch.unique_members(value, frame.evaluation))
    if isinstance(value, Instance) and dispatch.is_flag(value):
        return iter(dispatch.flag_parts(value.cls, value.attributes["_value_"], frame.evaluation))
    if isinstance(value, Instance) and payload_has(value, "__iter__"):
        return items(value.payload, frame, place)
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
    if isinstance(result, IteratorValue):
        return result
    if isinstance(result, Instance | ClassValue) and defines(result, "__next__", frame, place):
        return _stepped(result, frame, place)
    raise Raised(TypeError(f"iter() returned non-iterator of type {type_name(result)!r}"), place)


def step_of(iterator: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`next(iterator)`, of an object or a class of the tree."""
    value = call_method(iterator, "__next__", [], frame, place)
    if value is ABSENT:
        raise Raised(TypeError(f"{type_name(iterator)!r} object is not an iterator"), place)
    return value


def _counted(iterator: Iterator[Abstract], frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """Iterate over very many elements, each of which counts as a step."""
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
            if is_raised(signal, IndexError):
                return
            if not is_raised(signal, StopIteration):
                raise
            if isinstance(value, Instance) and value.cls.derives_from(collections.abc.Sequence):
                raise Raised(RuntimeError("generator raised StopIteration"), place) from None
            return
        yield item


def forget_iterators(names: dict[str, Abstract], place: SourceSpan) -> None:
    """Make iterators unknown that outlive their statement: their next elements depend on earlier uses."""
    for name, value in names.items():
        if isinstance(value, IteratorValue):
            names[name] = Unknown("what an iterator still gives depends on who read it", place)
