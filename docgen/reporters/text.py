"""Findings for a person: one block for each, the differences as a diff, and the command that mends them."""

from __future__ import annotations

import difflib
import textwrap
from typing import TYPE_CHECKING

from docgen.model.finding import Severity
from docgen.reporters.claims import claims_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.claims.report import ClaimsReport
    from docgen.config import Config
    from docgen.model.finding import Finding
    from docgen.rendering.pages import PageState


_LONGEST = 160
"""Characters of a value that a report shows."""


def check_text(
    findings: Sequence[Finding],
    states: Iterable[PageState],
    config: Config,
    claims: Sequence[ClaimsReport] = (),
) -> str:
    """The whole report of a check: the findings, what a build would change, what was claimed, and the verdict."""
    claimed = [claims_text(report) for report in claims]
    if not findings:
        return "\n\n".join([*claimed, "documentation and code agree"])
    pages = {finding.docs_location.path for finding in findings if finding.docs_location}
    diffs = [_diff(state) for state in states if state.file.name in pages and not state.is_current]
    remedies = dict.fromkeys(finding.remedy for finding in findings if finding.remedy)
    verdict = [_summary(findings), *(f"to fix: {remedy}" for remedy in remedies)]
    return "\n\n".join([findings_text(findings, config), *diffs, *claimed, "\n".join(verdict)])


def findings_text(findings: Iterable[Finding], config: Config) -> str:
    """One block for each finding, separated by empty lines."""
    headers = {capability.key: capability.header for capability in config.capability}
    return "\n\n".join("\n".join(_block(finding, headers)) for finding in findings)


def _diff(state: PageState) -> str:
    """What a build would change in a page."""
    name, before = state.file.name, state.file.text
    lines = difflib.unified_diff(
        (before or "").splitlines(),
        state.expected.splitlines(),
        fromfile=f"{name} (as it is)" if before is not None else "no file",
        tofile=f"{name} (from the code)",
        lineterm="",
    )
    return "\n".join(lines)


def _summary(findings: Sequence[Finding]) -> str:
    counts = ((severity.value, sum(f.severity is severity for f in findings)) for severity in Severity)
    return ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts if count)


def _block(finding: Finding, headers: dict[str, str]) -> Iterator[str]:
    place = finding.docs_location or finding.code_location
    yield f"{f'{place}: ' if place else ''}{finding.severity.value}: {finding.message} [{finding.rule.value}]"
    column = headers.get(finding.capability or "")
    fields: tuple[tuple[str, str | None, object], ...] = (
        ("backend", finding.backend, None),
        ("column", f"{column} ({finding.capability})" if column else finding.capability, None),
        ("docs say", finding.documented, finding.docs_location),
        ("code says", finding.expected, finding.code_location),
        ("runtime", finding.answered, finding.class_location),
    )
    for label, value, where in fields:
        if value is not None:
            yield from _field(label, value or "nothing", where)
    if finding.expected is None and finding.code_location and finding.docs_location:
        yield from _field("code", str(finding.code_location), None)


def _field(label: str, value: str, where: object) -> list[str]:
    # A paragraph is cut: the diff below the findings has all of it.
    short = "\n".join(textwrap.shorten(line, _LONGEST, placeholder=" ...") for line in value.splitlines())
    first, *more = (f"{short}  ({where})" if where else short).splitlines()
    return [f"  {label:<9}  {first}", *(f"  {'':<9}  {line}" for line in more)]
