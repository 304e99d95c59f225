"""The claimed tables of one page against the model."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from docgen.claims.columns import Column, columns_of, positions
from docgen.claims.expected import expected_words
from docgen.claims.idle import ReadTable, idle
from docgen.claims.names import Names
from docgen.claims.report import ClaimsReport
from docgen.claims.rows import claimed_rows
from docgen.claims.tables import same_words
from docgen.claims.verdicts import Verdict, answers_with_truths, direction, judge, values_of
from docgen.claims.words import Claimed, Silent, Unread, read
from docgen.model.availability import askable
from docgen.model.cell import State
from docgen.rendering.tables import is_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docgen.claims.rows import ClaimedCell, ClaimedRow
    from docgen.claims.tables import PageTable
    from docgen.config import Capability, Config
    from docgen.config.claims import ClaimedTable, Claims
    from docgen.model.cell import Cell
    from docgen.model.support import Backend, SupportModel


def check_claims(
    claims: Claims, tables: Sequence[PageTable], written: Sequence[range], config: Config, model: SupportModel
) -> ClaimsReport:
    """Compare the tables of a page with the model.

    Args:
        claims: The tables to compare, and how to read them.
        tables: The tables of the page.
        written: Lines that docgen itself wrote; they hold no claims.
        config: The columns.
        model: The answers of the code.
    """
    return _Checker(claims, config, model).check(
        [table for table in tables if not any(table.line in lines for lines in written)]
    )


class _Checker:
    """Checks the claims of one page."""

    def __init__(self, claims: Claims, config: Config, model: SupportModel) -> None:
        self._claims = claims
        self._model = model
        self._partial = len(model.scenarios) < len(config.scenarios)
        self._columns = {capability.key: capability for capability in config.capability}
        self._backends = {backend.name: backend for backend in model.backends}
        self._names = Names(claims, self._backends)
        self._report = ClaimsReport(claims.path)
        self._values: dict[str, frozenset[str]] = {}
        self._read_tables: list[ReadTable] = []
        self._scenarios = [scenario.name for scenario in config.scenarios]

    def check(self, tables: Sequence[PageTable]) -> ClaimsReport:
        """Judge every configured table, and count the others."""
        covered: list[tuple[ClaimedTable, PageTable]] = []
        left = [table for table in tables if not table.malformed]
        malformed = [table for table in tables if table.malformed]
        for wanted in self._claims.table:
            found = next((table for table in left if _is(table, wanted)), None)
            if found is not None:
                left.remove(found)
                covered.append((wanted, found))
            elif any(_is(table, wanted) for table in malformed):
                continue
            elif not self._claims.optional:
                title = ", ".join(filter(None, (wanted.heading, wanted.caption)))
                self._report.missing_table(title, (table.heading or table.caption for table in tables))
        for table in malformed:
            self._report.malformed_table(table)
        named = {name for wanted, found in covered for name in self._table(found, wanted)}
        for backend in self._model.backends:
            place = next((found.line for wanted, found in covered if _belongs(backend, wanted)), None)
            if place is not None and backend.name not in named:
                self._report.missing_row(backend, place)
        for table in left:
            size = len(table.rows) * (len(table.header) - 1)
            under = table.heading or table.caption
            self._report.leave(f"the table under {under!r} is claimed by no [[claims]]", size)
            like = next((each for each in self._claims.table if _is(table, each)), None)
            columns = columns_of(self._upright(table, like), self._claims, like) if like else ()
            if headers := [column.header for column in columns if isinstance(column, Column)]:
                self._report.second_table(table, headers)
        # An optional page may be of another release; what a missing table would match is not known.
        if not self._claims.optional and len(self._read_tables) == len(self._claims.table):
            found_idle = idle(self._claims, self._read_tables, self._names, self._backends, self._scenarios)
            self._report.idle += found_idle
        return self._report

    def _table(self, table: PageTable, wanted: ClaimedTable) -> Iterator[str]:
        """Judge all claims of a table, and yield the names of its rows."""
        table = self._upright(table, wanted)
        headers = [cell.text for cell in table.header]
        columns = self._found_columns(table, wanted)
        subjects = (
            positions(headers, self._claims.row, self._claims.marks)
            if self._claims.row
            else [self._names.column(table, {column.position for column in columns})]
        )
        if len(subjects) != 1:
            self._report.missing_column(self._claims.row, len(subjects), None, table.line, headers)
            return
        rows = list(claimed_rows(table, columns, subjects[0], self._names, self._claims))
        labels = tuple(row[subjects[0]] for row in table.rows)
        self._read_tables.append(ReadTable(labels, tuple(rows)))
        if not rows:
            self._report.empty_table(_title(table, wanted), table.line)
        used = {subjects[0], *(column.position for column in columns)}
        for position, header in enumerate(headers):
            if position not in used:
                self._report.leave(
                    f"the column {' '.join(header.split())!r} stands for no capability", len(rows)
                )
        for row in rows:
            if not all(name in self._backends for name in row.names or ("",)):
                strange = next((name for name in row.names if name not in self._backends), None)
                self._report.extra_row(row.label, strange, row.line)
                self._report.leave("the row names no backend", len(row.cells))
        for name in dict.fromkeys(name for row in rows for name in row.names):
            backend = self._backends.get(name)
            same = [row for row in rows if name in row.names]
            if backend is not None:
                if _strange(backend, wanted):
                    self._report.misplaced_row(backend, same[0].line)
                self._backend(backend, same)
            yield name

    def _upright(self, table: PageTable, wanted: ClaimedTable) -> PageTable:
        """The table with a row for each backend, even where the page gives each a column."""
        turned = table.transposed()
        upright, transposed = (
            sum(isinstance(each, Column) for each in columns_of(side, self._claims, wanted))
            for side in (table, turned)
        )
        return turned if transposed and not upright else table

    def _found_columns(self, table: PageTable, wanted: ClaimedTable) -> list[Column]:
        """The configured columns that the table has; each configured column that it lacks is a finding."""
        found = []
        for column in columns_of(table, self._claims, wanted):
            if isinstance(column, Column):
                found.append(column)
            elif self._claims.optional and not column.matches:
                title = _title(table, wanted)
                reason = f"the table {title!r} has no column {column.header!r}, which is optional"
                self._report.leave(reason, len(table.rows))
            else:
                key = self._claims.keys_of(column.header)[0]
                there = [" ".join(cell.text.split()) for cell in table.header]
                self._report.missing_column(column.header, column.matches, key, table.line, there)
        return found

    def _backend(self, backend: Backend, rows: Sequence[ClaimedRow]) -> None:
        """Judge the rows of one backend: each row alone, and together where a row tells only a part."""
        for row in rows:
            for cell in row.cells:
                if cell.key not in self._claims.together:
                    self._claim(backend, [(row, cell)])
        for key in self._claims.together:
            shares = [(row, cell) for row in rows for cell in row.cells if cell.key == key]
            if shares:
                self._claim(backend, shares)

    def _claim(self, backend: Backend, shares: Sequence[tuple[ClaimedRow, ClaimedCell]]) -> None:
        first = shares[0][1]
        column = self._columns[first.key]
        cells = self._cells(backend, first.key, [row for row, _ in shares])
        claimed = self._read(column, shares, truths=answers_with_truths(cells))
        if claimed is None:
            return
        place = next((cell.location for cell in cells if cell.location), None)
        judgement = judge(claimed, cells, empty_is_all=column.empty_is_all)
        self._report.count(judgement, len(shares))
        if judgement.verdict is not Verdict.UNTOLD:
            self._report.compared_claims.add((backend.name, column.key))
        if judgement.verdict is Verdict.DRIFTED:
            self._report.wrong(
                direction(claimed, cells, empty_is_all=column.empty_is_all),
                backend,
                column,
                said=" and ".join(
                    dict.fromkeys(" ".join(cell.text.split()) or "nothing" for _, cell in shares)
                ),
                expected=expected_words(cells, column, self._model),
                line=first.line,
                place=place,
            )
        # Scenarios that this run does not ask about are for another run to compare.
        elif judgement.verdict is Verdict.UNTOLD and (cells or not self._partial):
            self._report.uncompared(backend, column, judgement.reason, first.line, place)

    def _read(
        self, column: Capability, shares: Sequence[tuple[ClaimedRow, ClaimedCell]], *, truths: bool
    ) -> Claimed | None:
        """The claim that cells make together; None where one of them is not understood, or is not to be compared."""
        domain = self._model.domains.get(column.key)
        values: frozenset[str] = frozenset()
        for row, cell in shares:
            reason = row.skip.get(column.key)
            claimed = (
                Silent(reason)
                if reason
                else Unread("")
                if cell.missing
                else read(cell.text, self._claims, column, domain, truths=truths, seen=self._seen(column.key))
            )
            if isinstance(claimed, Silent):
                self._report.leave(claimed.reason, len(shares))
                return None
            if isinstance(claimed, Unread):
                self._report.unread(cell, row.label, column, claimed.word)
                self._report.leave("another row of the backend is not understood", len(shares) - 1)
                return None
            if not isinstance(claimed.value, frozenset):
                return claimed
            values |= claimed.value
        return Claimed(values)

    def _seen(self, key: str) -> frozenset[str]:
        """The values that the code answers for any backend, written out."""
        if key not in self._values:
            cells = [cell for backend in self._model.backends for cell in backend.cells[key]]
            self._values[key] = values_of(cells)
        return self._values[key]

    def _cells(self, backend: Backend, key: str, rows: Sequence[ClaimedRow]) -> tuple[Cell, ...]:
        """The answers in the scenarios that the rows are about."""
        patterns = {pattern for row in rows for pattern in row.scenarios}
        limited = (
            (cell, tuple(name for name in cell.scenarios if _chosen(name, patterns)))
            for cell in backend.cells[key]
        )
        return tuple(msgspec.structs.replace(cell, scenarios=names) for cell, names in limited if names)


def _title(table: PageTable, wanted: ClaimedTable) -> str:
    """Name a table by what the configuration tells it by; the heading above it may be that of the whole page."""
    return (table.caption if wanted.caption else "") or table.heading or table.caption


def _is(table: PageTable, wanted: ClaimedTable) -> bool:
    return all(
        not asked or same_words(there) == same_words(asked)
        for asked, there in ((wanted.heading, table.heading), (wanted.caption, table.caption))
    )


def _chosen(scenario: str, patterns: Collection[str]) -> bool:
    return not patterns or any(fnmatchcase(scenario, pattern) for pattern in patterns)


def _belongs(backend: Backend, wanted: ClaimedTable) -> bool:
    """Tell whether the backend is known, in every scenario where it can be asked, to answer as the table wants it."""
    return is_named(backend.name, wanted.backends) and all(
        (asked := askable(backend.cells[key]))
        and all(cell.state is State.KNOWN and cell.value is answer_wanted for cell in asked)
        for key, answer_wanted in wanted.where.items()
    )


def _strange(backend: Backend, wanted: ClaimedTable) -> bool:
    """Tell whether the backend is known, in every scenario where it can be asked, to belong elsewhere."""
    return not is_named(backend.name, wanted.backends) or any(
        (asked := askable(backend.cells[key]))
        and all(cell.state is State.KNOWN and cell.value is not answer_wanted for cell in asked)
        for key, answer_wanted in wanted.where.items()
    )
