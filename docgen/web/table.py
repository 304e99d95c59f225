"""A support table as HTML that is whole without scripts, with an anchor for each row and each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.rendering.markdown import ROW_HEADER
from docgen.rendering.marks import MEANINGS, Proof
from docgen.rendering.words import Sign
from docgen.web.anchors import anchor
from docgen.web.pieces import piece
from docgen.web.record import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docgen.config import Capability, Config
    from docgen.model.support import Backend
    from docgen.rendering.answers import Answer
    from docgen.rendering.links import Links
    from docgen.rendering.marks import Mark
    from docgen.rendering.tables import SupportTable


@dataclass(frozen=True, slots=True)
class _Look:
    """Appearance of a sign: no two are alike, so that a no is distinguished from an unknown or inapplicable answer."""

    kind: str
    """Its class in the style sheet."""
    glyph: str = ""
    """Visible text, as in pages in Markdown; the word itself where empty."""
    spoken: str = ""
    """Text for screen readers in its place."""


_LOOKS: dict[Sign, _Look] = {
    Sign.YES: _Look("yes", Sign.YES.value, SPOKEN[Sign.YES]),
    Sign.NO: _Look("no", Sign.NO.value, SPOKEN[Sign.NO]),
    Sign.UNKNOWN: _Look("unknown", Sign.UNKNOWN.value, SPOKEN[Sign.UNKNOWN]),
    Sign.NOT_DECLARED: _Look("undeclared", Sign.NOT_DECLARED.value, SPOKEN[Sign.NOT_DECLARED]),
    Sign.NOT_APPLICABLE: _Look("inapplicable", Sign.NOT_APPLICABLE.value, SPOKEN[Sign.NOT_APPLICABLE]),
    Sign.UNAVAILABLE: _Look("unavailable"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, as the template needs it."""

    key: str
    """Its key."""
    header: str
    """Its heading."""
    description: str
    """Its meaning."""
    called: Mapping[str, str]
    """Labels for readers, by the words of a value."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, as the template needs it."""

    backend: Backend
    """The backend."""
    cells: tuple[tuple[_Column, Answer, Mark | None], ...]
    """Its cells, each with its column."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table, as the template needs it."""

    name: str
    """Its name."""
    title: str
    """Its heading."""
    columns: tuple[_Column, ...]
    """Its columns."""
    rows: tuple[_Row, ...]
    """Its rows."""


def table_html(table: SupportTable, config: Config, links: Links, pages: Mapping[str, str]) -> str:
    """The table, each backend's name linked to its page, or else to the line that defines it.

    Args:
        table: The table.
        config: What the project says to docgen.
        links: Where a place of the source is shown.
        pages: For the names of backends the addresses of their pages.
    """
    columns = tuple(map(_column, table.columns))
    rows = tuple(
        _Row(row.backend, tuple(zip(columns, row.answers, row.marks, strict=True))) for row in table.rows
    )
    return piece(
        "table.html.j2",
        table=_Table(table.name, table.title, columns, rows),
        row_header=ROW_HEADER,
        anchor=anchor,
        links=links,
        pages=pages,
        shown=_LOOKS,
        numbers={note: number for number, note in enumerate(table.notes, start=1)},
        meanings={mark: "; ".join(_meaning(mark, config)) for mark in table.marks},
    )


def _column(capability: Capability) -> _Column:
    called = {capability.labels.get(text, text): name for text, name in capability.known_as.items()}
    return _Column(capability.key, capability.header, capability.description, called)


def _meaning(mark: Mark, config: Config) -> Iterator[str]:
    """Yield the meaning of a mark, for readers who cannot see it beside a legend."""
    if mark.proof is not Proof.VERIFIED:
        yield MEANINGS[mark.proof]
    names = (
        [target.name for target in config.verify.target if target.sign in mark.targets]
        if config.verify
        else []
    )
    if names:
        yield f"verified on {', '.join(names)}"
