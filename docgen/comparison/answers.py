"""Two answers to one question under one scenario: what was gained, lost or otherwise changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.model.cell import State, Value
from docgen.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.model.cell import Cell


class Delta(msgspec.Struct, frozen=True):
    """One difference between two answers."""

    kind: ChangeKind
    """Gained, lost, changed or state."""
    value: Value = None
    """The value gained or lost, for a list; one delta for each."""
    whole: bool = True
    """True if the difference is about the whole answer, false if about one value of a list."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Subject of two answers, and the rules by which they are compared."""

    key: str
    """Key of the capability or of the list."""
    backend: str | None = None
    """The backend that is asked; None for a list."""
    finite: bool = False
    """True if lists hold values of a known domain. Otherwise one value may stand for another (`%16` for 32), so that an
    exchange of values is neither a gain nor a loss.
    """
    empty_is_all: bool = False
    """True if an empty list restricts nothing."""
    ordered: bool = False
    """True if the order of a list is part of the answer."""
    gone: tuple[Value, ...] = ()
    """Values that the domain no longer holds; each is reported once, not as a loss of every backend."""


def deltas(before: Cell, after: Cell, question: Question) -> Iterator[Delta]:
    """The differences between two answers under one scenario."""
    if before.state is not after.state:
        yield Delta(_turn(before.state, after.state))
    elif before.state is State.CONDITIONAL and not _same(before.conditions, after.conditions):
        yield Delta(ChangeKind.CHANGED)
    elif before.state is State.KNOWN:
        yield from _values(before.value, after.value, question)


def _turn(before: State, after: State) -> ChangeKind:
    """The kind of a change of state; an unknown answer does not prove that the class could be imported."""
    if after is State.UNAVAILABLE:
        return ChangeKind.UNAVAILABLE
    returned = before is State.UNAVAILABLE and after is not State.UNKNOWN
    return ChangeKind.AVAILABLE if returned else ChangeKind.STATE


_DIRECTION = {True: ChangeKind.GAINED, False: ChangeKind.LOST}


def _values(before: Value, after: Value, question: Question) -> Iterator[Delta]:
    if isinstance(before, list) and isinstance(after, list) and not question.ordered:
        yield from _lists(before, after, question)
    elif isinstance(before, bool) and isinstance(after, bool):
        if before is not after:
            yield Delta(_DIRECTION[after])
    elif before != after:
        yield Delta(ChangeKind.CHANGED)


def _lists(before: list[Value], after: list[Value], question: Question) -> Iterator[Delta]:
    added = [item for item in after if item not in before]
    removed = [item for item in before if item not in after and item not in question.gone]
    if question.empty_is_all and bool(before) is not bool(after):
        yield Delta(_DIRECTION[not after])
    elif not question.finite and added and removed:
        yield Delta(ChangeKind.CHANGED)
    else:
        yield from (Delta(ChangeKind.GAINED, item, whole=False) for item in added)
        yield from (Delta(ChangeKind.LOST, item, whole=False) for item in removed)


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    """Tell whether two sequences hold the same values, in whatever order."""
    return len(one) == len(other) and all(item in other for item in one)
