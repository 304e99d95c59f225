"""What became of the claims of a page: wrong ones as findings, and a count of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.claims.verdicts import Judgement, Verdict
from docgen.model.finding import Finding, Rule
from docgen.model.location import Location
from docgen.model.rules import RULES

if TYPE_CHECKING:
    from docgen.config import Capability
    from docgen.model.support import Backend


@dataclass
class ClaimsReport:
    """Collects what is found on one page."""

    path: str
    """The page."""
    findings: list[Finding] = field(default_factory=list)
    """Claims that are wrong, rows that are missing or do not belong, tables that are not there."""
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    """How many cells there are of each verdict."""
    untold: dict[str, int] = field(default_factory=dict)
    """How many cells were not compared, for each reason."""

    def count(self, judgement: Judgement, cells: int) -> None:
        """Count what became of some cells."""
        self.verdicts[judgement.verdict] = self.verdicts.get(judgement.verdict, 0) + cells
        if judgement.verdict is Verdict.UNTOLD:
            self.untold[judgement.reason] = self.untold.get(judgement.reason, 0) + cells

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
        """A claim that the code contradicts, at `place` of the source."""
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

    def missing_row(self, backend: Backend, line: int) -> None:
        """A backend that no table of the page holds; `line` is that of the table where it belongs."""
        self._add(Rule.MISSING_ROW, f"{backend.name} is in no table of the page", line, backend=backend)

    def extra_row(self, name: str, backend: Backend | None, line: int) -> None:
        """A row that names no backend, or one whose answers put it into another table."""
        what = "belongs in another table" if backend else "is no backend that the code has"
        self._add(Rule.EXTRA_ROW, f"{name} {what}", line, backend=backend)

    def missing_page(self) -> None:
        """The page itself is not there."""
        self._add(Rule.MISSING_PAGE, f"the page {self.path} does not exist", 1)

    def missing_table(self, title: str) -> None:
        """A table that is configured and not on the page."""
        self._add(Rule.MISSING_PAGE, f"the table {title!r} is not on the page", 1)

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
    ) -> None:
        self.findings.append(
            Finding(
                rule=rule,
                severity=RULES[rule].severity,
                message=message,
                backend=backend.name if backend else None,
                capability=capability,
                documented=documented,
                expected=expected,
                docs_location=Location(self.path, line),
                code_location=place or (backend.location if backend else None),
                remedy=f"edit {self.path}: docgen build does not rewrite tables of [[claims]]",
            )
        )
