"""Differences between the documentation and the code; each one becomes a finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.checks.partial import said_under
from docgen.line_matching import LineMatcher
from docgen.model.finding import Finding, Rule
from docgen.model.location import Location
from docgen.model.reported import reported
from docgen.rendering.documented import tables_by_key
from docgen.rendering.scenarios import ScenarioWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Config
    from docgen.model.support import Backend, SupportModel
    from docgen.rendering.documented import Block, DocumentedPage, DocumentedRow, DocumentedTable
    from docgen.rendering.values import Drift


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Compares one page with what it should be.

    The same Markdown parser reads both. Rows and columns are then matched by the backends and capabilities that they
    stand for, so that a finding points at the declaration in the code.
    """

    path: str
    """The page, relative to the root."""
    config: Config
    """The configuration, for the keys of the columns."""
    model: SupportModel
    """The model, for the places in the code."""
    remedy: str
    """The command that fixes a difference."""
    scenarios: tuple[str, ...] = ()
    """The scenarios that the run asks about; empty for all. Only statements about these are compared."""
    _backends: dict[str, Backend] = field(init=False)

    def __post_init__(self) -> None:
        """Look backends up by their names; of two of one name, the first."""
        object.__setattr__(self, "_backends", {each.name: each for each in reversed(self.model.backends)})

    def missing_page(self) -> Finding:
        """The finding for a page that is not there at all."""
        return self._finding(Rule.MISSING_PAGE, f"the page {self.path} does not exist", docs_line=1)

    def edited(self, shows: str, line: int) -> Finding:
        """The finding for a region that was edited by hand; wrong statements in it are findings of their own."""
        message = (
            f"the region {shows} was edited since docgen wrote it, and a build does not overwrite that: "
            "what is to stay belongs outside the markers"
        )
        return self._finding(Rule.HAND_EDITED_REGION, message, docs_line=line)

    def values(self, drifts: Sequence[Drift]) -> Iterator[Finding]:
        """The findings for values in running text, limited to those about scenarios that the run asks about."""
        for drift in drifts:
            named = drift.place.fields.get("scenario")
            others = self.scenarios and (
                named not in self.scenarios if named else self._is_of_others(drift.documented, drift.expected)
            )
            if not others:
                yield self._value(drift)

    def _value(self, drift: Drift) -> Finding:
        name, column = drift.backend.name, drift.capability
        return self._finding(
            Rule.DOCS_DRIFT,
            f"{name}, {column.header}: the docs say {drift.documented or 'nothing'}, the code says {drift.expected}",
            backend=name,
            capability=column.key,
            documented=drift.documented,
            expected=drift.expected,
            docs_line=drift.place.line,
            code=self._place(name, column.key),
        )

    def compare(self, documented: DocumentedPage, expected: DocumentedPage) -> list[Finding]:
        """Every difference between the page as it is and as it should be, tables first."""
        there = tables_by_key(documented.tables)
        wanted = tables_by_key(expected.tables)
        findings = [
            finding for key in wanted if key in there for finding in self._table(there[key], wanted[key])
        ]
        findings += [
            self._missing_table(table, documented) for key, table in wanted.items() if key not in there
        ]
        findings += [self._strange_table(table) for key, table in there.items() if key not in wanted]
        return findings if self.scenarios else findings + list(self._text(documented, expected.blocks))

    def _table(self, there: DocumentedTable, wanted: DocumentedTable) -> Iterator[Finding]:
        for header in wanted.columns:
            if header not in there.columns:
                yield self._column(Rule.MISSING_COLUMN, header, there)
        for header in there.columns:
            if header not in wanted.columns:
                yield self._column(Rule.EXTRA_COLUMN, header, there)
        rows_there, rows_wanted = _by_name(there.rows), _by_name(wanted.rows)
        for key, row in rows_wanted.items():
            if key not in rows_there:
                yield self._row(Rule.MISSING_ROW, key[0], there, there.line)
            else:
                yield from self._cells(rows_there[key], row, there, wanted)
        for key, row in rows_there.items():
            if key not in rows_wanted:
                name = f"{key[0]} (again, line {row.line})" if key[1] else key[0]
                yield self._row(Rule.EXTRA_ROW, name, there, row.line)
        if not self.scenarios:
            yield from self._order(there, wanted)

    def _is_of_others(self, says: str, should: str) -> bool:
        """Tell whether two texts say the same of every scenario that the run asks about."""
        words = ScenarioWords(self.model.scenarios)
        return bool(self.scenarios) and all(
            said_under(says, each, words) == said_under(should, each, words) for each in self.scenarios
        )

    def _cells(
        self, there: DocumentedRow, wanted: DocumentedRow, table: DocumentedTable, expected: DocumentedTable
    ) -> Iterator[Finding]:
        name = wanted.cells[0].shown
        for position, header in enumerate(expected.columns):
            if header not in table.columns:
                continue
            says, should = there.cells[table.columns.index(header)], wanted.cells[position]
            if says.full == should.full or self._is_of_others(says.shown, should.shown):
                continue
            key = self._key(header)
            same = says.shown == should.shown
            yield self._finding(
                Rule.DOCS_DRIFT,
                f"{name}, {header}: the docs say {says.shown or 'nothing'}, the code says {should.shown}"
                if not same
                else f"{name}, {header}: a link leads elsewhere",
                backend=self._backend(name),
                capability=key,
                documented=says.full if same else says.shown,
                expected=should.full if same else should.shown,
                docs_line=there.line,
                code=self._place(name, key),
            )

    def _order(self, there: DocumentedTable, wanted: DocumentedTable) -> Iterator[Finding]:
        for what, says, should in (
            ("columns", list(there.columns), list(wanted.columns)),
            (
                "rows",
                [row.cells[0].shown for row in there.rows],
                [row.cells[0].shown for row in wanted.rows],
            ),
        ):
            if says != should and Counter(says) == Counter(should):
                yield self._finding(
                    Rule.DOCS_DRIFT,
                    f"table {self._title(there)!r}: the {what} stand in another order",
                    documented=", ".join(says),
                    expected=", ".join(should),
                    docs_line=there.line,
                )

    def _column(self, rule: Rule, header: str, table: DocumentedTable) -> Finding:
        verb = "has no" if rule is Rule.MISSING_COLUMN else "has a strange"
        message = f"table {self._title(table)!r} {verb} column {header!r}"
        return self._finding(rule, message, capability=self._key(header), docs_line=table.line)

    def _row(self, rule: Rule, name: str, table: DocumentedTable, line: int) -> Finding:
        missing = rule is Rule.MISSING_ROW
        message = (
            f"{name} is missing from table {self._title(table)!r}"
            if missing
            else f"{name} stands in table {self._title(table)!r} and does not belong there"
        )
        return self._finding(
            rule, message, backend=name, docs_line=line, code=self._place(name, None) if missing else None
        )

    def _missing_table(self, table: DocumentedTable, page: DocumentedPage) -> Finding:
        message = f"the table {self._title(table)!r} is not on the page"
        return self._finding(Rule.MISSING_PAGE, message, docs_line=_place_for(table, page))

    def _title(self, table: DocumentedTable) -> str:
        """Name a table as the configuration does; a heading above a region may be that of the whole page."""
        kind, _, name = table.region.partition("=")
        titles = {
            **{("table", each.name): each.title for each in self.config.tables},
            **{("list", each.key): each.title for each in self.config.list},
        }
        known = titles.get((kind, name))
        if known or table.heading in titles.values():
            return known or table.heading
        # A template of the project may put a table where it likes: its columns tell which it is.
        alike = [
            each.title
            for each in self.config.tables
            if table.columns[1:] == tuple(column.header for column in self.config.columns(each))
        ]
        return alike[0] if len(alike) == 1 else table.heading or table.caption

    def _strange_table(self, table: DocumentedTable) -> Finding:
        message = f"a table under {table.heading!r} that docgen did not write"
        return self._finding(Rule.DOCS_DRIFT, message, docs_line=table.line)

    def _text(self, page: DocumentedPage, wanted: Sequence[Block]) -> Iterator[Finding]:
        """Differences in the text around the tables: notes, legend, lists."""
        there = page.blocks
        matcher = LineMatcher(
            [(block.kind, block.text.full) for block in there],
            [(block.kind, block.text.full) for block in wanted],
        )
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag == "equal":
                continue
            # Text that is missing has no line of its own: it belongs before the block that comes next.
            near = there[i].line if i < len(there) else page.last_line
            yield self._finding(
                Rule.DOCS_DRIFT,
                "the text differs from what docgen writes",
                documented="\n".join(block.text.full for block in there[i:j]),
                expected="\n".join(block.text.full for block in wanted[k:m]),
                docs_line=near,
            )

    def _backend(self, name: str) -> str | None:
        return name if name in self._backends else None

    def _key(self, header: str) -> str | None:
        return next((c.key for c in self.config.capability if c.header == header), None)

    def _place(self, name: str, key: str | None) -> Location | None:
        """Look up the place where the code answers `key` for the backend `name`, or else where that is defined."""
        backend = self._backends.get(name)
        if backend is None:
            return None
        cells = backend.cells.get(key, ()) if key else ()
        return next((cell.location for cell in cells if cell.location), backend.location)

    def _finding(
        self,
        rule: Rule,
        message: str,
        *,
        docs_line: int,
        backend: str | None = None,
        capability: str | None = None,
        documented: str | None = None,
        expected: str | None = None,
        code: Location | None = None,
    ) -> Finding:
        return reported(
            rule,
            message,
            backend=backend,
            capability=capability,
            documented=documented,
            expected=expected,
            docs_location=Location(self.path, docs_line),
            code_location=code,
            remedy=self.remedy,
        )


def _place_for(table: DocumentedTable, page: DocumentedPage) -> int:
    """The line of a page that a missing table belongs below: that of its region or its heading, else the first."""
    above = [
        block.line
        for block in page.blocks
        if (table.region and f"docgen:begin {table.region} " in block.text.full)
        or (not table.region and block.kind.startswith("h") and block.text.shown == table.heading)
    ]
    return above[0] if above else 1


def _by_name(rows: Sequence[DocumentedRow]) -> dict[tuple[str, int], DocumentedRow]:
    """Rows by their first cell, and by the number of rows above with the same one."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], DocumentedRow] = {}
    for row in rows:
        name = row.cells[0].shown
        found[name, seen[name]] = row
        seen[name] += 1
    return found
