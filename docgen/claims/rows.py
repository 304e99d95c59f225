"""The rows of a claimed table: which backend each is about, in which scenarios, and what cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docgen.claims.words import plain

if TYPE_CHECKING:
    from docgen.config.claims import ClaimedRows, Claims
    from docgen.rendering.documented import DocumentedTable


@dataclass(frozen=True, slots=True)
class ClaimedRow:
    """One row."""

    name: str
    """The backend, as the table names it."""
    line: int
    """Its line in the page."""
    cells: dict[str, str]
    """What it says, by capability key."""
    scenarios: tuple[str, ...]
    """Patterns of the scenarios that it speaks of; empty for all."""
    skip: dict[str, str]
    """Capability keys that cannot be compared, each with the reason."""


def claimed_rows(table: DocumentedTable, claims: Claims) -> tuple[ClaimedRow, ...]:
    """The rows of `table`, in order."""
    subject = claims.row or table.columns[0]
    rows = []
    for row in table.rows:
        texts = dict(zip(table.columns, (cell.shown for cell in row.cells), strict=False))
        special = next((each for each in claims.rows if _matches(texts, each, claims)), None)
        rows.append(
            ClaimedRow(
                name=plain(texts.get(subject, ""), claims),
                line=row.line,
                cells={key: texts[header] for header, key in claims.columns.items() if header in texts},
                scenarios=(special.scenarios if special else ()) or claims.scenarios,
                skip=special.skip if special else {},
            )
        )
    return tuple(rows)


def _matches(texts: dict[str, str], rows: ClaimedRows, claims: Claims) -> bool:
    return all(
        header in texts and fnmatchcase(plain(texts[header], claims), pattern)
        for header, pattern in rows.match.items()
    )
