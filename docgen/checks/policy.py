"""Severities of findings, and findings that are accepted, by the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from docgen.checks.blockers import stops
from docgen.config.load import place_of
from docgen.model.finding import Finding, Ignored, Rule
from docgen.model.reported import reported
from docgen.model.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.config import Config
    from docgen.project.project import Project, Request


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings, split into those that count and those that are accepted."""

    findings: tuple[Finding, ...]
    """Findings that count, with the severities that the configuration gives them."""
    ignored: tuple[Ignored, ...]
    """Findings that the configuration accepts."""


def judged(project: Project, found: Iterable[Finding], *, complete: bool) -> Judged:
    """Split findings by the rules of the configuration.

    Args:
        project: The project.
        found: What was found.
        complete: True if `found` holds every finding; then an ignore that matches none is one more finding.
    """
    config = project.config
    graded = [each for finding in found if (each := _graded(finding, config))]
    if complete and not project.request.scenarios and not any(stops(finding) for finding in graded):
        unused = _unused(graded, config, project.request)
        graded += [each for finding in unused if (each := _graded(finding, config))]
    kept, ignored = [], []
    for finding in graded:
        accepting = (ignore.reason for ignore in config.ignore if ignore.matches(finding))
        reason = None if stops(finding) else next(accepting, None)
        if reason is None:
            kept.append(finding)
        else:
            ignored.append(Ignored(finding, reason))
    return Judged(tuple(kept), tuple(ignored))


def _graded(finding: Finding, config: Config) -> Finding | None:
    """The finding with its severity; None where its rule is off."""
    severity = config.rules.get(finding.rule.value)
    if stops(finding):
        return finding
    if severity is None:
        return finding if RULES[finding.rule].on else None
    return msgspec.structs.replace(finding, severity=severity)


def _unused(findings: list[Finding], config: Config, request: Request) -> Iterator[Finding]:
    """A finding for each ignore that matches none of `findings`, among the ignores that this run could have used."""
    for position, ignore in enumerate(config.ignore):
        # Nothing should be left unused, so an ignore of unused-ignore findings need not match any itself.
        told = ignore.rule is not Rule.UNUSED_IGNORE and (request.runtime or not RULES[ignore.rule].imports)
        if told and not any(ignore.matches(finding) for finding in findings):
            yield reported(
                Rule.UNUSED_IGNORE,
                f"the ignore of {ignore} matches no finding",
                code_location=place_of(("ignore", position), request.root, request.config, request.profile),
                remedy="remove the ignore",
            )
