"""The outcome of the claims of a page: findings for wrong and uncompared claims, and a count of all."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.claims.idle import Idle  # noqa: TC001 - outcomes are kept, which need it
from docgen.claims.verdicts import NO_SCENARIO, Judgement, Verdict
from docgen.model.finding import Finding, Rule
from docgen.model.location import Location
from docgen.model.reported import reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.claims.rows import ClaimedCell
    from docgen.claims.tables import PageTable
    from docgen.config import Capability
    from docgen.model.support import Backend

_COMPARED = (Verdict.AGREES, Verdict.PARTLY, Verdict.DRIFTED)


@dataclass
class ClaimsReport:
    """Collects the results of one page."""

    path: str
    """The page."""
    findings: list[Finding] = field(default_factory=list)
    """Number of cells with each verdict."""
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    """The number of cells of each verdict."""
    untold: dict[str, int] = field(default_factory=dict)
    """Number of cells that were not compared, for each reason."""
    compared_claims: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of backend name and capability key of which a cell was compared with an answer."""

    idle: list[Idle] = field(default_factory=list)
    """Settings that match nothing."""

    @property
    def compared(self) -> int:
        """The number of cells that were compared with an answer."""
        return sum(self.verdicts.get(verdict, 0) for verdict in _COMPARED)

    def count(self, judgement: Judgement, cells: int = 1) -> None:
        """Count cells by their verdict."""
        self.verdicts[judgement.verdict] = self.verdicts.get(judgement.verdict, 0) + cells
        if judgement.verdict is Verdict.UNTOLD:
            self.untold[judgement.reason] = self.untold.get(judgement.reason, 0) + cells

    def leave(self, reason: str, cells: int = 1) -> None:
        """Count cells that were not compared."""
        if cells:
            self.count(Judgement(Verdict.UNTOLD, reason), cells)

    def wrong(
        self,
        rule: Rule,
        backend: Backend,
        column: Capability,
        *,
        said: str,
        expected: str,
        line: int,
        place: Location | None,
    ) -> None:
        """Report a claim that the code contradicts, at `place` of the source."""
        self._add(
            rule,
            f"{backend.name}, {column.header}: the docs say {said}, the code says {expected}",
            line,
            backend=backend,
            capability=column.key,
            documented=said,
            expected=expected,
            place=place,
        )

    def unread(self, cell: ClaimedCell, label: str, column: Capability, word: str) -> None:
        """Report a cell whose words are not understood; `label` names its row."""
        what = f"{label}, {column.header}: "
        if not word and not cell.missing:
            what += "an empty cell, which may mean no or nothing at all"
            self.leave("an empty cell")
            self._add(
                Rule.EMPTY_CELL,
                what,
                cell.line,
                capability=column.key,
                remedy=self._line(f'words.{column.key} = {{ "" = false }}', "or silent"),
            )
            return
        reason = cell.missing or f"no value is called {word!r}"
        self.leave(reason)
        meaning = f"words.{column.key} = {{ {json.dumps(word, ensure_ascii=False)} = true }}"
        self._add(
            Rule.UNREAD_CELL,
            what + reason,
            cell.line,
            capability=column.key,
            documented=cell.text,
            remedy=f"give {self.path} a word for each, or say why not, under [[claims.rows]]: "
            f'skip.{column.key} = "..."'
            if cell.missing
            else self._line(meaning, "false, a value, a list of values, or silent"),
        )

    def uncompared(
        self, backend: Backend, column: Capability, reason: str, line: int, place: Location | None
    ) -> None:
        """Report a claim that is understood but cannot be compared with any answer."""
        self._add(
            Rule.UNCOMPARED_CLAIM,
            f"{backend.name}, {column.header}: not compared: {reason}",
            line,
            backend=backend,
            capability=column.key,
            place=place,
            remedy=f"correct `scenarios` under the [[claims]] of {self.path}"
            if reason == NO_SCENARIO
            else "pin in a scenario what the answer depends on, or say why not, under [[claims.rows]]: "
            f'skip.{column.key} = "..."',
        )

    def missing_row(self, backend: Backend, line: int) -> None:
        """Report a backend that no table of the page holds; `line` is that of the table where it belongs."""
        self._add(
            Rule.MISSING_ROW,
            f"{backend.name} is in no table of the page",
            line,
            backend=backend,
            remedy=self._line(f'names."label of its row" = {json.dumps(backend.name)}', "or add the row"),
        )

    def misplaced_row(self, backend: Backend, line: int) -> None:
        """Report a row whose answers put it into another table."""
        self._add(Rule.EXTRA_ROW, f"{backend.name} belongs in another table", line, backend=backend)

    def extra_row(self, label: str, name: str | None, line: int) -> None:
        """Report a row that names no backend; `name` is what its label stands for by the configuration."""
        shown = label or "an empty label"
        what = f"{shown} stands for {name}, which" if name and name != label else shown
        quoted = json.dumps(label, ensure_ascii=False)
        self._add(
            Rule.EXTRA_ROW,
            f"{what} is no backend that the code has",
            line,
            remedy=self._line(f'names.{quoted} = "BACKEND"', f"headings = [{quoted}], or take the row out"),
        )

    def missing_page(self) -> None:
        """Report that the page does not exist."""
        remedy = f"correct `path` of its [[claims]], or write {self.path}"
        self._add(Rule.MISSING_PAGE, f"the page {self.path} does not exist", 1, remedy=remedy)

    def missing_table(self, title: str, titles: Iterable[str]) -> None:
        """Report a configured table that the page lacks; `titles` are those of the tables that it has."""
        there = [json.dumps(each, ensure_ascii=False) for each in dict.fromkeys(titles) if each]
        known = f"table = [{{ heading = {there[0]} }}]" if there else "no table at all is on the page"
        others = f"one of {', '.join(there)}" if len(there) > 1 else "or its caption"
        self._add(
            Rule.MISSING_PAGE,
            f"the table {title!r} is not on the page",
            1,
            remedy=self._line(known, others) if there else f"correct the [[claims]] of {self.path}: {known}",
        )

    def missing_column(
        self, header: str, matches: int, key: str | None, line: int, there: Iterable[str]
    ) -> None:
        """Report a configured column that the table lacks or has several times; `there` are the columns it has."""
        what = f"{matches} columns are called {header!r}" if matches else f"no column is called {header!r}"
        headers = [json.dumps(each, ensure_ascii=False) for each in there if each]
        value = f" = {json.dumps(key)}" if key else ""
        named = (
            f"columns.{_nearest(header, headers)}{value}"
            if key and headers
            else f"row = {headers[0] if headers else '...'}"
        )
        self._add(
            Rule.MISSING_COLUMN,
            f"{what} in the table",
            line,
            capability=key,
            remedy=self._line(named, f"one of {', '.join(headers)}"),
        )

    def second_table(self, table: PageTable, headers: Sequence[str]) -> None:
        """Report a table that is found as a claimed one is, has columns of the claims, and is not compared."""
        title = json.dumps(table.heading or table.caption, ensure_ascii=False)
        caption = f", caption = {json.dumps(table.caption, ensure_ascii=False)}" if table.caption else ""
        self._add(
            Rule.UNCOMPARED_CLAIM,
            f"another table under {title} has the column {headers[0]!r}, and is not compared",
            table.line,
            remedy=self._line(
                f"table = [..., {{ heading = {title}{caption} }}]", "or give it another heading"
            ),
        )

    def malformed_table(self, table: PageTable) -> None:
        """Report a table that the parser of its format cannot read."""
        title = f" under {table.heading!r}" if table.heading else ""
        self._add(
            Rule.MALFORMED_TABLE,
            f"the table{title} is malformed: {table.malformed}",
            table.line,
            remedy=f"correct the table: {self.path} is published without it",
        )

    def idle_setting(self, found: Idle, place: Location) -> None:
        """Report a setting that matches nothing, at its place in the configuration."""
        near = f": there {'are' if len(found.near) > 1 else 'is'} {', '.join(map(repr, found.near))}"
        self._add(
            Rule.IDLE_SETTING,
            f"{found.what} for {self.path}{near if found.near else ''}",
            1,
            place=place,
            remedy="correct it, or take it out of the [[claims]]",
        )

    def empty_table(self, title: str, line: int) -> None:
        """Report a table that claims nothing because none of its rows could."""
        self._add(
            Rule.EMPTY_TABLE,
            f"the table {title!r} has no rows",
            line,
            remedy=f"add rows to {self.path}, or remove the table from its [[claims]]",
        )

    def _line(self, line: str, otherwise: str) -> str:
        """The fix that adds a line to the configuration."""
        return f"under the [[claims]] of {self.path}: {line} ({otherwise})"

    def _add(
        self,
        rule: Rule,
        message: str,
        line: int,
        *,
        backend: Backend | None = None,
        capability: str | None = None,
        documented: str | None = None,
        expected: str | None = None,
        place: Location | None = None,
        remedy: str | None = None,
    ) -> None:
        self.findings.append(
            reported(
                rule,
                message,
                backend=backend.name if backend else None,
                capability=capability,
                documented=documented,
                expected=expected,
                docs_location=Location(self.path, line),
                code_location=place or (backend.location if backend else None),
                remedy=remedy or f"edit {self.path}: docgen build does not rewrite tables of [[claims]]",
            )
        )


def _nearest(header: str, headers: Sequence[str]) -> str:
    """The heading that is most like `header`."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - for findings only

    return max(headers, key=lambda each: SequenceMatcher(None, header.casefold(), each.casefold()).ratio())
