"""Builtins that go through all elements of their arguments: `all`, `any`, `max`, `min`, `sorted` and `sum`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.static.execution import operators
from docgen.static.execution.calls import call
from docgen.static.execution.costs import charge_for
from docgen.static.execution.iteration import gathered, items
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def all_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`all(iterable)`."""
    return all(dispatch.truth(value, frame) for value in _asked(args[0], frame, place))


def any_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`any(iterable)`."""
    return any(dispatch.truth(value, frame) for value in _asked(args[0], frame, place))


def _asked(value: Abstract, frame: Frame, place: SourceSpan) -> Iterable[Abstract]:
    """Elements of which only the truth matters; finding the truth of plain data has no effects."""
    if isinstance(value, set | frozenset) and not any(isinstance(v, Instance | Unknown) for v in value):
        return gathered(value, frame, place)
    return items(value, frame, place)


def extreme(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """`max` or `min`, of an iterable or of several values."""

    def call_extreme(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if len(args) > 1 and "default" in kwargs:
            raise Raised(TypeError("cannot specify a default for several arguments"), place)
        key = kwargs.get("key")
        values = _comparable(args[0], key, frame, place) if len(args) == 1 else args
        _refuse_unknown(values)
        rank = (lambda value: call(key, [value], {}, frame, place)) if key is not None else None
        options: dict[str, Any] = {"default": kwargs["default"]} if "default" in kwargs else {}
        charge_for(frame, place, values)
        return native(lambda: function(values, key=rank, **options), place)

    return call_extreme


def sorted_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`sorted(iterable, *, key=None, reverse=False)`."""
    key = kwargs.get("key")
    values = list(_comparable(args[0], key, frame, place))
    _refuse_unknown(values)
    rank = (lambda value: call(key, [value], {}, frame, place)) if key is not None else None
    reverse = dispatch.truth(kwargs.get("reverse", False), frame)
    charge_for(frame, place, *[values] * len(values).bit_length())
    return frame.evaluation.owns(native(lambda: sorted(values, key=rank, reverse=reverse), place))


def _comparable(value: Abstract, key: Abstract, frame: Frame, place: SourceSpan) -> Args:
    """Elements whose comparison does not depend on their order: those of a set are of one type with a total order."""
    if isinstance(value, set | frozenset) and key is None and len({type(v) for v in value}) == 1:
        values = gathered(value, frame, place)
        if isinstance(values[0], str | int | bytes):
            return values
    return list(items(value, frame, place))


def sum_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`sum(iterable, start=0)`: numbers at once, anything else by its own addition."""
    source = args[0]
    if isinstance(source, set | frozenset) and all(isinstance(v, int) for v in source):
        values = gathered(source, frame, place)
    else:
        values = list(items(source, frame, place))
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    _refuse_unknown([*values, start])
    if isinstance(start, str | bytes | bytearray):
        raise Raised(TypeError(f"sum() can't sum {type(start).__name__} [use join instead]"), place)
    if all(type(value) in _NUMBERS for value in (*values, start)):
        charge_for(frame, place, values)
        return native(lambda: sum(values, start), place)
    for value in values:
        start = operators.binary(ast.Add(), start, value, frame, place)
    return start


_NUMBERS = frozenset({bool, complex, float, int})


def _refuse_unknown(values: Args) -> None:
    for value in values:
        if isinstance(value, Unknown):
            raise Indefinite(value)
