"""Ranges in the words of a table: of versions, `≥8.0`, `9.x`, `8.x-9.x`, and of numbers, `0-1023`, `%8 to 256`."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docgen.model.cell import Value

_NUMBER = r"(\d+(?:\.\d+)*)(\.x)?"
_Bound: TypeAlias = tuple[float, ...]
_Range: TypeAlias = tuple[_Bound, _Bound]
_MULTIPLES = re.compile(r"%(\d+)\s*to\s*(\d+)")
_INTEGERS = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)")  # noqa: RUF001  (people write either dash)
_DIGITS = re.compile(r"-?\d+")
_ELLIPSES = frozenset({"…", "..."})
_MOST = 100_000
"""Largest number of values that a range is expanded to."""
_LOWEST: _Bound = ()
_HIGHEST: _Bound = (math.inf,)


def expand(word: str, domain: Sequence[Value]) -> list[Value] | None:
    """The values of `domain` in the range that `word` names; None where it names none."""
    multiples = _MULTIPLES.fullmatch(word)
    if multiples:
        step, last = map(int, multiples.groups())
        return [
            value for value in domain if type(value) is int and step and value in range(step, last + 1, step)
        ]
    for pattern, bounds in _FORMS:
        if match := pattern.fullmatch(word):
            low, high = bounds(match)
            return [value for value in domain if (number := _number(value)) and low <= number <= high]
    return None


def integers(word: str) -> list[str] | None:
    """The whole numbers of a range without a domain, as texts; None where the word names none, or too many."""
    multiples = _MULTIPLES.fullmatch(word)
    bounds = _INTEGERS.fullmatch(word)
    if multiples:
        step, last = map(int, multiples.groups())
        numbers = range(step, last + 1, step or 1)
    elif bounds:
        numbers = range(int(bounds[1]), int(bounds[2]) + 1)
    else:
        return None
    return [*map(str, numbers)] if 0 < len(numbers) <= _MOST else None


def filled(words: Sequence[str]) -> list[str]:
    """Words of a list in which `8, 16, …, 256` is spelt out, if it is of whole numbers."""
    whole: list[str] = []
    for position, word in enumerate(words):
        around = [*words[max(position - 2, 0) : position], *words[position + 1 : position + 2]]
        if (
            word in _ELLIPSES
            and len(around) == len("abc")
            and all(_DIGITS.fullmatch(each) for each in around)
        ):
            first, second, last = map(int, around)
            numbers = range(second + (second - first), last, second - first) if second > first else range(0)
            if len(numbers) <= _MOST:
                whole += map(str, numbers)
                continue
        whole.append(word)
    return whole


def _at(match: re.Match[str], group: int = 1) -> _Range:
    """The versions that one number stands for: all that begin like `9.x`, or `9.0` alone."""
    number = tuple(int(part) for part in match[group].split("."))
    return number, (*number, math.inf) if match[group + 1] else number


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Range]], ...] = (
    (re.compile(_NUMBER), _at),
    (re.compile(rf"(?:≥|>=)\s*{_NUMBER}"), lambda match: (_at(match)[0], _HIGHEST)),
    (re.compile(rf"(?:≤|<=)\s*{_NUMBER}"), lambda match: (_LOWEST, _at(match)[1])),
    (re.compile(rf"{_NUMBER}\s*\+"), lambda match: (_at(match)[0], _HIGHEST)),
    (
        re.compile(rf"{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}"),  # noqa: RUF001  (people write either dash)
        lambda match: (_at(match)[0], _at(match, 3)[1]),
    ),
)
"""The forms of a range, and its bounds, both of them inside."""


def _number(value: Value) -> _Bound | None:
    if type(value) is int and value >= 0:
        return (value,)
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)*", value):
        return tuple(int(part) for part in value.split("."))
    return None
