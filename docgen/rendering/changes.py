"""The differences between two models in words: subject, change, scenarios, and the places on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.config import Capability
from docgen.model.cell import State
from docgen.model.change import ChangeKind
from docgen.rendering.answers import answer
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.words import spell

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.config import Config
    from docgen.model.cell import Cell
    from docgen.model.change import Change, Comparison

VERBS: dict[ChangeKind, str] = {
    ChangeKind.BACKEND_ADDED: "added",
    ChangeKind.BACKEND_REMOVED: "removed",
    ChangeKind.BACKEND_RENAMED: "renamed",
    ChangeKind.CLASS_CHANGED: "class",
    ChangeKind.VALUE_ADDED: "new",
    ChangeKind.VALUE_REMOVED: "gone",
    ChangeKind.GAINED: "gained",
    ChangeKind.LOST: "lost",
    ChangeKind.CHANGED: "changed",
    ChangeKind.UNAVAILABLE: "unavailable",
    ChangeKind.AVAILABLE: "available",
    ChangeKind.STATE: "state",
}
"""One word for each kind."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference in words."""

    subject: str
    """The backend, or the heading of the column or of the list."""
    kind: ChangeKind
    """Kind of the difference."""
    what: str
    """Description of the change."""
    where: str
    """The scenarios in words; empty for all of them."""
    places: tuple[str, ...]
    """The places on both sides; one where there is only one; none for a value."""


def change_lines(comparison: Comparison, config: Config) -> tuple[ChangeLine, ...]:
    """Every difference in words, in the comparison's order."""
    words = _ChangeWords(comparison, config)
    return tuple(words.line(change) for change in comparison.changes)


class _ChangeWords:
    """Finds the words for changes."""

    def __init__(self, comparison: Comparison, config: Config) -> None:
        self._domains = comparison.domains
        self._scenarios = ScenarioWords(comparison.scenarios)
        # A list is formatted like a column in which an empty list means nothing.
        lists = (
            Capability(key=each.key, header=each.title, probe="cls", none="none") for each in config.list
        )
        self._columns = {column.key: column for column in (*config.capability, *lists)}

    def line(self, change: Change) -> ChangeLine:
        column = self._columns.get(change.capability or "")
        return ChangeLine(
            subject=change.backend or (column.header if column else ""),
            kind=change.kind,
            what=self._what(change, column),
            where=self._scenarios.describe(change.scenarios) if change.scenarios else "",
            places=_places(change),
        )

    def _what(self, change: Change, column: Capability | None) -> str:
        if change.kind is ChangeKind.AVAILABLE and column is None:
            return f"no longer {change.was}"
        if column is None:
            return " → ".join(name for name in (change.was, change.now) if name)
        heading = f"{column.header}: " if change.backend else ""
        if change.values:
            return heading + ", ".join(word.text for word in spell([*change.values], column, None))
        if change.before is None or change.after is None:
            return column.header
        if isinstance(change.before.value, bool) and isinstance(change.after.value, bool):
            return column.header
        return f"{heading}{self._cell(change.before, column)} → {self._cell(change.after, column)}"

    def _cell(self, cell: Cell, column: Capability) -> str:
        # A single answer has one part, whatever its scenarios: these are given with the change.
        (part,) = answer((cell,), column, self._domains.get(column.key), self._scenarios).parts
        said = part.joint.join(word.text for word in part.words)
        return _STATES[cell.state](cell, said)


_STATES: dict[State, Callable[[Cell, str], str]] = {
    State.KNOWN: lambda _cell, said: said,
    State.CONDITIONAL: lambda _cell, said: f"depends ({said})",
    State.UNKNOWN: lambda cell, _said: f"unknown ({cell.reason})",
    State.NOT_DECLARED: lambda _cell, _said: "not declared",
    State.UNAVAILABLE: lambda cell, _said: f"unavailable ({cell.reason})",
}
"""Words for an answer, by its state; a sign would need a legend, which a sentence does not have."""


def _places(change: Change) -> tuple[str, ...]:
    return tuple(str(place) for place in (change.before_location, change.after_location) if place)
