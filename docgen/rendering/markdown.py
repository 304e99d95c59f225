"""The pieces of a page as Markdown that GitHub and Python-Markdown read in the same way."""

from __future__ import annotations

import re
import unicodedata
from html import escape as html_escape
from typing import TYPE_CHECKING

from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from docgen.model.location import Location
    from docgen.rendering.answers import Alternative, Answer, Note, Part
    from docgen.rendering.links import Links
    from docgen.rendering.marks import Mark
    from docgen.rendering.tables import SupportTable

ROW_HEADER = "Backend"
"""Heading of the first column."""

# Neither parser reads an underscore inside a word as emphasis, and names are full of them.
_SPECIAL = re.compile(r"[\\`*\[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
# Characters that would make a paragraph a list, a heading, a quotation or a rule.
_BLOCK_START = re.compile(r"^(\d*)([-+#=>.)])(?=\s|$)")
# Characters that would start HTML, or be read as an entity.
_HTML = re.compile(r"<|&(?=#?\w+;)")
_BACKTICKS = re.compile("`+")
_ROLE_BACKWARDS = re.compile(r":[\w:]+:")
"""A role such as `:class:`, which stands before a code span, read from its end."""
_ENTITIES = {"&": "&amp;", "<": "&lt;"}


def escape(text: str) -> str:
    """Escape `text` so that it is shown as it is written, on one line."""
    return _escape_inner(" ".join(text.split()))


def _escape_inner(text: str) -> str:
    """`text` escaped, its outer spaces kept."""
    plain = _SPECIAL.sub(r"\\\g<0>", visible_line(text))
    return _HTML.sub(lambda match: _ENTITIES[match[0]], plain)


def prose(text: str) -> str:
    """A docstring's paragraphs with their code spans, written with one backtick or with two."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(_paragraph(" ".join(paragraph.split())) for paragraph in paragraphs)


def _paragraph(text: str) -> str:
    pieces, position = [], 0
    for start, inner, last, end in _code_spans(text):
        role = _ROLE_BACKWARDS.match(text[position:start][::-1])
        pieces.append(_escape_inner(text[position : start - (role.end() if role else 0)]))
        pieces.append(code(text[inner:last]))
        position = end
    line = " ".join("".join([*pieces, _escape_inner(text[position:])]).split())
    return _BLOCK_START.sub(r"\1\\\2", line)


def _code_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    """The code spans of a text: where each starts, where its code starts and ends, and where it ends.

    A run of backticks opens one that the next run of the same length closes, as in CommonMark.
    """
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    ahead: dict[int, list[int]] = {}  # numbers of the runs of each length, the next one last
    for number, (start, end) in reversed([*enumerate(runs)]):
        ahead.setdefault(end - start, []).append(number)
    closed = -1
    for number, (start, end) in enumerate(runs):
        same = ahead[end - start]
        same.pop()
        if number > closed and same:
            closed = same[-1]
            yield start, end, *runs[closed]


def code(text: str) -> str:
    """`text` as a code span, fenced by more backticks than any run of them inside."""
    line = visible_line(" ".join(text.split()))
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def numbered(notes: Iterable[Note]) -> dict[Note, int]:
    """The number by which cells refer to each note."""
    return {note: number for number, note in enumerate(notes, start=1)}


def answer_text(answer: Answer, notes: Mapping[Note, int]) -> str:
    """The content of a table cell; each part has a line of its own."""
    return "<br>".join(part_text(part, notes) for part in answer.parts)


def mark_text(mark: Mark | None, notes: Mapping[Note, int]) -> str:
    """Return the mark of a cell for its evidence, as a superscript."""
    if mark is None:
        return ""
    number = f" {notes[mark.note]}" if mark.note else ""
    return f"<sup>{escape(mark.text)}{number}</sup>"


def part_text(part: Part, notes: Mapping[Note, int]) -> str:
    """Words that hold together, with the number of their note and their scenarios."""
    words = part.joint.join(escape(word.text) for word in part.words)
    number = f"<sup>{notes[part.note]}</sup>" if part.note else ""
    return f"{words}{number}" + (f" ({escape(part.where)})" if part.where else "")


def value_text(answer: Answer, *, html: bool) -> str:
    """An answer in running text, without references to notes and on one line.

    Args:
        answer: The answer.
        html: True where HTML is read and Markdown is not.
    """
    said = (
        part.joint.join(word.text for word in part.words) + (f" ({part.where})" if part.where else "")
        for part in answer.parts
    )
    line = "; ".join(said)
    # A pipe would end a cell if the value stands in one, and make a table of a line above something that looks like a
    # rule.
    if html:
        return html_escape(visible_line(line), quote=False).replace("|", "&#124;")
    return escape(line).replace("|", r"\|")


def group_text(part: Part, links: Links) -> str:
    """The value of a list, with its details beside it because lists have no numbered notes."""
    words = part.joint.join(escape(word.text) for word in part.words)
    return f"{words}: {note_text(part.note, links)}" if part.note else words


def note_text(note: Note, links: Links) -> str:
    """A note in a line: the reason, the alternatives, and the place."""
    alternatives = "; ".join(map(_alternative_text, note.alternatives))
    said = ": ".join(part for part in (escape(note.reason), alternatives) if part)
    return f"{said} ({source_text(note.location, links)})" if note.location else said


def source_text(place: Location, links: Links) -> str:
    """A place in the source, as a link if there is something to link to."""
    return _linked(str(place), links(place))


def table_text(table: SupportTable, links: Links) -> str:
    """The table, aligned, each backend's name linked to the line that defines it."""
    notes = numbered(table.notes)
    header = [ROW_HEADER, *(escape(column.header) for column in table.columns)]
    rows = [
        [
            _linked(row.backend.name, links(row.backend.location)),
            *(
                answer_text(answer, notes) + mark_text(mark, notes)
                for answer, mark in zip(row.answers, row.marks, strict=True)
            ),
        ]
        for row in table.rows
    ]
    return aligned([header, *rows])


def records_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows of plain text as a table; the first is the header."""
    return aligned([[escape(cell) for cell in row] for row in rows])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of Markdown as a table with aligned pipes; the first row is the header."""
    cells = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    widths = [max(3, *(_width(cell) for cell in column)) for column in zip(*cells, strict=True)]
    header, *body = (_line(row, widths) for row in cells)
    rule = f"| {' | '.join('-' * width for width in widths)} |"
    return "\n".join([header, rule, *body])


def _linked(text: str, target: str | None) -> str:
    return f"[{escape(text)}]({target})" if target else escape(text)


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    """Columns that `text` takes in a fixed-width font."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _alternative_text(alternative: Alternative) -> str:
    words = ", ".join(escape(word.text) for word in alternative.words)
    return f"{words} when {code(alternative.when)}"
