"""The legend: the meanings of the signs that occur on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.rendering.scenarios import ELSEWHERE, EXCEPT
from docgen.rendering.words import Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.rendering.answers import Part
    from docgen.rendering.lists import ScenarioList
    from docgen.rendering.scenarios import ScenarioWords
    from docgen.rendering.tables import SupportTable

_MEANINGS: tuple[tuple[Sign, str], ...] = (
    (Sign.YES, "supported"),
    (Sign.NO, "not supported: the code says no"),
    (Sign.UNKNOWN, "not known from the source; the note gives the reason and the place"),
    (Sign.NOT_DECLARED, "nothing declared: the class has no answer to the question"),
    (
        Sign.UNAVAILABLE,
        "no class to ask: its module cannot be imported; the note gives the import that fails",
    ),
    (Sign.NOT_APPLICABLE, "not applicable: the question has no meaning for the backend"),
    (Sign.EVERY, "every value that the code knows"),
    (Sign.NONE, "no value"),
    (Sign.UNRESTRICTED, "no restriction declared"),
    (Sign.SCENARIOS, "holds in these scenarios only"),
    (Sign.NOTE, "see the note of that number below the table"),
)
"""Meaning of each sign, in the order of the legend."""

_EXAMPLES: dict[Sign, str] = {Sign.SCENARIOS: "(…)", Sign.NOTE: "¹"}
"""Examples in the legend for signs that are not words themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend."""

    term: str
    """Text in the table."""
    meaning: str
    """Meaning of the text."""


def legend(
    tables: Iterable[SupportTable], lists: Iterable[ScenarioList], scenarios: ScenarioWords
) -> tuple[Entry, ...]:
    """The signs that occur in `tables`, then the families of scenarios that the tables and the lists name."""
    parts = [part for table in tables for row in table.rows for each in row.answers for part in each.parts]
    occurring = dict.fromkeys(_signs(parts))
    # Two signs may look alike, where columns use one word for both: such a word has both meanings.
    meanings: dict[str, list[str]] = {}
    for sign, meaning in _MEANINGS:
        for term in (term for found, term in occurring if found is sign):
            meanings.setdefault(term, []).append(meaning)
    signs = (Entry(term, ", or ".join(several)) for term, several in meanings.items())
    wheres = [part.where for part in parts] + [group.where for each in lists for group in each.groups]
    return (*signs, *_families(wheres, scenarios))


def columns(tables: Iterable[SupportTable]) -> tuple[Entry, ...]:
    """The described columns of `tables`, each once."""
    found = dict.fromkeys(column for table in tables if table.rows for column in _described(table))
    return tuple(Entry(header, description) for header, description in found)


def _described(table: SupportTable) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        called = ", ".join(
            f"{column.labels.get(each, each)} is {name}" for each, name in column.known_as.items()
        )
        meaning = "; ".join(part for part in (column.description, called) if part)
        if meaning:
            yield column.header, meaning


def _signs(parts: Iterable[Part]) -> Iterator[tuple[Sign, str]]:
    for part in parts:
        for word in part.words:
            if word.sign:
                yield word.sign, word.text
        if part.where:
            yield Sign.SCENARIOS, _EXAMPLES[Sign.SCENARIOS]
        if part.note:
            yield Sign.NOTE, _EXAMPLES[Sign.NOTE]


def _families(wheres: Iterable[str], scenarios: ScenarioWords) -> Iterator[Entry]:
    named = {term for where in wheres for term in where.removeprefix(EXCEPT).split(", ")}
    if ELSEWHERE in named:
        yield Entry(ELSEWHERE, "in all scenarios that the cell does not name")
    for family, members in scenarios.families.items():
        if family in named:
            yield Entry(family, f"the scenarios {', '.join(members)}")
