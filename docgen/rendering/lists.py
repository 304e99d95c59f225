"""The configured lists, such as a platform's order of preference: one line for all scenarios that agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.config import Capability
from docgen.rendering.answers import Part, answer
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.words import spell

if TYPE_CHECKING:
    from docgen.config import Config, ValueList
    from docgen.model.cell import Cell, Value
    from docgen.model.support import SupportModel


@dataclass(frozen=True, slots=True)
class Group:
    """Scenarios that share one value of a list."""

    where: str
    """The scenarios in words; empty for all of them."""
    part: Part
    """The list, or the reason why it is unknown."""
    records: tuple[tuple[str, ...], ...] = ()
    """If the list holds dictionaries with the same keys: its rows, of which the first is the header."""


@dataclass(frozen=True, slots=True)
class ScenarioList:
    """A list, ready to be rendered."""

    key: str
    """Its key in the configuration."""
    title: str
    """Its heading."""
    groups: tuple[Group, ...]
    """Its values, in the order of the scenarios."""


def scenario_lists(config: Config, model: SupportModel) -> tuple[ScenarioList, ...]:
    """Every configured list."""
    words = ScenarioWords(model.scenarios)
    return tuple(
        _scenario_list(each, [answer.cell for answer in model.lists if answer.key == each.key], words)
        for each in config.list
    )


def _scenario_list(configured: ValueList, cells: list[Cell], words: ScenarioWords) -> ScenarioList:
    # A list is formatted like a column without labels in which an empty list means nothing.
    column = Capability(
        key=configured.key,
        header=configured.title,
        probe="cls",
        none="none",
        labels=configured.labels,
    )
    groups: dict[tuple[Part, tuple[tuple[str, ...], ...]], list[str]] = {}
    for cell in cells:
        (part,) = answer((cell,), column, None, words).parts
        groups.setdefault((part, _records(cell.value, column)), []).extend(cell.scenarios)
    return ScenarioList(
        configured.key,
        configured.title,
        tuple(Group(words.describe(names), part, records) for (part, records), names in groups.items()),
    )


def _records(value: Value, column: Capability) -> tuple[tuple[str, ...], ...]:
    """A list of dictionaries with the same keys, as rows; empty for any other value."""
    rows = value if isinstance(value, list) else []
    records = [row for row in rows if isinstance(row, dict)]
    if not records or len(records) < len(rows) or any(row.keys() != records[0].keys() for row in records):
        return ()
    body = (
        tuple(", ".join(word.text for word in spell(item, column, None)) for item in row.values())
        for row in records
    )
    return (tuple(records[0]), *body)
