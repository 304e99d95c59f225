"""The part of the configuration that describes the claims of hand-written tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Meaning = bool | str | tuple[str, ...]
"""Meaning of a word: a truth, a canonical value, or several values."""

EVERY_CAPABILITY = "*"
"""Key under `words` that stands for all capabilities."""


class ClaimedTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the page, found by its heading, its caption or both."""

    heading: str = ""
    """The heading it stands under, as a reader sees it."""
    caption: str = ""
    """Its caption, or the paragraph just above it, as a reader sees it."""
    where: dict[str, bool] = {}
    """Capability keys and the answers that a backend must give to stand in this table."""
    backends: tuple[str, ...] = ()
    """Patterns of names, such as `*_V4`: a backend stands in this table if it matches one of them, and none of those
    that begin with `!`."""
    columns: tuple[str, ...] = ()
    """Headers under `columns` of the claims that this table has; all of them where empty."""

    def __post_init__(self) -> None:
        """Refuse a table without anything to find it by."""
        if not self.heading and not self.caption:
            raise ValueError("a claimed table needs a `heading` or a `caption`")


class ClaimedRows(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows that are about some scenarios only, or that mean something else by a capability than the code does."""

    match: dict[str, str]
    """Headers, and patterns such as `FA3*` that the row's cells must match; backticks and marks are ignored."""
    scenarios: tuple[str, ...] = ()
    """Names or patterns of the scenarios that the rows are about; those of the claims where empty."""
    skip: dict[str, str] = {}
    """Capability keys that cannot be compared in these rows, each with the reason."""


class Claims(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hand-written tables of one page, which `docgen check` compares with the code and docgen never rewrites."""

    path: str
    """The page, relative to the root: Markdown, MDX, HTML, reStructuredText or a notebook, by the suffix of its name.
    """
    table: tuple[ClaimedTable, ...]
    """Its tables."""
    columns: dict[str, str | tuple[str, ...]]
    """Headers, and the capability keys that they stand for; several where a cell holds a word for each of them."""
    row: str = ""
    """Header of the column that names the backend; where empty, the first one that neither claims something nor counts
    the rows.
    """
    name: str = ""
    """Form of the label by which a cell names its backend, where the label has more than the name: `{name}` and the
    text around it, with `*` for any text, as in `{name}: *`.
    """
    names: dict[str, str | tuple[str, ...]] = {}
    """Labels of rows, and the backends that they stand for; both may be patterns, such as `Naive*`."""
    headings: tuple[str, ...] = ()
    """Patterns of the labels of rows that are headings for other rows and claim nothing. A row in bold or
    italics with empty cells is always such a heading.
    """
    scenarios: tuple[str, ...] = ()
    """Names or patterns of the scenarios that rows are about; all where empty."""
    rows: tuple[ClaimedRows, ...] = ()
    """Exceptions for some rows; the first that matches counts."""
    together: tuple[str, ...] = ()
    """Capability keys for which the rows of one backend are read together, because each row tells only a part."""
    words: dict[str, dict[str, Meaning]] = {}
    """For a capability key, or `*` for all, words and their meanings, in addition to the words that docgen itself
    writes and the usual ones for yes and no. The word of an empty cell is empty.
    """
    silent: dict[str, str] = {}
    """Words that claim nothing, each with the reason."""
    marks: str = ""
    """Characters that refer to footnotes and are no part of a cell."""
    optional: bool = False
    """True if the page, its tables and their columns may be missing."""

    def __post_init__(self) -> None:
        """Refuse claims of nothing, columns that are not configured, and a form of labels without `{name}`."""
        for what, there in (("table", self.table), ("columns", self.columns)):
            if not there:
                msg = f"the claims of {self.path!r} need a `{what}`: without one nothing is compared"
                raise ValueError(msg)
        for header in (header for table in self.table for header in table.columns):
            if header not in self.columns:
                msg = f"a table of the claims of {self.path!r} has the column {header!r}, which `columns` does not"
                raise ValueError(msg)
        if self.name and self.name.count("{name}") != 1:
            msg = f"`name` of the claims of {self.path!r} does not have {{name}} in it once"
            raise ValueError(msg)

    def keys_of(self, header: str) -> tuple[str, ...]:
        """The capability keys that a configured header stands for."""
        keys = self.columns[header]
        return (keys,) if isinstance(keys, str) else keys

    def named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield all capability keys that are named, each with its place below these claims."""
        for header in self.columns:
            yield from ((("columns", header), key) for key in self.keys_of(header))
        yield from ((("together",), key) for key in self.together)
        yield from ((("words", key), key) for key in self.words if key != EVERY_CAPABILITY)
        for position, table in enumerate(self.table):
            yield from ((("table", position, "where"), key) for key in table.where)
        for position, rows in enumerate(self.rows):
            yield from ((("rows", position, "skip"), key) for key in rows.skip)
