"""The part of a candidate that a first page can hold in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.config.discovery import DiscoveryKind

if TYPE_CHECKING:
    from docgen.scaffold.candidates import Candidate

PAGE = 8.0
"""Seconds of processor time that the first page should take at most."""
_PACE = 0.03
"""Least seconds for a row: what it takes to explain, render and compare it, however quick its answers are."""
_LEAST = 4
"""Least number of rows."""


class Extent(NamedTuple):
    """Rows of a first page."""

    modules: tuple[str, ...]
    """Modules of the rows; those of the discovery where all fit, or where it takes all or none."""
    rows: int
    """Number of their rows."""
    seconds: float
    """Processor time for them."""

    @property
    def is_short(self) -> bool:
        """Tell whether the page does not take much longer than it should."""
        return self.seconds <= 1.5 * PAGE


def extent(candidate: Candidate, pace: float) -> Extent:
    """Return as many rows as a page can answer in time, module by module, since `modules` is what can be cut.

    Args:
        candidate: The candidate.
        pace: Seconds of processor time for a row.
    """
    rows = candidate.family.rows
    modules = candidate.discovery.modules
    pace = max(pace, _PACE)
    most = max(_LEAST, int(PAGE / pace))
    if candidate.discovery.kind is DiscoveryKind.SUBCLASSES and len(rows) > most:
        modules = tuple(sorted({_module(row) for row in rows[:most]}))
        rows = tuple(row for row in rows if _module(row) in modules)
    return Extent(modules, len(rows), len(rows) * pace)


def _module(row: str) -> str:
    return row.rpartition(".")[0]
