"""A parsed Markdown page: the content of its tables with their lines, and the text around them.

The committed page and the expected one are read by the same parser, so that alignment, wrapping and the spelling of
Markdown make no difference, nor do the line numbers in links, which move with every edit.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_LINE_ANCHOR = re.compile(r"#L\d+(-L\d+)?$")
_LINE_SUFFIX = re.compile(r":\d+$")
_SEAL = re.compile(r"(<!--[ \t]*docgen:end)[ \t]+[0-9a-f]{8}(?=[ \t]*-->)")
_MARKER = re.compile(r"<!--[ \t]*docgen:(?:begin[ \t]+(?P<shows>[^\s>]+)|end\b)")
_NOTE_NUMBER = re.compile(r"<sup>(\d+)</sup>")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of inline Markdown."""

    shown: str
    """Text that a reader sees."""
    full: str
    """The same text with the targets of its links, which is compared."""


@dataclass(frozen=True, slots=True)
class DocumentedRow:
    """A row of a table."""

    line: int
    """Its line in the page."""
    cells: tuple[Text, ...]
    """Its cells; the first names the row."""


@dataclass(frozen=True, slots=True)
class DocumentedTable:
    """A table of the page."""

    heading: str
    """The heading it stands under; empty above the first one."""
    line: int
    """The line of its header."""
    columns: tuple[str, ...]
    """The headings of its columns, the first included."""
    rows: tuple[DocumentedRow, ...]
    """Its rows, in order."""
    caption: str = ""
    """The paragraph just above it, if there is one."""
    region: str = ""
    """Content of the region that holds it, such as `table=standard`; empty outside regions."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, code block or HTML block."""

    kind: str
    """Kind of the block, as an HTML tag."""
    line: int
    """Its first line."""
    text: Text
    """Text of the block."""


@dataclass(frozen=True, slots=True)
class DocumentedPage:
    """A parsed page."""

    tables: tuple[DocumentedTable, ...]
    """Its tables, in order."""
    blocks: tuple[Block, ...]
    """The other blocks, in order, without the notes that cells refer to."""
    last_line: int = 1
    """Its last line."""


@lru_cache(maxsize=4)
def read_page(markdown: str) -> DocumentedPage:
    """Take a page apart. Never fails: every text is Markdown."""
    tokens = parsed(markdown.removeprefix("\ufeff"))
    tables: list[DocumentedTable] = []
    blocks: list[Block] = []
    heading = region = ""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = _closing(tokens, position)
            notes, after = _notes(tokens, end + 1)
            table, used = _table(tokens[position:end], heading, notes)
            above = tokens[position - 1].type if position else ""
            caption = blocks[-1].text.shown if above == "paragraph_close" else ""
            tables.append(replace(table, caption=caption, region=region))
            # Notes belong to the cells that refer to them; a list that no cell refers to is ordinary text.
            position = after if used else end + 1
            continue
        if block := _block(tokens, position):
            blocks.append(block)
            for marker in _MARKER.finditer(block.text.full) if token.type == "html_block" else ():
                region = marker["shows"] or ""
            heading = block.text.shown if block.kind.startswith("h") and block.kind != "html" else heading
        position += 1
    return DocumentedPage(tuple(tables), tuple(blocks), max(len(markdown.splitlines()), 1))


def tables_by_key(tables: Sequence[DocumentedTable]) -> dict[tuple[str, int], DocumentedTable]:
    """Tables by the region or else the heading that they stand under, and by their position among those of the same."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], DocumentedTable] = {}
    for table in tables:
        above = table.region or table.heading
        found[above, seen[above]] = table
        seen[above] += 1
    return found


def _closing(tokens: Sequence[Token], start: int) -> int:
    """Position of the token that closes the block opened at `start`."""
    level = tokens[start].level
    later = range(start + 1, len(tokens))
    return next(i for i in later if tokens[i].level == level and tokens[i].nesting < 0)


def _block(tokens: Sequence[Token], position: int) -> Block | None:
    token = tokens[position]
    line = token.map[0] + 1 if token.map else 1
    if token.type == "inline":
        return Block(tokens[position - 1].tag, line, _inline(token))
    if token.type in {"fence", "code_block", "html_block", "hr"}:
        # The seal says who wrote a region; it is no content of the page.
        content = _SEAL.sub(r"\1", f"{token.info} {token.content}".strip())
        return Block(token.tag or "html", line, Text(content, content))
    return None


def _notes(tokens: Sequence[Token], start: int) -> tuple[list[Text], int]:
    """The ordered list that starts at `start`, item by item, and the position after it."""
    if start >= len(tokens) or tokens[start].type != "ordered_list_open":
        return [], start
    end = _closing(tokens, start)
    return [_inline(token) for token in tokens[start:end] if token.type == "inline"], end + 1


def _table(tokens: Sequence[Token], heading: str, notes: Sequence[Text]) -> tuple[DocumentedTable, bool]:
    """The table, and true if its cells refer to the notes."""
    rows: list[DocumentedRow] = []
    cells: list[Text] = []
    shown, full = [note.shown for note in notes], [note.full for note in notes]
    referred = False
    for token in tokens:
        if token.type == "tr_open":
            cells = []
            line = token.map[0] + 1 if token.map else 1
        elif token.type == "inline":
            plain = _inline(token)
            cells.append(Text(_resolve(plain.shown, shown), _resolve(plain.full, full)))
            referred = referred or cells[-1] != plain
        elif token.type == "tr_close":
            rows.append(DocumentedRow(line, tuple(cells)))
    header, *body = rows
    return DocumentedTable(heading, header.line, tuple(c.shown for c in header.cells), tuple(body)), referred


def _resolve(text: str, notes: Sequence[str]) -> str:
    """Replace the number of each note by its text, because numbers change when a note is added elsewhere."""

    def note(match: re.Match[str]) -> str:
        number = int(match[1])
        return f" [{notes[number - 1]}]" if 0 < number <= len(notes) else match[0]

    return _NOTE_NUMBER.sub(note, text)


def _inline(token: Token) -> Text:
    shown, full = [], []
    for text, target in _pieces(token.children or []):
        shown.append(text)
        full.append(f"{_LINE_SUFFIX.sub('', text)}({_LINE_ANCHOR.sub('', target)})" if target else text)
    return Text(" ".join("".join(shown).split()), " ".join("".join(full).split()))


def _pieces(children: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Runs of text, each with the target of its link; emphasis makes no difference."""
    target = ""
    run: list[str] = []
    for child in children:
        if child.type in {"link_open", "link_close"}:
            yield "".join(run), target
            run = []
            target = str(child.attrs.get("href", ""))
        elif child.type == "image":
            run.append(f"{child.content}({child.attrs['src']})")
        elif child.type == "code_inline":
            run.append(f"`{child.content}`")
        elif child.type == "html_inline":
            # Readers do not see comments, such as those around a value.
            shown = "" if child.content.startswith("<!--") else child.content
            run.append("; " if shown.startswith("<br") else shown)
        elif child.type in {"softbreak", "hardbreak"}:
            run.append(" ")
        else:
            run.append(child.content)
    yield "".join(run), target
