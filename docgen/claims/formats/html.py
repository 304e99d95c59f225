"""Tables of an HTML text; Markdown, MDX and notebooks are converted to HTML first."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from docgen.claims.formats.html_walk import Walk
from docgen.claims.tables import PageCell, PageTable, TableBuilder
from docgen.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docgen.claims.formats.html_walk import Names

LINE = "data-docgen-line"
"""Attribute that carries the line of an element in the page that the HTML was made from."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote", "hr", *_HEADINGS})
_CELLS = frozenset({"td", "th"})
_ROW = frozenset({"tr"})
_TABLE = frozenset({"table"})
_BREAKS = frozenset({"br", "p", "li", "div", "tr"})
_MARKED = frozenset({"a", "code"})
_PROMINENT = frozenset({"b", "strong", "em", "i", "th"})
_HIDDEN = frozenset({"script", "style", "template"})
_DRAWN = frozenset({"i", "span", "svg"})
"""Elements that show a sign without holding a word."""
_INVISIBLE = re.compile(r"display:none|visibility:hidden")
_FOOTNOTE = re.compile(r"\W|\d+|\[\d+\]")
"""Content of a superscript that refers to a footnote."""


def tables(html: str, lines: Callable[[Tag], int] | None = None) -> tuple[PageTable, ...]:
    """The tables of `html`, in order; a table inside a cell of another is one of its own.

    Args:
        html: The text.
        lines: Gives the line of an element in the page; if None, its line in `html` is used.

    Raises:
        PageError: the parser refuses it, for a section such as `<![x]` that HTML has no keyword for.
    """
    try:
        soup = BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup as error:
        why = str(error).rpartition("AssertionError: ")[2]
        remedy = "write &lt; for a < that begins no tag"
        raise PageError(f"HTML that cannot be parsed: {why}", remedy=remedy) from None
    return tuple(_Reader(lines or _own_line).tables(soup))


def marked_line(tag: Tag) -> int:
    """The line that the nearest element around `tag` carries."""
    for element in (tag, *tag.parents):
        if element.has_attr(LINE):
            return int(str(element[LINE]))
    return 1


def _own_line(tag: Tag) -> int:
    return tag.sourceline or 1


class _Reader:
    """Reads the tables of one page."""

    def __init__(self, lines: Callable[[Tag], int]) -> None:
        self._lines = lines
        self._walk = Walk()

    def tables(self, soup: BeautifulSoup) -> Iterator[PageTable]:
        """Yield the tables, each with the heading and the paragraph above it."""
        heading: tuple[Tag, Names] | None = None
        above: tuple[Tag, Names] | None = None
        for tag, names in self._walk.below(soup):
            if not isinstance(tag, Tag):
                continue
            if tag.name in _HEADINGS:
                heading = (tag, names)
            if tag.name == "table":
                table = self._table(tag, names, heading, above)
                if table:
                    yield table
                above = None
            elif tag.name in _BLOCKS and "table" not in names:
                above = (tag, names) if tag.name == "p" else None

    def _table(
        self, tag: Tag, names: Names, heading: tuple[Tag, Names] | None, above: tuple[Tag, Names] | None
    ) -> PageTable | None:
        builder = TableBuilder()
        caption = None
        for row, around in self._walk.below(tag, names, closed=_TABLE):
            if not isinstance(row, Tag):
                continue
            if row.name == "caption" and caption is None:
                caption = (row, around)
            if row.name != "tr":
                continue
            # Cells and rows may be left open, so each takes only the content that no nearer cell or row contains.
            cells = [
                (cell, inside)
                for cell, inside in self._walk.below(row, around, closed=_ROW)
                if isinstance(cell, Tag) and cell.name in _CELLS and not _is_gone(cell)
            ]
            spanned = [
                (self._cell(cell, inside), _span(cell, "rowspan"), _span(cell, "colspan"))
                for cell, inside in cells
            ]
            whole = not builder.rows or builder.is_open
            builder.row(spanned, head=_is_head([cell for cell, _ in cells], around, whole=whole))
        if not builder.rows:
            return None
        title = caption or above
        return builder.table(
            *(" ".join(self._shown(*each).split()) if each else "" for each in (heading, title))
        )

    def _cell(self, cell: Tag, names: Names) -> PageCell:
        marked, first = [], None
        for each, inside in self._walk.below(cell, names, closed=_CELLS):
            if isinstance(each, Tag) and each.name in _MARKED:
                marked.append(" ".join(self._shown(each, inside).split()))
            elif first is None and isinstance(each, NavigableString) and each.strip():
                first = each
        around = takewhile(lambda parent: parent is not cell, first.parents) if first is not None else ()
        heads = any(parent.name in _PROMINENT for parent in around)
        text = self._shown(cell, names)
        return PageCell(text, self._lines(cell), tuple(text for text in marked if text), heads=heads)

    def _shown(self, tag: Tag, names: Names) -> str:
        """The text that a reader sees of an element, its lines separated by LF, without references to footnotes."""
        closed = _CELLS if tag.name in _CELLS else frozenset[str]()
        pieces: list[str] = []
        for each, around in self._walk.below(tag, names, closed=closed, hidden=_is_hidden):
            if isinstance(each, Tag):
                pieces += [self._instead(each)]
            elif isinstance(each, NavigableString) and not isinstance(each, Comment):
                refers = "sup" in around and _FOOTNOTE.fullmatch(each.strip())
                pieces += [] if refers else [" ".join(each.split("\n"))]
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def _instead(self, tag: Tag) -> str:
        """The text in the place of an element: a line break, or what tells one sign from another."""
        if tag.name == "img":
            return str(tag.get("alt") or tag.get("title") or _named(tag, "src"))
        if tag.name == "input" and tag.get("type") == "checkbox":
            return "[x]" if tag.has_attr("checked") else "[ ]"
        if tag.name in _DRAWN and not self._has_words(tag):
            return str(tag.get("aria-label") or tag.get("title") or _named(tag, "class"))
        return "\n" if tag.name in _BREAKS else ""

    def _has_words(self, tag: Tag) -> bool:
        return any(
            isinstance(each, NavigableString) and not isinstance(each, Comment) and each.strip()
            for each, _ in self._walk.below(tag)
        )


def _is_head(cells: Sequence[Tag], names: Names, *, whole: bool) -> bool:
    """Tell whether a row, below rows of the header alone, is of the header too.

    Args:
        cells: Its cells.
        names: The names that it stands below.
        whole: True if a single cell is no heading of a group of rows.
    """
    return "thead" in names or ((whole or len(cells) > 1) and all(cell.name == "th" for cell in cells))


def _span(cell: Tag, name: str) -> int:
    number = str(cell.get(name, "1"))
    return min(int(number), 1000) if number.isdigit() else 1


def _is_gone(cell: Tag) -> bool:
    """Tell whether a cell takes no room, so that the next one stands in its column."""
    return cell.has_attr("hidden") or "display:none" in _style(cell).lower()


def _is_hidden(tag: Tag) -> bool:
    """Tell whether a reader does not see an element."""
    return tag.name in _HIDDEN or tag.has_attr("hidden") or _INVISIBLE.search(_style(tag)) is not None


def _style(tag: Tag) -> str:
    """The style that an element has of its own, without spaces."""
    return "".join(str(tag.get("style", "")).split())


def _named(tag: Tag, attribute: str) -> str:
    """An element without words, by the attribute that tells it from others; nothing where it lacks that."""
    value = tag.get(attribute) or ""
    words = value if isinstance(value, str) else " ".join(value)
    return f'<{tag.name} {attribute}="{words}">' if words else ""
