"""A backend that was examined: from its list of refusals to a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.explain.choice import Candidate
from docgen.model.cell import State

if TYPE_CHECKING:
    from docgen.model.cell import Cell
    from docgen.model.location import Location

_LONGEST = 240
"""Most characters that are shown of a condition."""


def candidate(name: str, declared: Location, cell: Cell, *, tried: bool) -> Candidate:
    """Return the candidate that an examined backend is.

    Args:
        name: Its name.
        declared: The place of its declaration.
        cell: The answer that lists its refusals.
        tried: True if the order of preference holds it.
    """
    place = cell.location or declared
    if cell.state is State.KNOWN and isinstance(cell.value, list):
        reasons = tuple(str(reason) for reason in cell.value)
    elif cell.state is State.UNAVAILABLE:
        reasons = (f"unavailable: {cell.reason}",)
    else:
        reasons = _rejected_anyway(cell)
        if not reasons:
            return Candidate(name=name, location=place, tried=tried, doubt=_doubt(cell))
    return Candidate(name=name, location=place, tried=tried, reasons=reasons)


def _rejected_anyway(cell: Cell) -> tuple[str, ...]:
    """List the reasons against a backend that hold under every condition; empty if the backend may fit."""
    lists = [condition.value for condition in cell.conditions]
    if cell.state is not State.CONDITIONAL or not all(isinstance(each, list) and each for each in lists):
        return ()
    found = [[str(reason) for reason in each] for each in lists if isinstance(each, list)]
    always = [reason for reason in found[0] if all(reason in each for each in found)]
    return tuple(always) or tuple(dict.fromkeys(reason for each in found for reason in each))


def _doubt(cell: Cell) -> str:
    """Say why it is unknown if a backend fits."""
    if cell.reason:
        return cell.reason
    fits = next((each.when for each in cell.conditions if each.value == []), None)
    if fits is None:
        return f"the refusals are no list but {cell.value!r}"
    return f"it fits when {fits if len(fits) <= _LONGEST else f'{fits[:_LONGEST]}...'}"
