"""The constructor of findings: as severe as their rule says, until the configuration says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.finding import Finding
from docgen.model.rules import RULES

if TYPE_CHECKING:
    from docgen.model.finding import Rule, Severity
    from docgen.model.location import Location


def reported(
    rule: Rule,
    message: str,
    *,
    severity: Severity | None = None,
    backend: str | None = None,
    capability: str | None = None,
    documented: str | None = None,
    expected: str | None = None,
    docs_location: Location | None = None,
    code_location: Location | None = None,
    answered: str | None = None,
    class_location: Location | None = None,
    measured: str | None = None,
    measured_location: Location | None = None,
    remedy: str | None = None,
) -> Finding:
    """Make a finding with the severity of its rule, or with another; the other arguments are fields of `Finding`."""
    return Finding(
        rule=rule,
        severity=severity or RULES[rule].severity,
        message=message,
        backend=backend,
        capability=capability,
        documented=documented,
        expected=expected,
        docs_location=docs_location,
        code_location=code_location,
        answered=answered,
        class_location=class_location,
        measured=measured,
        measured_location=measured_location,
        remedy=remedy,
    )
