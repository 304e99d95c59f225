"""Differences of two sequences of lines, in time that grows as their length does.

`difflib` alone takes time by the square of the length where lines repeat, or where many single lines changed. So lines
at both ends that are equal are taken away, and lines that occur once on both sides are matched, in the longest common
order ("patience diff", Bram Cohen); `difflib` compares the short stretches that are left between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

_T = TypeVar("_T", bound="Hashable")

_SHORT = 2_500
"""Most pairs of lines that `difflib` compares."""
_DEEPEST = 16
"""Most times that lines are looked for between others; what is left then counts as replaced."""
_CONTEXT = 3
"""Lines around a change that a diff shows."""


class LineMatcher(SequenceMatcher[_T]):
    """A matcher whose operations are found in about linear time."""

    def __init__(self, before: Sequence[_T], after: Sequence[_T]) -> None:
        """Compare two sequences of lines."""
        super().__init__(None, before, after, autojunk=False)
        self._before = before
        self._after = after

    def get_matching_blocks(self) -> list[Match]:
        """Equal stretches in order, with an empty one at the end, as in `difflib`."""
        blocks: list[Match] = []
        found = _equal(self._before, self._after, (0, len(self._before), 0, len(self._after)), 0)
        for i, j, size in found:
            last = blocks[-1] if blocks else Match(0, 0, 0)
            if (last.a + last.size, last.b + last.size) == (i, j):
                blocks[max(len(blocks) - 1, 0) :] = [Match(last.a, last.b, last.size + size)]
            else:
                blocks.append(Match(i, j, size))
        return [*blocks, Match(len(self._before), len(self._after), 0)]


def _equal(
    before: Sequence[_T], after: Sequence[_T], within: tuple[int, int, int, int], depth: int
) -> Iterator[Match]:
    """The equal stretches of two sequences within limits, in order."""
    i, i_end, j, j_end = within
    start = _common(before[i:i_end], after[j:j_end])
    if start:
        yield Match(i, j, start)
    i, j = i + start, j + start
    end = _common(before[i:i_end][::-1], after[j:j_end][::-1])
    last = Match(i_end - end, j_end - end, end)
    i_end, j_end = last.a, last.b
    if 0 < (i_end - i) * (j_end - j) <= _SHORT:
        short = SequenceMatcher(None, before[i:i_end], after[j:j_end], autojunk=False)
        yield from (Match(i + a, j + b, size) for a, b, size in short.get_matching_blocks() if size)
    elif i < i_end and j < j_end and depth < _DEEPEST:
        # Without anchors, nothing in between is matched.
        for a, b in _anchors(before, after, (i, i_end, j, j_end)):
            yield from _equal(before, after, (i, a, j, b), depth + 1)
            if a < i_end:
                yield Match(a, b, 1)
            i, j = a + 1, b + 1
    if end:
        yield last


def _common(left: Sequence[_T], right: Sequence[_T]) -> int:
    """Number of equal lines at the start of two sequences."""
    return next(
        (number for number, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )


def _anchors(
    before: Sequence[_T], after: Sequence[_T], within: tuple[int, int, int, int]
) -> Iterator[tuple[int, int]]:
    """Places of lines that occur once on both sides, as many as are in the same order, and the end of both sides.

    Nothing if there is no such line. The order is the longest increasing subsequence, found by patience sorting.
    """
    i, i_end, j, j_end = within
    single = {line for line, count in Counter(after[j:j_end]).items() if count == 1}
    single &= {line for line, count in Counter(before[i:i_end]).items() if count == 1}
    places = {line: place for place, line in enumerate(after[j:j_end], j) if line in single}
    tops: list[int] = []
    piles: list[tuple[int, int, int]] = []
    newest: list[int] = []
    for place, line in enumerate(before[i:i_end], i):
        if line in single:
            pile = bisect_left(tops, places[line])
            tops[pile : pile + 1] = [places[line]]
            newest[pile : pile + 1] = [len(piles)]
            piles.append((place, places[line], newest[pile - 1] if pile else -1))
    chosen: list[tuple[int, int]] = []
    at = newest[-1] if newest else -1
    while at >= 0:
        place, other, at = piles[at]
        chosen.append((place, other))
    if chosen:
        yield from reversed(chosen)
        yield i_end, j_end


def unified(before: Sequence[str], after: Sequence[str], named: tuple[str, str]) -> Iterator[str]:
    """The lines of a unified diff, without line ends.

    Args:
        before: Lines as they are.
        after: Lines as they should be.
        named: The names of both.
    """
    groups = list(LineMatcher(before, after).get_grouped_opcodes(_CONTEXT))
    if groups:
        yield f"--- {named[0]}"
        yield f"+++ {named[1]}"
    for group in groups:
        (_, i, _, j, _), (_, _, i_end, _, j_end) = group[0], group[-1]
        yield f"@@ -{_range(i, i_end)} +{_range(j, j_end)} @@"
        for tag, a, a_end, b, b_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[a:a_end])
                continue
            yield from (f"-{line}" for line in before[a:a_end])
            yield from (f"+{line}" for line in after[b:b_end])


def _range(start: int, stop: int) -> str:
    """A stretch of lines as GNU diff writes it: its first line and its length."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
