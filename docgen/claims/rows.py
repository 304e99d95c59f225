"""The rows of a claimed table: the backends and scenarios that each is about, and the words of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docgen.claims.columns import positions
from docgen.claims.tables import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.claims.columns import Column
    from docgen.claims.names import Names
    from docgen.claims.tables import PageCell, PageTable
    from docgen.config.claims import ClaimedRows, Claims


_RULE = re.compile(r"[-=\N{EM DASH}\N{HORIZONTAL BAR}\N{BOX DRAWINGS LIGHT HORIZONTAL}]{3,}")


@dataclass(frozen=True, slots=True)
class ClaimedCell:
    """The words of a row on one capability."""

    key: str
    """The capability's key."""
    text: str
    """The words."""
    line: int
    """Their line in the page."""
    missing: str = ""
    """The reason for having no words, where the cell does not hold one for each capability of its column."""


@dataclass(frozen=True, slots=True)
class ClaimedRow:
    """One row."""

    label: str
    """The label by which it names its backends."""
    names: tuple[str, ...]
    """The backends; empty if it names none that exists."""
    line: int
    """Its line in the page."""
    cells: tuple[ClaimedCell, ...]
    """Its cells that claim something."""
    scenarios: tuple[str, ...]
    """Patterns of the scenarios that it is about; empty for all."""
    skip: dict[str, str]
    """Capability keys that cannot be compared, each with the reason."""
    exception: ClaimedRows | None = None
    """The exception of the configuration that it falls under."""


def claimed_rows(
    table: PageTable, columns: Sequence[Column], subject: int, names: Names, claims: Claims
) -> Iterator[ClaimedRow]:
    """The rows of `table` that claim something, in order; headings of row groups and empty rows are left out.

    Args:
        table: The table.
        columns: Its columns that claim something.
        subject: The place of the column that names backends.
        names: Finds the backends that a label names.
        claims: The words, marks and patterns that the table is read by.
    """
    headers = [cell.text for cell in table.header]
    for row in table.rows:
        label = plain(row[subject].text, claims.marks)
        if _separates(row, headers):
            continue
        if _heads(row, subject, label, names, claims):
            continue
        special = next((each for each in claims.rows if _matches(row, headers, each, claims)), None)
        yield ClaimedRow(
            label=label,
            names=names.of(row[subject]),
            line=row[subject].line,
            cells=tuple(cell for column in columns for cell in _cells(row[column.position], column)),
            scenarios=(special.scenarios if special else ()) or claims.scenarios,
            skip=special.skip if special else {},
            exception=special,
        )


def _cells(cell: PageCell, column: Column) -> Iterator[ClaimedCell]:
    words = column.words(cell.text)
    for position, key in enumerate(column.keys):
        if not key:
            continue
        if words is None and not cell.is_empty:
            missing = f"{plain(cell.text)!r} holds no word for each of {len(column.keys)} capabilities"
            yield ClaimedCell(key, cell.text, cell.line, missing)
        else:
            yield ClaimedCell(key, words[position] if words else "", cell.line)


def _separates(row: Sequence[PageCell], headers: Sequence[str]) -> bool:
    """Tell whether a row only divides a table: it is a rule, or repeats the header."""
    texts = [cell.text for cell in row]
    return texts == list(headers) or all(_RULE.fullmatch(text) for text in texts)


def _heads(row: Sequence[PageCell], subject: int, label: str, names: Names, claims: Claims) -> bool:
    """Tell whether a row is only a heading for those below it, or empty."""
    if any(fnmatchcase(label, pattern) for pattern in claims.headings):
        return True
    others = [cell for position, cell in enumerate(row) if position != subject]
    bare = all(cell.is_empty or cell.text == row[subject].text for cell in others)
    if not bare:
        return False
    return not label or (row[subject].heads and bool(others) and not names.is_exact(row[subject]))


def _matches(row: Sequence[PageCell], headers: Sequence[str], rows: ClaimedRows, claims: Claims) -> bool:
    return all(
        any(
            fnmatchcase(plain(row[position].text, claims.marks), pattern)
            for position in positions(headers, header, claims.marks)
        )
        for header, pattern in rows.match.items()
    )
