"""Long runs of whole numbers in few words: `0-1023`, `%8 to 256`, or `64, 72, …, 256`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docgen.model.cell import Value

SHORTEST = 6
"""Numbers in the shortest run that is abbreviated."""
ELLIPSIS = "…"
"""Stands for the omitted numbers."""


def in_runs(items: Sequence[Value], spelt: Collection[str]) -> Iterator[Value | tuple[str, ...]]:
    """The values of a list, with each long run of equal steps replaced by words.

    Args:
        items: The values, in order.
        spelt: Texts of values that have a word of their own, and so belong to no run.
    """
    position = 0
    while position < len(items):
        length = _run(items, position, spelt)
        if length >= SHORTEST:
            first, second, last = (items[position + offset] for offset in (0, 1, length - 1))
            yield _words(first, second, last)
            position += length
        else:
            yield items[position]
            position += 1


def _run(items: Sequence[Value], start: int, spelt: Collection[str]) -> int:
    """Count the values from `start` on that are whole numbers at equal distances, one above the other."""
    step = 0
    for position in range(start, len(items)):
        value = items[position]
        if type(value) is not int or str(value) in spelt:
            return position - start
        if position == start:
            continue
        before = items[position - 1]
        distance = value - before if isinstance(before, int) else 0
        step = step or distance
        if distance <= 0 or distance != step:
            return position - start
    return len(items) - start


def _words(first: Value, second: Value, last: Value) -> tuple[str, ...]:
    """The words for a run with these numbers."""
    if not (isinstance(first, int) and isinstance(second, int) and isinstance(last, int)):
        raise TypeError("a run is of whole numbers")
    step = second - first
    if step == 1 and first >= 0:
        return (f"{first}-{last}",)
    if step == first:
        return (f"%{step} to {last}",)
    return str(first), str(second), ELLIPSIS, str(last)
