"""The claimed tables of one page against the model."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from docgen.claims.report import ClaimsReport
from docgen.claims.rows import ClaimedRow, claimed_rows
from docgen.claims.verdicts import Judgement, Verdict, direction, judge
from docgen.claims.words import Claimed, Silent, read
from docgen.model.availability import askable
from docgen.model.cell import State
from docgen.rendering.answers import answer
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.words import UNAVAILABLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docgen.config import Capability, Config
    from docgen.config.claims import ClaimedTable, Claims
    from docgen.model.cell import Cell
    from docgen.model.support import Backend, SupportModel
    from docgen.rendering.documented import DocumentedPage, DocumentedTable


def check_claims(
    claims: Claims, page: DocumentedPage, written: Sequence[range], config: Config, model: SupportModel
) -> ClaimsReport:
    """Hold the tables of `page` against the model.

    Args:
        claims: Which tables, and how to read them.
        page: The page, taken apart.
        written: Lines that docgen itself wrote: nobody claims anything there.
        config: The columns.
        model: What the code says.
    """
    tables = [table for table in page.tables if not any(table.line in lines for lines in written)]
    return _Checker(claims, config, model).check(tables)


class _Checker:
    """Checks the claims of one page."""

    def __init__(self, claims: Claims, config: Config, model: SupportModel) -> None:
        self._claims = claims
        self._model = model
        self._columns = {capability.key: capability for capability in config.capability}
        self._backends = {backend.name: backend for backend in model.backends}
        self._report = ClaimsReport(claims.path)

    def check(self, tables: Sequence[DocumentedTable]) -> ClaimsReport:
        covered: list[tuple[ClaimedTable, DocumentedTable]] = []
        for wanted in self._claims.table:
            found = next((table for table in tables if _is(table, wanted)), None)
            if found is not None:
                covered.append((wanted, found))
            elif not self._claims.optional:
                self._report.missing_table(wanted.heading or wanted.caption)
        named = {name for wanted, found in covered for name in self._table(found, wanted)}
        for backend in self._model.backends:
            place = next((found.line for wanted, found in covered if _belongs(backend, wanted)), None)
            if place is not None and backend.name not in named:
                self._report.missing_row(backend, place)
        for table in tables:
            if all(table is not found for _, found in covered):
                size = len(table.rows) * (len(table.columns) - 1)
                self._untold(f"the table under {table.heading!r} is claimed by no [[claims]]", size)
        return self._report

    def _table(self, table: DocumentedTable, wanted: ClaimedTable) -> Iterator[str]:
        """Judge all claims of a table; gives the names of its rows."""
        rows = claimed_rows(table, self._claims)
        for header in table.columns:
            if header not in self._claims.columns and header != (self._claims.row or table.columns[0]):
                self._untold(f"the column {header!r} stands for no capability", len(rows))
        for name in dict.fromkeys(row.name for row in rows):
            same = [row for row in rows if row.name == name]
            backend = self._backends.get(name)
            if backend is None or _strange(backend, wanted):
                self._report.extra_row(name, backend, same[0].line)
            if backend is None:
                self._untold("the row names no backend", sum(len(row.cells) for row in same))
            else:
                self._backend(backend, same)
            yield name

    def _backend(self, backend: Backend, rows: Sequence[ClaimedRow]) -> None:
        """Judge the rows of one backend, each alone and, where a row tells only its share, as one."""
        for row in rows:
            for key in row.cells:
                if key not in self._claims.together:
                    self._claim(backend, key, [row])
        for key in self._claims.together:
            if all(key in row.cells for row in rows):
                self._claim(backend, key, rows)

    def _claim(self, backend: Backend, key: str, rows: Sequence[ClaimedRow]) -> None:
        column = self._columns[key]
        claimed = self._read(column, rows)
        if isinstance(claimed, Silent):
            self._untold(claimed.reason, len(rows))
            return
        cells = self._cells(backend, key, rows)
        empty_is_all = column.variable is None
        judgement = judge(claimed, cells, empty_is_all=empty_is_all)
        self._report.count(judgement, len(rows))
        if judgement.verdict is Verdict.DRIFTED:
            said = " and ".join(dict.fromkeys(row.cells[key] for row in rows))
            self._report.wrong(
                direction(claimed, cells, empty_is_all=empty_is_all),
                backend,
                column,
                said=said,
                expected=self._expected(cells, column),
                line=rows[0].line,
                place=next((cell.location for cell in cells if cell.location), None),
            )

    def _read(self, column: Capability, rows: Sequence[ClaimedRow]) -> Claimed | Silent:
        """What the rows claim together."""
        values: frozenset[str] = frozenset()
        for row in rows:
            if reason := row.skip.get(column.key):
                return Silent(reason)
            domain = self._model.domains.get(column.key)
            claimed = read(row.cells[column.key], self._claims, column, domain)
            if isinstance(claimed, Silent) or isinstance(claimed.value, bool):
                return claimed
            values |= claimed.value
        return Claimed(values)

    def _cells(self, backend: Backend, key: str, rows: Sequence[ClaimedRow]) -> tuple[Cell, ...]:
        """The answers in the scenarios that the rows speak of."""
        patterns = {pattern for row in rows for pattern in row.scenarios}
        limited = (
            (cell, tuple(name for name in cell.scenarios if _chosen(name, patterns)))
            for cell in backend.cells[key]
        )
        return tuple(msgspec.structs.replace(cell, scenarios=names) for cell, names in limited if names)

    def _expected(self, cells: tuple[Cell, ...], column: Capability) -> str:
        """What the code says, as docgen would write it for these scenarios."""
        names = tuple(name for name in self._model.scenarios if any(name in cell.scenarios for cell in cells))
        parts = answer(cells, column, self._model.domains.get(column.key), ScenarioWords(names)).parts
        return "; ".join(
            part.joint.join(word.text for word in part.words)
            + (f" ({part.where})" if part.where else "")
            + (f": {part.note.reason}" if part.note and UNAVAILABLE in part.words else "")
            for part in parts
        )

    def _untold(self, reason: str, cells: int) -> None:
        self._report.count(Judgement(Verdict.UNTOLD, reason), cells)


def _is(table: DocumentedTable, wanted: ClaimedTable) -> bool:
    heading = not wanted.heading or table.heading == wanted.heading
    return heading and (not wanted.caption or table.caption.rstrip(":") == wanted.caption.rstrip(":"))


def _chosen(scenario: str, patterns: Collection[str]) -> bool:
    return not patterns or any(fnmatchcase(scenario, pattern) for pattern in patterns)


def _belongs(backend: Backend, wanted: ClaimedTable) -> bool:
    """Whether the backend is known, in every scenario where it can be asked, to answer as the table wants it."""
    return all(
        (asked := askable(backend.cells[key]))
        and all(cell.state is State.KNOWN and cell.value is answer_wanted for cell in asked)
        for key, answer_wanted in wanted.where.items()
    )


def _strange(backend: Backend, wanted: ClaimedTable) -> bool:
    """Whether the backend is known, in every scenario where it can be asked, to answer otherwise."""
    return any(
        (asked := askable(backend.cells[key]))
        and all(cell.state is State.KNOWN and cell.value is not answer_wanted for cell in asked)
        for key, answer_wanted in wanted.where.items()
    )
