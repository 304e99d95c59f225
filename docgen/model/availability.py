"""Availability of a backend: the scenarios in which its class can be asked, and the failed imports of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import Cell, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.model.support import Backend


def askable(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The answers of the scenarios in which the class can be asked."""
    return tuple(cell for cell in cells if cell.state is not State.UNAVAILABLE)


def unavailable(backend: Backend) -> dict[str, Cell]:
    """For each scenario in which the class cannot be asked, an answer that says why."""
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
        # Compared one by one: the hash of an Enum member is computed in Python.
        if cell.state is not State.UNKNOWN and cell.state is not State.UNAVAILABLE
        for scenario in cell.scenarios
    )
