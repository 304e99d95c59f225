"""Verdict on a claim by the answers of the code: right, right in part, wrong, or not comparable."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from docgen.model.availability import askable
from docgen.model.cell import State
from docgen.model.finding import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.claims.words import Claimed
    from docgen.model.cell import Cell, Value

Answered: TypeAlias = "bool | frozenset[str]"
"""An answer as a truth, or as the texts of its values."""
Claim: TypeAlias = "Answered | None"
"""A claim of the same form; None where the question does not apply."""


NO_SCENARIO = "no such scenario is asked"
"""The reason where a row speaks of no scenario that the model has."""


class Verdict(enum.Enum):
    """The outcome of a claim."""

    AGREES = "agree"
    """The code says the same in every scenario."""
    PARTLY = "agree in part"
    """The code says the same in some scenarios, or when the answers of all are taken together."""
    DRIFTED = "drifted"
    """The code says otherwise in every scenario."""
    UNTOLD = "not compared"
    """The code gives no answer that the claim could be compared with."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the reason where there is nothing to compare."""

    verdict: Verdict
    """The verdict."""
    reason: str = ""
    """The reason why nothing was compared; empty for any other verdict."""


def judge(claimed: Claimed, cells: Sequence[Cell], *, empty_is_all: bool) -> Judgement:
    """Judge a claim by the answers of the scenarios that it is about.

    A table without scenarios leaves open which scenario its author had in mind where they differ, so a claim is wrong
    only where no scenario makes it right. A class that cannot be imported makes only a no right; where the class can
    be imported under other scenarios, it makes no claim right.

    Args:
        claimed: The claim.
        cells: The answers.
        empty_is_all: True if an empty list restricts nothing.
    """
    value = claimed.value
    denies = value is None or value is False or (not empty_is_all and value == frozenset())
    asked = askable(cells)
    if cells and not asked:
        return Judgement(Verdict.AGREES if denies else Verdict.DRIFTED)
    answers = _answers(value, asked)
    # A capability that the class does not declare does not apply to it.
    silent = [
        cell
        for cell in asked
        if cell.state in _REASONS
        and (value, cell.state) != (None, State.NOT_DECLARED)
        and not _is_refuted(value, cell)
    ]
    if not answers:
        reason = NO_SCENARIO if not asked else _REASONS[silent[0].state] if silent else ""
        return Judgement(Verdict.UNTOLD, reason) if reason else Judgement(Verdict.AGREES)
    if any(isinstance(answer, bool) and isinstance(value, frozenset) for answer in answers):
        return Judgement(Verdict.UNTOLD, "the claim and the answer are of different kinds")
    right = [_is_right(value, answer, empty_is_all=empty_is_all) for answer in answers]
    if all(right) and not silent and (denies or len(asked) == len(cells)):
        return Judgement(Verdict.AGREES)
    if any(right) or (isinstance(value, frozenset) and _union(answers) == value):
        return Judgement(Verdict.PARTLY)
    if silent:
        return Judgement(Verdict.UNTOLD, _REASONS[silent[0].state])
    return Judgement(Verdict.DRIFTED)


def _is_right(value: Claim, answer: Answered, *, empty_is_all: bool) -> bool:
    """Tell whether an answer equals the claim; a yes, where the answer is a list, claims that the list is not empty."""
    if isinstance(value, frozenset):
        return answer == value
    supported = answer if isinstance(answer, bool) else bool(answer) or empty_is_all
    return supported is bool(value)


def direction(claimed: Claimed, cells: Sequence[Cell], *, empty_is_all: bool) -> Rule:
    """The rule that a wrong claim breaks: more is claimed than any answer supports, less than all, or something else.

    Where there is no class to ask, every claim is too much.

    Args:
        claimed: The claim.
        cells: The answers that contradict it.
        empty_is_all: True if an empty list restricts nothing.
    """
    answers = _answers(claimed.value, cells)
    sizes = {_compare(claimed, answer, empty_is_all=empty_is_all) for answer in answers} or {Rule.OVERCLAIM}
    return sizes.pop() if len(sizes) == 1 else Rule.DOCS_DRIFT


def _compare(claimed: Claimed, answer: Answered, *, empty_is_all: bool) -> Rule:
    value = claimed.value
    if not isinstance(value, frozenset):
        return Rule.OVERCLAIM if value else Rule.UNDERCLAIM
    if not isinstance(answer, frozenset):
        return Rule.DOCS_DRIFT
    if empty_is_all and not (value and answer):
        return Rule.UNDERCLAIM if value else Rule.OVERCLAIM
    if value > answer:
        return Rule.OVERCLAIM
    return Rule.UNDERCLAIM if value < answer else Rule.DOCS_DRIFT


def _answers(value: Claim, cells: Sequence[Cell]) -> list[Answered]:
    """The answers that the code may give; one that is unknown in part counts as its fewest and its most values."""
    return [
        answer
        for cell in cells
        for answer in (_extremes(cell) if _is_refuted(value, cell) else map(comparable, _values(cell)))
    ]


def _extremes(cell: Cell) -> tuple[frozenset[str], frozenset[str]]:
    """The fewest values, and the most, that an answer may hold."""
    least = frozenset(map(_text, cell.holds))
    return least, least | {_text(each.value) for each in cell.undecided}


def _is_refuted(value: Claim, cell: Cell) -> bool:
    """Tell whether the values that are known contradict a claim, whatever the unknown ones turn out to be."""
    if not cell.undecided:
        return False
    least, most = _extremes(cell)
    if isinstance(value, frozenset):
        return not least <= value <= most
    return not value and bool(least)


def answers_with_truths(cells: Sequence[Cell]) -> bool:
    """Tell whether there are answers and every value that the code may answer is a yes or a no."""
    values = [value for cell in askable(cells) for value in _values(cell)]
    return bool(values) and all(isinstance(value, bool) for value in values)


def values_of(cells: Sequence[Cell]) -> frozenset[str]:
    """The values that the code may answer in some cell, written out; a yes or a no is none."""
    answers = [comparable(value) for cell in askable(cells) for value in _values(cell)]
    return frozenset[str]().union(*(answer for answer in answers if not isinstance(answer, bool)))


def _values(cell: Cell) -> tuple[Value, ...]:
    """The values that a cell may answer."""
    if cell.state is State.KNOWN:
        return (cell.value,)
    return tuple(condition.value for condition in cell.conditions)


def comparable(value: Value) -> Answered:
    """An answer as a truth, or as the texts of its values; a single value is a list of one, and None an empty list."""
    if isinstance(value, bool):
        return value
    if value is None:
        return frozenset()
    if isinstance(value, dict):
        return frozenset(f"{key}: {_text(item)}" for key, item in value.items())
    return frozenset(map(_text, value)) if isinstance(value, list) else frozenset({_text(value)})


def _text(value: Value) -> str:
    """One value of a list, as docgen writes it where no label is configured."""
    if isinstance(value, list):
        return "+".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return str(value)


def _union(answers: Sequence[Answered]) -> frozenset[str] | None:
    """All values that some scenario supports; None if an answer restricts nothing, so that they cannot be listed."""
    sets = [answer for answer in answers if isinstance(answer, frozenset)]
    return frozenset().union(*sets) if len(sets) == len(answers) and all(sets) else None


_REASONS: dict[State, str] = {
    State.UNKNOWN: "the answer is not known",
    State.NOT_DECLARED: "the class declares nothing that could answer",
}
"""Reasons why a cell in each state gives no answer."""
