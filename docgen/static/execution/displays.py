"""Displays: lists, tuples, sets and dictionaries that are written out.

Where an element cannot be unpacked or included because it is unknown, the elements after it are evaluated all the
same, as Python does: they may have effects.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.execution import operators
from docgen.static.execution.iteration import gathered, items, mapping_of
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.frames import derived
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docgen.static.objects.frames import Frame


class _Display:
    """A display that is being evaluated."""

    def __init__(self, node: ast.List | ast.Tuple | ast.Set | ast.Dict, frame: Frame) -> None:
        self.place = SourceSpan(frame.module, node)
        self._node = node
        self._frame = frame
        self.met: list[Abstract] = []
        """Values that have become part of it so far."""
        self._lost: Unknown | None = None

    def attempt(self, step: Callable[..., object], *operands: object) -> None:
        """Do one step with some operands; where it would have to read something unknown, so is the result.

        Raises:
            Raised: the step raises, or the path decides that it does.
        """
        try:
            step(*operands)
        except Indefinite as signal:
            cause = derived(signal.value, self._node, self._frame)
            self._lost = cause if self._lost is None else self._lost

    def value(self, made: Abstract) -> Abstract:
        """Result: `made`, or something unknown that holds all that was met."""
        lost = self._lost
        if lost is None:
            return made
        return lost.derived(
            lost.place, key=lost.key, kind=lost.kind, lost=lost.lost, holds=(*lost.holds, *self.met)
        )


def list_display(node: ast.List, frame: Frame) -> Abstract:
    """A list, as in `[1, *others]`."""
    display = _elements(node, frame)
    return display.value(frame.evaluation.owns(display.met))


def tuple_display(node: ast.Tuple, frame: Frame) -> Abstract:
    """A tuple, as in `1, *others`."""
    display = _elements(node, frame)
    return display.value(tuple(display.met))


def _elements(node: ast.List | ast.Tuple, frame: Frame) -> _Display:
    display = _Display(node, frame)

    def extend(unpacked: Abstract, place: SourceSpan) -> None:
        display.met.extend(items(unpacked, frame, place))

    for element in node.elts:
        if isinstance(element, ast.Constant):
            display.met.append(element.value)
        elif isinstance(element, ast.Starred):
            unpacked, place = dispatch.evaluate(element.value, frame), SourceSpan(frame.module, element)
            display.attempt(extend, unpacked, place)
        else:
            display.met.append(dispatch.evaluate(element, frame))
    return display


def set_display(node: ast.Set, frame: Frame) -> Abstract:
    """A set: the elements before the first that is unpacked are evaluated before any of them is hashed."""
    display = _Display(node, frame)
    result: set[Abstract] = set()

    def include(values: Iterable[Abstract]) -> None:
        for value in values:
            display.met.append(value)
            operators.include(result, value, frame, display.place)

    def unpack(value: Abstract) -> None:
        include(gathered(value, frame, display.place))

    stars = (i for i, element in enumerate(node.elts) if isinstance(element, ast.Starred))
    first = next(stars, len(node.elts))
    before = [dispatch.evaluate(element, frame) for element in node.elts[:first]]
    display.attempt(include, before)
    for element in node.elts[first:]:
        if isinstance(element, ast.Starred):
            display.attempt(unpack, dispatch.evaluate(element.value, frame))
        else:
            display.attempt(include, [dispatch.evaluate(element, frame)])
    return display.value(frame.evaluation.owns(result))


def dict_display(node: ast.Dict, frame: Frame) -> Abstract:
    """A dictionary: the pairs up to the next that is unpacked are evaluated before any key of them is hashed."""
    display = _Display(node, frame)
    result: dict[Abstract, Abstract] = {}
    waiting: list[tuple[Abstract, Abstract]] = []

    def put() -> None:
        pairs = [*waiting]
        waiting.clear()
        display.met += [part for pair in pairs for part in pair]
        for key, value in pairs:
            operators.put(result, key, value, frame, display.place)

    def update(unpacked: Abstract) -> None:
        display.met.append(unpacked)
        result.update(mapping_of(unpacked, frame, display.place))

    for name, given in zip(node.keys, node.values, strict=True):
        if name is not None:
            waiting.append((dispatch.evaluate(name, frame), dispatch.evaluate(given, frame)))
            continue
        display.attempt(put)
        display.attempt(update, dispatch.evaluate(given, frame))
    display.attempt(put)
    return display.value(frame.evaluation.owns(result))
