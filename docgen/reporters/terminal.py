"""The support tables for a terminal, as wide as it is; a wider table is split into blocks of columns."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from docgen.model.settling import settling_line
from docgen.rendering.markdown import numbered
from docgen.rendering.words import Sign
from docgen.visible import inert_lines, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from docgen.rendering.answers import Answer, Note, Part
    from docgen.rendering.context import PageContext
    from docgen.rendering.lists import ScenarioList
    from docgen.rendering.tables import SupportTable
    from docgen.rendering.words import Word

_COMFORTABLE = 24
"""Characters that a long cell gets before it is wrapped."""
_GAP = 2
"""Width between two columns: a space, and one character for the border of the box."""
_STYLES: dict[Sign, str] = {
    Sign.YES: "green",
    Sign.NO: "red",
    Sign.UNKNOWN: "bold yellow",
    Sign.NOT_DECLARED: "dim",
    Sign.NOT_APPLICABLE: "dim",
    Sign.UNAVAILABLE: "dim",
    Sign.NONE: "red",
}
_PLAIN: dict[Sign, str] = {Sign.YES: "yes", Sign.NO: "no", Sign.NOT_DECLARED: "-"}
"""Signs in ASCII, for consoles that can show nothing else."""


class _Drawing(io.StringIO):
    """A text that is drawn as if for a stream, with its encoding and its kind, without writing to the stream."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # the base's is read-only too
        """Encoding of the stream; empty if there is no stream."""
        return getattr(self._stream, "encoding", None) or ""

    def isatty(self) -> bool:
        """Tell whether the stream is a terminal."""
        return self._stream is not None and self._stream.isatty()


class Terminal:
    """Draws tables, lists and notes for one stream, in its width, colours and characters."""

    def __init__(self, stream: TextIO | None, *, locations: bool) -> None:
        width = shutil.get_terminal_size((120, 40)).columns
        self._drawing = _Drawing(stream)
        self._console = Console(file=self._drawing, width=width, markup=False, highlight=False, emoji=False)
        self._ascii = not (self._console.encoding or "").lower().startswith("utf")
        self._locations = locations

    def draw(self, page: PageContext) -> str:
        """All tables with rows, then the lists."""
        for table in page.tables:
            if table.rows:
                self._show_table(table)
        for each in page.lists:
            self._show_list(each)
        return inert_lines(self._drawing.getvalue())

    def _show_table(self, table: SupportTable) -> None:
        notes = numbered(dict.fromkeys(self._told(note) for note in table.notes))
        if self._locations:
            self._show_answers(table, notes)
        else:
            self._show_grid(table, notes)
        for note, number in notes.items():
            self._console.print(Text(f"[{number}] ", style="bold yellow") + self._note(note))
        for line, numbers in _fixes(notes).items():
            self._console.print(_text(f"to fix {numbers}: {line}", style="dim"))
        if notes:
            self._console.print()

    def _show_answers(self, table: SupportTable, notes: Mapping[Note, int]) -> None:
        """Print one answer below the other, because places are too long to stand side by side."""
        self._console.print(_text(table.title, style="bold"))
        self._console.print()
        for row in table.rows:
            place = _text(str(row.backend.location), style="dim")
            self._console.print(Text("  ").join([_text(row.backend.name, style="bold"), place]))
            for column, answer in zip(table.columns, row.answers, strict=True):
                said = Text("; ").join(self._part(part, notes) for part in answer.parts)
                self._console.print(Padding(_text(f"{column.header}: ") + said, (0, 0, 0, 2)))
                told = [_text(str(each), style="dim") for each in answer.places]
                origins = _text(f"({', '.join(answer.origins)})", style="dim")
                self._console.print(Padding(Text(" ").join([*told, origins]), (0, 0, 0, 4)))
            self._console.print()

    def _show_grid(self, table: SupportTable, notes: Mapping[Note, int]) -> None:
        cells = [[self._answer(answer, notes) for answer in row.answers] for row in table.rows]
        names = [_text(row.backend.name) for row in table.rows]
        headers = [visible_line(column.header) for column in table.columns]
        widths = [
            _column_width(header, [row[position] for row in cells]) for position, header in enumerate(headers)
        ]
        first = max((cell_len(line) for name in names for line in name.plain.splitlines()), default=0)
        title = _text(table.title, style="bold")
        for block in _blocks(widths, self._console.width - first - 2 * _GAP):
            grid = Table(
                title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
            )
            grid.add_column("", no_wrap=True)
            for position in block:
                grid.add_column(headers[position], overflow="fold", max_width=widths[position])
            for name, row in zip(names, cells, strict=True):
                grid.add_row(name, *(row[position] for position in block))
            self._console.print(grid)
            title = _text(f"{table.title} (continued)", style="bold")

    def _show_list(self, each: ScenarioList) -> None:
        self._console.print(_text(each.title, style="bold"))
        for group in each.groups:
            where = f"{group.where}: " if group.where else ""
            reason = Text(": ") + self._note(group.part.note) if group.part.note else Text()
            self._console.print(
                _text(f"  {where}") + self._words(group.part.words, group.part.joint) + reason
            )
        self._console.print()

    def _answer(self, answer: Answer, notes: Mapping[Note, int]) -> Text:
        return Text("\n").join(self._part(part, notes) for part in answer.parts)

    def _part(self, part: Part, notes: Mapping[Note, int]) -> Text:
        text = self._words(part.words, part.joint)
        if part.note:
            text.append(f" [{notes[self._told(part.note)]}]", style="dim")
        if part.where:
            text.append(visible_line(f" ({part.where})"), style="dim")
        return text

    def _words(self, words: Sequence[Word], joint: str) -> Text:
        return _text(joint).join(self._word(word) for word in words)

    def _word(self, word: Word) -> Text:
        if word.sign is None:
            return _text(word.text)
        text = _PLAIN.get(word.sign, word.text) if self._ascii else word.text
        return _text(text, style=_STYLES.get(word.sign, ""))

    def _told(self, note: Note) -> Note:
        """Return the note as it is printed: without places, notes with the same reason are the same note."""
        return note if self._locations else replace(note, location=None)

    def _note(self, note: Note) -> Text:
        alternatives = (
            self._words(each.words, ", ") + _text(f" when {each.when}") for each in note.alternatives
        )
        said = (_text(note.reason), Text("; ").join(alternatives))
        text = Text(": ").join(part for part in said if part)
        return text.append(visible_line(f"  ({note.location})"), style="dim") if note.location else text


def _fixes(notes: Mapping[Note, int]) -> dict[str, str]:
    """The lines of configuration that would settle what is not known, each with the numbers of its notes."""
    found: dict[str, list[str]] = {}
    for note, number in notes.items():
        if line := settling_line(note.reason):
            found.setdefault(line, []).append(f"[{number}]")
    return {line: " ".join(numbers) for line, numbers in found.items()}


def _text(text: str, style: str = "") -> Text:
    """A text of the documented project on one line, whatever it holds."""
    return Text(visible_line(text), style=style)


def _column_width(header: str, cells: Sequence[Text]) -> int:
    """Width that a column should have: that of its text if this is short, and at least that of its longest word."""
    lines = [header, *(line for cell in cells for line in cell.plain.splitlines())]
    longest_word = max(cell_len(word) for line in lines for word in line.split() or [""])
    return max(longest_word, min(_COMFORTABLE, max(cell_len(line) for line in lines)))


def _blocks(widths: Sequence[int], available: int) -> Iterator[list[int]]:
    """Positions of columns that fit side by side, in order; a column that never fits is a block of its own."""
    block: list[int] = []
    used = 0
    for position, width in enumerate(widths):
        if block and used + width + _GAP > available:
            yield block
            block, used = [], 0
        block.append(position)
        used += width + _GAP
    if block:
        yield block
