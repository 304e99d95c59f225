"""Ranges of versions in the words of a table: `≥8.0`, `9.x`, `8.x-9.x`."""

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
_LOWEST: _Bound = ()
_HIGHEST: _Bound = (math.inf,)


def expand(word: str, domain: Sequence[Value]) -> list[Value] | None:
    """The values of `domain` in the range that `word` names; None where it names none."""
    for pattern, bounds in _FORMS:
        if match := pattern.fullmatch(word):
            low, high = bounds(match)
            return [value for value in domain if (number := _number(value)) and low <= number <= high]
    return None


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
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)*", value):
        return tuple(int(part) for part in value.split("."))
    return None
