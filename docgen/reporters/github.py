"""Findings as workflow commands of GitHub Actions, which it shows as annotations of source lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.finding import Severity
from docgen.reporters.pieces import column_names, particulars, place_of
from docgen.visible import inert, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.config import Config
    from docgen.model.finding import Finding

_COMMANDS: dict[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_IN_MESSAGES = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
"""Characters that would end a command, or be read as an escape, and their escapes."""
_IN_PROPERTIES = {**_IN_MESSAGES, ord(":"): "%3A", ord(","): "%2C"}
"""The same for a property, which two more characters would end."""


def check_github(findings: Iterable[Finding], config: Config) -> str:
    """A command for each finding, one a line; empty if there are none."""
    names = column_names(config)
    return "\n".join(_command(finding, names) for finding in findings)


def _command(finding: Finding, names: dict[str, str]) -> str:
    place = place_of(finding)
    properties = {
        **({"file": visible_line(place.path), "line": str(place.line)} if place else {}),
        "title": f"docgen: {finding.rule.value}",
    }
    said = ",".join(f"{name}={value.translate(_IN_PROPERTIES)}" for name, value in properties.items())
    lines = [finding.message, *particulars(finding, names)]
    if finding.remedy:
        lines.append(f"to fix: {finding.remedy}")
    message = inert("\n".join(lines).translate(_IN_MESSAGES))
    return f"::{_COMMANDS[finding.severity]} {said}::{message}"
