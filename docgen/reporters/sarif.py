"""Findings as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docgen import __version__
from docgen.model.finding import Severity
from docgen.model.rules import ENTRIES
from docgen.reporters.json import json_text
from docgen.reporters.pieces import place_of
from docgen.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.model.finding import Finding
    from docgen.model.location import Location
    from docgen.model.rule_entry import RuleEntry

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"
_LEVELS: dict[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_POSITIONS = {entry.rule: position for position, entry in enumerate(ENTRIES)}


def check_sarif(findings: Iterable[Finding]) -> str:
    """One run: all rules, and a result for each finding.

    Ignored findings are left out, because GitHub opens an alert even for a result that is marked as suppressed.
    """
    driver = {"name": "docgen", "version": __version__, "rules": [_rule(entry) for entry in ENTRIES]}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_BASE: {"description": {"text": "The directory in which docgen ran."}}},
        "results": [_result(finding) for finding in findings],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(entry: RuleEntry) -> dict[str, Any]:
    help_text = f"{entry.explanation}\n\nTo fix: {entry.remedy}"
    return {
        "id": entry.rule.value,
        "shortDescription": {"text": f"{entry.reports[0].upper()}{entry.reports[1:]}."},
        "fullDescription": {"text": entry.explanation},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": _LEVELS[entry.severity], "enabled": entry.on},
    }


def _result(finding: Finding) -> dict[str, Any]:
    place = place_of(finding)
    others = {
        "what the code says": finding.code_location,
        "what the imported class says": finding.class_location,
    }
    related = [
        {**_location(other), "message": {"text": what}}
        for what, other in others.items()
        if other and other != place
    ]
    remedy = f"\nTo fix: {finding.remedy}" if finding.remedy else ""
    return {
        "ruleId": finding.rule.value,
        "ruleIndex": _POSITIONS[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(f"{finding.message}{remedy}")},
        "locations": [_location(place)] if place else [],
        "relatedLocations": related,
    }


def _location(place: Location) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.path), "uriBaseId": _BASE},
            "region": {"startLine": place.line},
        }
    }
