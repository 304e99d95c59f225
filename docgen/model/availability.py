"""Availability of a backend: in which scenarios there is a class to ask, and the import that fails in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import Cell, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.model.support import Backend


def askable(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The answers of the scenarios in which there is a class to ask."""
    return tuple(cell for cell in cells if cell.state is not State.UNAVAILABLE)


def unavailable(backend: Backend) -> dict[str, Cell]:
    """For each scenario in which no question finds a class to ask, an answer that says why."""
    found: dict[str, Cell] = {}
    asked: set[str] = set()
    for cell in (cell for cells in backend.cells.values() for cell in cells):
        if cell.state is State.UNAVAILABLE:
            found.update(dict.fromkeys(cell.scenarios, cell))
        else:
            asked.update(cell.scenarios)
    return {scenario: cell for scenario, cell in found.items() if scenario not in asked}


def available(backend: Backend) -> frozenset[str]:
    """Scenarios in which a question was answered, which takes a class; an unknown answer proves no class."""
    return frozenset(
        scenario
        for cells in backend.cells.values()
        for cell in cells
        if cell.state not in {State.UNKNOWN, State.UNAVAILABLE}
        for scenario in cell.scenarios
    )
