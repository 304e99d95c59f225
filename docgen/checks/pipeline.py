"""The pages of a project, written or checked: one path, two modes."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docgen.atomic_write import collect_leftovers
from docgen.checks.blockers import blockers, stops
from docgen.checks.compared import nothing_compared, nothing_found
from docgen.checks.evidence import evidence_findings
from docgen.checks.idle_modules import idle_modules
from docgen.checks.pages import check, page_states, unmatched
from docgen.checks.partial import of_all_scenarios, refuse_to_write
from docgen.checks.policy import judged
from docgen.checks.unknowns import unknown_answers
from docgen.errors import PageError, together
from docgen.model.finding import Severity
from docgen.model.location import Location
from docgen.project.project import open_configuration
from docgen.verify.standing import measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.claims.report import ClaimsReport
    from docgen.config import Config
    from docgen.errors import DocgenError
    from docgen.model.finding import Finding, Ignored
    from docgen.project.project import Project, Request
    from docgen.rendering.pages import PageState


class Mode(enum.Enum):
    """Treatment of a page that differs from what it should be."""

    WRITE = "write"
    """Replace the page, unless that would lose manual edits."""
    OVERWRITE = "overwrite"
    """Replace the page, manual edits included."""
    CHECK = "check"
    """Leave the page as it is, and report every difference as a finding."""
    LEAVE = "leave"
    """Do not read the page; only errors in the code itself are found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a run."""

    request: Request
    """The request that the run answers."""
    config: Config
    """The project's configuration."""
    pages: tuple[PageState, ...]
    """The project's pages as they were before the run."""
    findings: tuple[Finding, ...]
    """Errors and differences that remain."""
    ignored: tuple[Ignored, ...] = ()
    """Errors and differences that the configuration accepts."""
    claims: tuple[ClaimsReport, ...] = ()
    """Results for the claims of hand-written tables; none after a build, which does not judge them."""
    compared: int | None = None
    """Number of cells that a check compared with the code; None if the run was no check."""

    @property
    def failed(self) -> bool:
        """Tell whether a finding fails the run."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """Return the findings that keep the run from a complete answer."""
        return tuple(finding for finding in self.findings if stops(finding))

    @property
    def answered(self) -> Outcome:
        """Return the outcome without the findings that keep it from being complete."""
        found = tuple(finding for finding in self.findings if not stops(finding))
        return replace(self, findings=found)


def run(project: Project, mode: Mode) -> Outcome:
    """Bring the pages up to date, or report how they are out of date.

    Raises:
        DocgenError: a template is broken; or, where pages are written, a page is broken or a region was edited by hand.
    """
    return _RUNS[mode](project)


def stopped(request: Request, error: DocgenError) -> Outcome:
    """The outcome of a check that could not even read the source.

    Raises:
        DocgenError: `error` itself, where no rule covers its kind.
    """
    found = blockers(error)
    config, _ = open_configuration(request)
    return Outcome(request, config, (), found)


def _leave(project: Project) -> Outcome:
    return _outcome(project, (), _of_the_code(project))


def _write(project: Project) -> Outcome:
    states = page_states(project)
    refuse_to_write(project, states)
    # All pages are rendered before any is written, so that a build that stops has written nothing.
    edited = [
        PageError(
            f"the region {region.shows} was edited since docgen wrote it",
            location=Location(state.file.name, region.line),
            remedy="move what is to stay out of the markers; "
            f"`{project.request.build_command} --force` overwrites the rest",
        )
        for state in states
        for region in state.edited
    ]
    if edited:
        raise together(edited)
    return _written(project, states)


def _overwrite(project: Project) -> Outcome:
    states = page_states(project)
    refuse_to_write(project, states)
    return _written(project, states)


def _written(project: Project, states: tuple[PageState, ...]) -> Outcome:
    for directory in {state.file.path.parent for state in states}:
        collect_leftovers(directory)
    # Imported here: a check that recalls its verdict needs no Markdown parser.
    from docgen.checks.old_markers import old_markers  # noqa: PLC0415

    old = [finding for state in states for finding in old_markers(state.file.text or "", state.file.name)]
    for state in states:
        if not state.is_current:
            state.file.write(state.expected)
    return _outcome(project, states, (*_of_the_code(project), *unmatched(project), *old))


def _check(project: Project) -> Outcome:
    states, verdict = check(project)
    found = (*_of_the_code(project), *unmatched(project), *verdict.findings)
    outcome = _outcome(project, states, found, verdict.claims, complete=True)
    # A check that failed has already said why nothing was compared.
    if not outcome.failed and not outcome.blockers and not verdict.compared:
        found = (*found, *nothing_compared(project))
        outcome = _outcome(project, states, found, verdict.claims, complete=True)
    return replace(outcome, compared=verdict.compared)


_RUNS: dict[Mode, Callable[[Project], Outcome]] = {
    Mode.WRITE: _write,
    Mode.OVERWRITE: _overwrite,
    Mode.CHECK: _check,
    Mode.LEAVE: _leave,
}


def _of_the_code(project: Project) -> tuple[Finding, ...]:
    """Return the findings about the code itself, whatever the pages say."""
    # A target may measure under a scenario that this run does not ask about.
    whole = of_all_scenarios(project)
    return (
        *nothing_found(project),
        *idle_modules(project),
        *project.model.findings,
        *unknown_answers(project.config, project.model),
        *evidence_findings(whole, measured(whole)),
    )


def _outcome(
    project: Project,
    states: tuple[PageState, ...],
    found: tuple[Finding, ...],
    claims: tuple[ClaimsReport, ...] = (),
    *,
    complete: bool = False,
) -> Outcome:
    """Turn findings into an outcome, as all modes do: the configuration says which of them count."""
    judgement = judged(project, found, complete=complete)
    return Outcome(project.request, project.config, states, judgement.findings, judgement.ignored, claims)
