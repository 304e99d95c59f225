"""The part of the configuration that says what hand-written tables claim."""

from __future__ import annotations

import msgspec

Meaning = bool | str | tuple[str, ...]
"""What a word stands for: a truth, a canonical value, or several."""

EVERY_CAPABILITY = "*"
"""Stands under `words` for all capabilities."""


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
        """Refuse a table that nothing could find."""
        if not self.heading and not self.caption:
            raise ValueError("a claimed table needs a `heading` or a `caption`")


class ClaimedRows(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows that speak of some scenarios only, or that do not speak of a capability in the code's sense."""

    match: dict[str, str]
    """Headers, and patterns such as `FA3*` that the row's cells must match, without backticks and marks."""
    scenarios: tuple[str, ...] = ()
    """Names or patterns of the scenarios that the rows speak of; those of the claims where empty."""
    skip: dict[str, str] = {}
    """Capability keys that cannot be compared in these rows, each with the reason."""


class Claims(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hand-written tables of one page that `docgen check` holds against the code, and that nothing rewrites."""

    path: str
    """The page, relative to the root: Markdown, MDX, HTML, reStructuredText or a notebook, by the end of its name."""
    table: tuple[ClaimedTable, ...]
    """Its tables."""
    columns: dict[str, str | tuple[str, ...]]
    """Headers, and the capability keys that they stand for; several where a cell holds a word for each of them."""
    row: str = ""
    """Header of the column that names the backend; the first column where empty."""
    name: str = ""
    """How a cell names its backend, where it is not found without: `{name}` and what stands around it, `*` for any
    text, as in `{name}: *`."""
    names: dict[str, str | tuple[str, ...]] = {}
    """Labels of rows, and the backends that they stand for; both may be patterns, such as `Naive*`."""
    headings: tuple[str, ...] = ()
    """Patterns of the labels of rows that head others and claim nothing. A row in bold with empty cells is one."""
    scenarios: tuple[str, ...] = ()
    """Names or patterns of the scenarios that rows speak of; all where empty."""
    rows: tuple[ClaimedRows, ...] = ()
    """What is particular to some rows; the first that matches counts."""
    together: tuple[str, ...] = ()
    """Capability keys for which the rows of one backend are read as one, for each row tells only its share."""
    words: dict[str, dict[str, Meaning]] = {}
    """For a capability key, or `*` for all, words and what they stand for, beside the words in which docgen itself
    spells it and the usual ones for yes and no. The word of an empty cell is empty."""
    silent: dict[str, str] = {}
    """Words that claim nothing, each with the reason."""
    marks: str = ""
    """Characters that refer to footnotes and are no part of a cell."""
    optional: bool = False
    """Whether the page, its tables and their columns may be missing."""

    def __post_init__(self) -> None:
        """Refuse claims of nothing, columns that are not configured, and a form of names without a name."""
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

    @property
    def keys(self) -> set[str]:
        """All capability keys that are named."""
        columns = (key for header in self.columns for key in self.keys_of(header))
        wheres = (key for table in self.table for key in table.where)
        skips = (key for rows in self.rows for key in rows.skip)
        worded = self.words.keys() - {EVERY_CAPABILITY}
        return {*columns, *self.together, *worded, *wheres, *skips}
