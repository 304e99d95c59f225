"""Tables of an HTML text; Markdown, MDX and notebooks are converted to HTML first."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from docgen.claims.tables import PageCell, PageTable, TableBuilder
from docgen.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bs4.element import PageElement

LINE = "data-docgen-line"
"""Attribute that carries the line of an element in the page that the HTML was made from."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote", "hr", *_HEADINGS})
_CELLS = ("td", "th")
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
    return tuple(_tables(soup, lines or _own_line))


def marked_line(tag: Tag) -> int:
    """The line that the nearest element around `tag` carries."""
    for element in (tag, *tag.parents):
        if element.has_attr(LINE):
            return int(str(element[LINE]))
    return 1


def _own_line(tag: Tag) -> int:
    return tag.sourceline or 1


def _tables(soup: BeautifulSoup, lines: Callable[[Tag], int]) -> Iterator[PageTable]:
    heading = above = ""
    for tag in soup.find_all():
        if tag.name in _HEADINGS:
            heading = " ".join(shown(tag).split())
        if tag.name == "table":
            caption = tag.find("caption")
            title = shown(caption) if caption else above
            table = _table(tag, heading, " ".join(title.split()), lines)
            if table:
                yield table
            above = ""
        elif tag.name in _BLOCKS and not tag.find_parent("table"):
            above = shown(tag) if tag.name == "p" else ""


def _table(tag: Tag, heading: str, caption: str, lines: Callable[[Tag], int]) -> PageTable | None:
    builder = TableBuilder()
    for row in tag.find_all("tr"):
        if row.find_parent("table") is not tag:
            continue
        # Cells and rows may be left open, so each takes only the content that no nearer cell or row contains.
        cells = [cell for cell in row.find_all(_CELLS) if cell.find_parent("tr") is row]
        spanned = [(_cell(cell, lines), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells]
        builder.row(spanned, head=_is_head(row, cells, whole=not builder.rows or builder.is_open))
    return builder.table(heading, caption)


def _is_head(row: Tag, cells: Sequence[Tag], *, whole: bool) -> bool:
    """Tell whether a row, below rows of the header alone, is of the header too.

    Args:
        row: The row.
        cells: Its cells.
        whole: True if a single cell is no heading of a group of rows.
    """
    if row.find_parent("thead") is not None:
        return True
    return (whole or len(cells) > 1) and all(cell.name == "th" for cell in cells)


def _span(cell: Tag, name: str) -> int:
    number = str(cell.get(name, "1"))
    return min(int(number), 1000) if number.isdigit() else 1


def _cell(cell: Tag, lines: Callable[[Tag], int]) -> PageCell:
    inside = [each for each in cell.find_all(_MARKED) if each.find_parent(_CELLS) is cell]
    marked = (" ".join(shown(each).split()) for each in inside)
    first = next(
        (each for each in cell.descendants if isinstance(each, NavigableString) and each.strip()), None
    )
    heads = first is not None and any(
        parent.name in _PROMINENT for parent in first.parents if parent is not cell and cell in parent.parents
    )
    return PageCell(shown(cell), lines(cell), tuple(text for text in marked if text), heads=heads)


def shown(tag: Tag) -> str:
    """The text that a reader sees of an element, its lines separated by LF, without references to footnotes."""
    pieces: list[str] = []
    for each in tag.descendants:
        if tag.name in _CELLS and each.find_parent(_CELLS) is not tag:
            continue
        if _is_hidden(each, tag):
            continue
        if isinstance(each, Tag):
            pieces += [_instead(each)]
        elif isinstance(each, NavigableString) and not isinstance(each, Comment) and not _refers(each):
            pieces.append(" ".join(each.split("\n")))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_hidden(each: PageElement, cell: Tag) -> bool:
    """Tell whether a reader does not see a part of `cell`."""
    around = (parent for parent in (each, *each.parents) if isinstance(parent, Tag))
    for tag in takewhile(lambda parent: parent is not cell, around):
        style = "".join(str(tag.get("style", "")).split())
        if tag.name in _HIDDEN or tag.has_attr("hidden") or _INVISIBLE.search(style):
            return True
    return False


def _instead(tag: Tag) -> str:
    """The text in the place of an element: a line break, or what tells one sign from another."""
    if tag.name == "img":
        return str(tag.get("alt") or tag.get("title") or _named(tag, "src"))
    if tag.name == "input" and tag.get("type") == "checkbox":
        return "[x]" if tag.has_attr("checked") else "[ ]"
    if tag.name in _DRAWN and not tag.get_text(strip=True):
        return str(tag.get("aria-label") or tag.get("title") or _named(tag, "class"))
    return "\n" if tag.name in _BREAKS else ""


def _named(tag: Tag, attribute: str) -> str:
    """An element without words, by the attribute that tells it from others; nothing where it lacks that."""
    value = tag.get(attribute) or ""
    words = value if isinstance(value, str) else " ".join(value)
    return f'<{tag.name} {attribute}="{words}">' if words else ""


def _refers(text: NavigableString) -> bool:
    """Tell whether a text is a superscript that only refers to a footnote."""
    return text.find_parent("sup") is not None and _FOOTNOTE.fullmatch(text.strip()) is not None
