"""Findings where evidence contradicts, or is missing for, the declarations."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from docgen.model.finding import Finding, Rule
from docgen.model.location import Location
from docgen.model.measurement import Outcome, Standing
from docgen.model.reported import reported
from docgen.verify.declarations import Declarations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.model.measurement import Claim, Judged, Measured
    from docgen.project.project import Project

_LISTED = 6
"""Number of values that a finding lists."""


def evidence_findings(project: Project, measured: Measured) -> Iterator[Finding]:
    """Yield claims that are refuted, then those measured on other code, then those that were never measured."""
    for each in measured.judged:
        if each.standing is Standing.REFUTED:
            yield _refuted(project, each)
    yield from _stale(project, measured)
    yield from _unverified(project, measured)


def _refuted(project: Project, each: Judged) -> Finding:
    line = each.measurement
    over = bool(each.declared)
    if line.outcome is Outcome.REFUTED:
        said = line.reason
    else:
        said = "it was measured to be refused" if over else "it was measured to work"
        said += ", before the class was made to say otherwise"
    claims = "declared" if over else "not declared"
    return _finding(
        project,
        Rule.OVERCLAIM if over else Rule.UNDERCLAIM,
        f"{line.claim} is {claims}, and refuted on {each.target}: {said}",
        line.backend,
        line.capability,
        expected=claims,
        measured=said,
        measured_location=_line(project, each),
        remedy=_command(each.target, line.claim),
    )


def _stale(project: Project, measured: Measured) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in measured.judged:
        if each.standing is Standing.STALE:
            groups[each.target, each.measurement.backend].append(each)
    for (target, backend), stale in groups.items():
        counts = Counter(each.measurement.capability for each in stale)
        which = ", ".join(f"{key} ({count})" for key, count in counts.items())
        number = f"{len(stale)} claims" if len(stale) > 1 else "a claim"
        yield _finding(
            project,
            Rule.STALE_EVIDENCE,
            f"{number} of {backend} on {target} measured before the code was changed: {which}",
            backend,
            next(iter(counts)) if len(counts) == 1 else None,
            measured_location=_line(project, stale[0]),
            remedy=f"docgen verify --target {target}",
        )


def _unverified(project: Project, measured: Measured) -> Iterator[Finding]:
    """Yield declared values that no target verified, of the capabilities that the configuration wants verified."""
    verify = project.config.verify
    if verify is None or not verify.require:
        return
    # A claim that is refuted or stale on any target has a finding of its own.
    told = {Standing.VERIFIED, Standing.REFUTED, Standing.STALE}
    settled = {each.measurement.claim.key for each in measured.judged if each.standing in told}
    everywhere = [
        Declarations(project.config, project.model, scenario) for scenario in (None, *project.model.scenarios)
    ]
    for capability in verify.require:
        missing: dict[str, list[Claim]] = defaultdict(list)
        for claim in everywhere[0].all(capability):
            if claim.key not in settled and any(each.declared(claim) for each in everywhere):
                missing[claim.backend].append(claim)
        for backend, claims in missing.items():
            values = [str(claim).partition(", ")[2] for claim in claims]
            more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
            yield _finding(
                project,
                Rule.UNVERIFIED_CLAIM,
                f"{backend} declares what no target verifies: {', '.join(values[:_LISTED])}{more}",
                backend,
                capability,
                remedy=_command(measured.targets[0], claims[0]),
            )


def _finding(
    project: Project,
    rule: Rule,
    message: str,
    backend: str,
    capability: str | None,
    *,
    remedy: str,
    expected: str | None = None,
    measured: str | None = None,
    measured_location: Location | None = None,
) -> Finding:
    return reported(
        rule,
        message,
        backend=backend,
        capability=capability,
        expected=expected,
        code_location=_place(project, backend, capability),
        measured=measured,
        measured_location=measured_location,
        remedy=remedy,
    )


def _place(project: Project, name: str, capability: str | None) -> Location | None:
    """Look up the place where the class makes the claim, or else where the class is defined."""
    for backend in project.model.backends:
        if backend.name == name:
            cells = backend.cells.get(capability, ()) if capability else ()
            return next((cell.location for cell in cells if cell.location), backend.location)
    return None


def _line(project: Project, each: Judged) -> Location | None:
    verify = project.config.verify
    return Location(f"{verify.evidence}/{each.target}.jsonl", each.line) if verify else None


def _command(target: str, claim: Claim) -> str:
    return f"docgen verify --target {target} --backend {claim.backend} --capability {claim.capability}"
