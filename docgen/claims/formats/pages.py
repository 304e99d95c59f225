"""The formats of pages by the suffixes of their names, each with its parser of tables.

Each imports its parsers when there is a page in it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from docgen.apart import CAN_FORK, apart, limits_in_words
from docgen.claims.tables import PageCell, PageTable
from docgen.errors import PageError
from docgen.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable

_SHORT = 64_000
"""Characters of a page that is cheap to read, whatever it holds."""


def read_tables(text: str, path: str) -> tuple[PageTable, ...]:
    """The tables of a page, in order.

    Args:
        text: The page.
        path: Its name; the suffix gives the format, and an unknown suffix means Markdown.

    Raises:
        PageError: it is not in that format, or the package that reads it is not installed.
    """
    try:
        cheap = len(text) <= _SHORT or not CAN_FORK
        return _read(text, path) if cheap else _read_apart(text, path)
    except PageError as error:
        raise PageError(error.what, location=Location(path, 1), remedy=error.remedy) from None


def _read(text: str, path: str) -> tuple[PageTable, ...]:
    return _FORMATS.get(PurePosixPath(path).suffix.lower(), _markdown)(text)


class _Said(msgspec.Struct):
    """Result of a process that reads a page."""

    tables: tuple[PageTable, ...] = ()
    """The tables."""
    error: tuple[str, str | None] | None = None
    """The error and its remedy, if the page is refused."""


def _read_apart(text: str, path: str) -> tuple[PageTable, ...]:
    """The same, read by a process of its own: what a parser takes for a text depends on how it is nested."""

    def work() -> bytes:
        try:
            return msgspec.json.encode(_Said(_read(text, path)))
        except PageError as error:
            return msgspec.json.encode(_Said(error=(error.what, error.remedy)))

    answer = apart(work)
    if answer is None:
        what = f"its tables cannot be read in {limits_in_words()}"
        raise PageError(what, remedy="split the page, or take what no table needs out of it")
    said = msgspec.json.decode(answer, type=_Said)
    if said.error:
        what, remedy = said.error
        raise PageError(what, remedy=remedy)
    return said.tables


def is_markdown(path: str) -> bool:
    """Tell whether a page may hold regions that docgen writes."""
    return _FORMATS.get(PurePosixPath(path).suffix.lower(), _markdown) in {_markdown, _text}


def _markdown(text: str) -> tuple[PageTable, ...]:
    from docgen.claims.formats import markdown  # noqa: PLC0415

    return markdown.tables(text)


def _html(text: str) -> tuple[PageTable, ...]:
    from docgen.claims.formats import html  # noqa: PLC0415

    return html.tables(text)


def _restructured_text(text: str) -> tuple[PageTable, ...]:
    from docgen.claims.formats import restructured_text  # noqa: PLC0415

    return restructured_text.tables(text)


def _text(text: str) -> tuple[PageTable, ...]:
    """The tables of a page whose name tells no format: those of the first that finds some."""
    return _markdown(text) or _restructured_text(text)


def _mdx(text: str) -> tuple[PageTable, ...]:
    from docgen.claims.formats import extensions, html, jsx, markdown  # noqa: PLC0415

    page = markdown.to_html(jsx.to_markdown(extensions.as_commonmark(text)))
    return html.tables(jsx.with_inline_markdown(page), html.marked_line)


def _notebook(text: str) -> tuple[PageTable, ...]:
    from docgen.claims.formats import markdown, notebook  # noqa: PLC0415

    source, numbers = notebook.to_markdown(text)

    def moved(cells: tuple[PageCell, ...]) -> tuple[PageCell, ...]:
        return tuple(replace(cell, line=numbers[cell.line - 1]) for cell in cells)

    return tuple(
        replace(
            table,
            line=numbers[table.line - 1],
            header=moved(table.header),
            rows=tuple(map(moved, table.rows)),
        )
        for table in markdown.tables(source)
    )


_FORMATS: dict[str, Callable[[str], tuple[PageTable, ...]]] = {
    ".htm": _html,
    ".html": _html,
    ".ipynb": _notebook,
    ".mdx": _mdx,
    ".rst": _restructured_text,
    ".txt": _text,
}
"""The formats that are not Markdown."""
