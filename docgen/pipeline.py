"""What a run does with a project's pages: one path, two modes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.checking import check, page_states
from docgen.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.claims.report import ClaimsReport
    from docgen.model.finding import Finding
    from docgen.project import Project
    from docgen.rendering.pages import PageState


class Mode(enum.Enum):
    """What becomes of a page that is not as it should be."""

    WRITE = "write"
    """It is replaced."""
    CHECK = "check"
    """It stays, and every difference is a finding."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did and found."""

    project: Project
    """The project."""
    pages: tuple[PageState, ...]
    """Its pages, as they were before."""
    findings: tuple[Finding, ...]
    """What is wrong and was not mended."""
    claims: tuple[ClaimsReport, ...] = ()
    """What became of the claims of hand-written tables; a build, which rewrites none of them, does not judge them."""

    @property
    def failed(self) -> bool:
        """Whether a finding fails the run."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def run(project: Project, mode: Mode) -> Outcome:
    """Bring the pages up to date, or find out in what they are not.

    Raises:
        DocgenError: a page, its markers or its template is broken.
    """
    return _RUNS[mode](project)


def _write(project: Project) -> Outcome:
    states = page_states(project)
    for state in states:
        if not state.is_current:
            state.file.write(state.expected)
    return Outcome(project, states, project.model.findings)


def _check(project: Project) -> Outcome:
    states, verdict = check(project)
    return Outcome(project, states, (*project.model.findings, *verdict.findings), verdict.claims)


_RUNS: dict[Mode, Callable[[Project], Outcome]] = {Mode.WRITE: _write, Mode.CHECK: _check}
