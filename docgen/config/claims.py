"""The part of the configuration that says what hand-written tables claim."""

from __future__ import annotations

import msgspec

Meaning = bool | str | tuple[str, ...]
"""What a word stands for: a truth, a canonical value, or several."""


class ClaimedTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the page, found by its heading, its caption or both."""

    heading: str = ""
    """The heading it stands under, as a reader sees it."""
    caption: str = ""
    """The paragraph just above it, as a reader sees it."""
    where: dict[str, bool] = {}
    """Capability keys and the answers that a backend must give to stand in this table."""

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
    """The page, relative to the root."""
    table: tuple[ClaimedTable, ...]
    """Its tables."""
    columns: dict[str, str]
    """Headers, and the capability keys that they stand for."""
    row: str = ""
    """Header of the column that names the backend; the first column where empty."""
    scenarios: tuple[str, ...] = ()
    """Names or patterns of the scenarios that rows speak of; all where empty."""
    rows: tuple[ClaimedRows, ...] = ()
    """What is particular to some rows; the first that matches counts."""
    together: tuple[str, ...] = ()
    """Capability keys for which the rows of one backend are read as one, for each row tells only its share."""
    words: dict[str, dict[str, Meaning]] = {}
    """For a capability key, words and what they stand for, beside the words in which docgen itself spells it."""
    silent: dict[str, str] = {}
    """Words that claim nothing, such as `N/A`, each with the reason."""
    marks: str = ""
    """Characters that refer to footnotes and are no part of a cell."""
    optional: bool = False
    """Whether the page and its tables may be missing."""

    @property
    def keys(self) -> set[str]:
        """All capability keys that are named."""
        wheres = (key for table in self.table for key in table.where)
        skips = (key for rows in self.rows for key in rows.skip)
        return {*self.columns.values(), *self.together, *self.words, *wheres, *skips}
