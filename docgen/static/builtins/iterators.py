"""The builtins that make iterators, and the one that advances them; signatures have been checked."""

from __future__ import annotations

import ast
import types
from typing import TYPE_CHECKING

from docgen.static.engine import havoc
from docgen.static.execution import relations
from docgen.static.execution.calls import call
from docgen.static.execution.conversions import length
from docgen.static.execution.iteration import items, step_of, stepping
from docgen.static.execution.subscripts import get_item
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.native import native, speak
from docgen.static.objects.special_methods import defines, special_method, type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum, is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def made(
    iterator: Iterator[Abstract], frame: Frame, place: SourceSpan | None, holds: Iterable[Abstract]
) -> IteratorValue:
    """An iterator of Python's own, over values that it may call or read, as one of the documented program's."""
    return IteratorValue(type(iterator), iterator, frame.evaluation, place, (*holds,))


def map_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`map(function, *iterables)`."""
    function, *sources = args
    columns = [items(source, frame, place) for source in sources]
    return made(map(lambda *row: call(function, list(row), {}, frame, place), *columns), frame, place, args)


def filter_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`filter(function, iterable)`."""
    function, source = args

    def keeps(value: Abstract) -> bool:
        return dispatch.truth(value if function is None else call(function, [value], {}, frame, place), frame)

    return made(filter(keeps, items(source, frame, place)), frame, place, args)


def zip_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`zip(*iterables, strict=False)`."""
    columns = [items(source, frame, place) for source in args]
    strict = dispatch.truth(kwargs.get("strict", False), frame)
    return made(zip(*columns, strict=strict), frame, place, args)


def enumerate_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`enumerate(iterable, start=0)`."""
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    values = items(args[0], frame, place)
    return made(native(lambda: enumerate(values, start), place, start), frame, place, args)


def reversed_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`reversed(sequence)`."""
    value = args[0]
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(value, Instance | ClassValue):
        return _reversed(value, frame, place)
    havoc.refuse_havocked(value, frame, safe=True)
    return made(native(lambda: reversed(value), place), frame, place, args)


def _reversed(value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`reversed` of an object of the tree: by its method, else as a sequence."""
    method = special_method(value, "__reversed__", frame, place)
    if method is None:
        raise Raised(TypeError(f"{type_name(value)!r} object is not reversible"), place)
    if method is not ABSENT:
        return call(method, [], {}, frame, place)
    if is_enum(value):
        return made(reversed(list(items(value, frame, place))), frame, place, (value,))
    held = value.payload if isinstance(value, Instance) else ABSENT
    own = defines(value, "__getitem__", frame, place)
    if held is not ABSENT and (
        hasattr(type(held), "__reversed__") or not (own or defines(value, "__len__", frame, place))
    ):
        return made(native(lambda: reversed(held), place), frame, place, (value,))
    if not own and held is ABSENT:
        raise Raised(TypeError(f"{type_name(value)!r} object is not reversible"), place)
    return made(_from_the_end(value, length(value, frame, place), frame, place), frame, place, (value,))


def _from_the_end(value: Abstract, size: int, frame: Frame, place: SourceSpan) -> Iterator[Abstract]:
    """The items of a sequence from its last, as it says, until one is not there."""
    for index in reversed(range(size)):
        try:
            item = get_item(value, index, frame, place)
        except Raised as signal:
            if is_raised(signal, IndexError) or is_raised(signal, StopIteration):
                return
            raise
        yield item


def iter_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`iter(iterable)`, or `iter(function, sentinel)`."""
    value, *sentinel = args
    if sentinel:
        if not dispatch.truth(dispatch.builtin_names["callable"].call([value], {}, frame, place), frame):
            raise Raised(TypeError("iter(v, w): v must be callable"), place)
        steps = _until(value, sentinel[0], frame, place)
        return IteratorValue(type(iter(int, 0)), steps, frame.evaluation, place, (value,))
    method = special_method(value, "__iter__", frame, place)
    if method is ABSENT or method is None:
        values = items(value, frame, place)
        if isinstance(values, IteratorValue):
            return values
        return IteratorValue(_class_of_iterator(value), values, frame.evaluation, place, (value,))
    result = call(method, [], {}, frame, place)
    stepping(result, frame, place)
    return result


class _Sequence:
    """Has items, and no `__iter__`."""

    def __getitem__(self, index: int) -> int:
        return index


def _class_of_iterator(value: Abstract) -> type:
    """The type of `iter(value)`, of a value that has no `__iter__` of the tree."""
    held = value.payload if isinstance(value, Instance) else value
    if isinstance(value, ClassValue) or dispatch.is_flag(value):
        return types.GeneratorType
    return type(iter(_Sequence() if held is ABSENT else held))


def _until(function: Abstract, sentinel: Abstract, frame: Frame, place: SourceSpan) -> Iterator[Abstract]:
    while True:
        value = call(function, [], {}, frame, place)
        if dispatch.truth(relations.compare(ast.Eq(), value, sentinel, frame, place), frame):
            return
        yield value


def next_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`next(iterator, default)`."""
    iterator, *default = args
    if isinstance(iterator, Unknown):
        raise Indefinite(iterator)
    try:
        return advanced(iterator, lambda: next(iterator), frame, place)
    except Raised as signal:
        if default and is_raised(signal, StopIteration):
            return default[0]
        raise


def advanced(iterator: Abstract, action: Callable[[], Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    """Next element of an iterator, whose end is an exception of the documented program."""
    if isinstance(iterator, Instance | ClassValue):
        return step_of(iterator, frame, place)
    if not isinstance(iterator, IteratorValue):
        raise Raised(TypeError(f"{type_name(iterator)!r} object is not an iterator"), place)
    try:
        return action()
    except StopIteration as stop:
        raise Raised(speak(StopIteration(*([] if stop.value is None else [stop.value]))), place) from None
