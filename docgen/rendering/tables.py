"""Rows and columns of each configured table, with their answers."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docgen.model.availability import askable
from docgen.model.cell import State
from docgen.model.measurement import Measured
from docgen.rendering.answers import Answer, Note, answer
from docgen.rendering.marks import Mark, Marks
from docgen.rendering.scenarios import ScenarioWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Capability, Config, Table
    from docgen.model.support import Backend, SupportModel


@dataclass(frozen=True, slots=True)
class Row:
    """One backend of a table."""

    backend: Backend
    """The backend."""
    answers: tuple[Answer, ...]
    """Its answers, in the order of the table's columns."""
    marks: tuple[Mark | None, ...]
    """The mark for the evidence of each answer; None if nothing is measured."""


@dataclass(frozen=True, slots=True)
class SupportTable:
    """A table, ready to be rendered."""

    name: str
    """Its name in the configuration and in markers."""
    title: str
    """Its heading."""
    columns: tuple[Capability, ...]
    """The columns after the first, which holds the backends' names."""
    rows: tuple[Row, ...]
    """The backends that belong in it."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of its cells, each once; a cell shows the position, counted from 1."""
        return tuple(dict.fromkeys(note for row in self.rows for note in _notes(row)))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of its cells."""
        return tuple(mark for row in self.rows for mark in row.marks if mark)


def _notes(row: Row) -> Iterator[Note]:
    for each, mark in zip(row.answers, row.marks, strict=True):
        yield from (part.note for part in each.parts if part.note)
        if mark and mark.note:
            yield mark.note


def support_tables(
    config: Config, model: SupportModel, marks: Marks | None = None
) -> tuple[SupportTable, ...]:
    """Every configured table; a table without rows is kept because a page may name it."""
    words = ScenarioWords(model.scenarios)
    marks = marks or Marks(config, Measured())
    return tuple(_support_table(table, config, model, words, marks) for table in config.tables)


def _support_table(
    table: Table, config: Config, model: SupportModel, words: ScenarioWords, marks: Marks
) -> SupportTable:
    columns = config.columns(table)
    rows = (
        Row(
            backend,
            tuple(answer(backend.cells[c.key], c, model.domains.get(c.key), words) for c in columns),
            tuple(marks.of(backend.name, c.key) for c in columns),
        )
        for backend in model.backends
        if is_named(backend.name, table.backends) and not _ruled_out(backend, table)
    )
    return SupportTable(table.name, table.title, columns, tuple(rows))


def is_named(name: str, patterns: Sequence[str]) -> bool:
    """Tell whether a name matches one of the patterns and none of those after a `!`; without patterns, all names do."""
    refused = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")] or ["*"]
    return _matches(name, wanted) and not _matches(name, refused)


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _ruled_out(backend: Backend, table: Table) -> bool:
    """Tell whether the backend is known not to belong, wherever it can be asked; doubt keeps a row visible."""
    return any(
        (asked := askable(backend.cells[key]))
        and all(cell.state is State.KNOWN and bool(cell.value) is not wanted for cell in asked)
        for key, wanted in table.where.items()
    )
