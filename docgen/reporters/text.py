"""Findings for people: a block for each, the differences as a diff, and the commands that fix them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.checks.blockers import stops
from docgen.errors import DocgenError
from docgen.reporters.claims import claims_text
from docgen.reporters.pieces import (
    column_names,
    compared_text,
    diffs,
    particulars,
    place_of,
    remedies,
    summary,
)
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.claims.report import ClaimsReport
    from docgen.config import Config
    from docgen.model.finding import Finding
    from docgen.rendering.pages import PageState


def check_text(
    findings: Sequence[Finding],
    states: Iterable[PageState],
    config: Config,
    claims: Sequence[ClaimsReport] = (),
    *,
    ignored: int = 0,
    compared: int | None = None,
) -> str:
    """The whole report of a check: the findings, the changes a build would make, the claims, and the verdict.

    Args:
        findings: What was found.
        states: The pages whose differences are shown.
        config: The configuration, for the names of columns.
        claims: The results for the claims of hand-written tables.
        ignored: Number of findings that the configuration accepts.
        compared: Number of cells that were compared; None if they were not counted.
    """
    blocks = [findings_text(findings, config)] if findings else []
    blocks += diffs(findings, states)
    blocks += [claims_text(report) for report in claims]
    fixes = remedies(finding for finding in findings if not stops(finding))
    verdict = [compared_text(compared)] if compared is not None else []
    verdict += [summary(findings, ignored), *(visible_line(f"to fix: {remedy}") for remedy in fixes)]
    return "\n\n".join([*blocks, "\n".join(verdict)])


def findings_text(findings: Iterable[Finding], config: Config) -> str:
    """One block for each finding, separated by empty lines."""
    names = column_names(config)
    return "\n\n".join("\n".join(_block(finding, names)) for finding in findings)


def blocker_text(finding: Finding) -> str:
    """Return the line that every command prints about a finding that keeps docgen from an answer."""
    return str(DocgenError(finding.message, location=place_of(finding), remedy=finding.remedy))


def _block(finding: Finding, names: dict[str, str]) -> Iterator[str]:
    place = place_of(finding)
    if stops(finding):
        yield visible_line(blocker_text(finding))
        return
    where = f"{place}: " if place else ""
    yield visible_line(f"{where}{finding.severity.value}: {finding.message} [{finding.rule.value}]")
    yield from (visible_line(f"  {line}") for line in particulars(finding, names))
