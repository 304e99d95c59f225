"""Tables of a page, whatever its format: the text that a reader sees in each cell, and its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from docgen.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_IGNORED = re.compile(r"[\s`*_]+")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")
MOST = 1_000_000
"""Most cells of a table, with those that spans and short rows make."""


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell."""

    text: str
    """The text that a reader sees, its lines separated by LF."""
    line: int
    """Its line in the page."""
    marked: tuple[str, ...] = ()
    """Texts of the links and of the code spans in it."""
    heads: bool = False
    """True if it looks like a heading: its text begins in bold or italics, or it spans the whole row."""
    copied: bool = False
    """True if it only continues the cell above, which spans several rows."""

    @property
    def is_empty(self) -> bool:
        """Tell whether a reader sees nothing."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table."""

    heading: str
    """The heading it stands under; empty above the first one."""
    line: int
    """The line of its first row."""
    header: tuple[PageCell, ...]
    """The headings of its columns."""
    rows: tuple[tuple[PageCell, ...], ...]
    """Its rows, each as long as the header."""
    caption: str = ""
    """Its caption, or the paragraph just above it."""
    malformed: str = ""
    """The reason of its parser for not reading it; it has no cells then."""

    def moved(self, lines: int) -> PageTable:
        """The table, moved down by so many lines."""
        header, *rows = (
            tuple(replace(cell, line=cell.line + lines) for cell in row) for row in (self.header, *self.rows)
        )
        return replace(self, line=self.line + lines, header=header, rows=tuple(rows))

    def transposed(self) -> PageTable:
        """The table with its rows as columns."""
        header, *rows = zip(self.header, *self.rows, strict=True)
        return PageTable(self.heading, self.line, header, tuple(rows), self.caption)


@dataclass(slots=True)
class TableBuilder:
    """Puts together a table whose cells may span several rows or columns."""

    rows: list[list[PageCell]] = field(default_factory=list)
    """The rows so far."""
    heads: int = 0
    """The number of rows at the top that are the header together."""
    _waiting: dict[int, tuple[PageCell, int]] = field(default_factory=dict)
    """For each column, the cell above and the number of rows that it still spans."""

    @property
    def is_open(self) -> bool:
        """Tell whether a cell above spans the next row."""
        return bool(self._waiting)

    def row(self, cells: list[tuple[PageCell, int, int]], *, head: bool = False) -> None:
        """Add a row.

        Args:
            cells: Each cell, with the number of rows and of columns that it spans.
            head: True if the row is of the header, where all rows above it are.

        Raises:
            PageError: the table becomes too large.
        """
        self._refuse_large(len(self.rows) + 1, sum(max(across, 1) for _, _, across in cells))
        head = head and self.heads == len(self.rows)
        self.heads += head
        row: list[PageCell] = []
        pending = list(cells)
        while pending or len(row) in self._waiting:
            if len(row) in self._waiting:
                cell, left = self._waiting.pop(len(row))
                if left > 1:
                    self._waiting[len(row)] = (cell, left - 1)
                row.append(cell)
                continue
            cell, down, across = pending.pop(0)
            if across > 1 and len(cells) == 1:
                cell = replace(cell, heads=True)
            # A cell that spans columns heads all of them, but makes a claim about the first of them only.
            for position in range(max(across, 1)):
                part = cell if position == 0 or head else PageCell("", cell.line)
                if down > 1:
                    below = replace(part, copied=True)
                    self._waiting[len(row)] = (below, down - 1)
                row.append(part)
        self.rows.append(row)

    def table(self, heading: str, caption: str) -> PageTable | None:
        """The table; None where it has no row at all."""
        if not self.rows:
            return None
        width = max(len(row) for row in self.rows)
        self._refuse_large(len(self.rows), width)
        for row in self.rows:
            row.extend([PageCell("", row[0].line if row else 1)] * (width - len(row)))
        first = next((number for number, row in enumerate(self.rows) if not _is_blank(row)), 0)
        heads = self.rows[first : max(self.heads, first + 1)]
        header = tuple(_joined(cells) for cells in zip(*heads, strict=True))
        body = tuple(map(tuple, self.rows[first + len(heads) :]))
        return PageTable(heading, header[0].line if header else 1, header, body, caption)

    @staticmethod
    def _refuse_large(rows: int, width: int) -> None:
        if rows * width > MOST:
            raise PageError(f"a table has more than {MOST:,} cells", remedy="split the table")


def _is_blank(row: Sequence[PageCell]) -> bool:
    return all(cell.is_empty for cell in row)


def _joined(cells: Sequence[PageCell]) -> PageCell:
    """The cells of one column of a header, which has a line for each of its rows."""
    texts = dict.fromkeys(cell.text for cell in cells if not cell.is_empty)
    return replace(cells[-1], text="\n".join(texts))


def label_of(cell: PageCell, marks: str) -> str:
    """The words of a label on one line, without the characters of `marks`."""
    return plain(cell.text.replace("\n", " "), marks)


def plain(text: str, marks: str = "") -> str:
    """A text on one line, without backticks, references to footnotes and the characters of `marks`."""
    bare = _FOOTNOTE.sub("", text).replace("`", "").translate(dict.fromkeys(map(ord, marks)))
    return " ".join(bare.split())


def same_words(text: str, marks: str = "") -> str:
    """A form in which two spellings of one heading are equal: spaces, emphasis, code and case make no difference."""
    return _IGNORED.sub("", plain(text, marks)).casefold().rstrip(":")
