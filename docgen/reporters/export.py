"""The model and the findings as plain data: the JSON that tests and other tools build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.model.availability import available, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.claims.report import ClaimsReport
    from docgen.model.cell import Cell
    from docgen.model.change import Change, Comparison
    from docgen.model.finding import Finding, Ignored
    from docgen.model.measurement import Judged, Measured
    from docgen.model.support import Backend, SupportModel

SCHEMA = 1
"""Version of the format below; it changes when a field is removed or changes its meaning."""


def model_record(
    model: SupportModel, findings: Iterable[Finding], measured: Measured | None = None
) -> dict[str, Any]:
    """The whole model, with the evidence of each backend where a project measures."""
    judged = measured.judged if measured else ()
    return {
        "schema": SCHEMA,
        "backends": [
            {**_backend_record(backend, model.scenarios), **_evidence_record(backend, judged)}
            for backend in model.backends
        ],
        "lists": [{"key": each.key, **cell_record(each.cell)} for each in model.lists],
        "findings": [_finding_record(finding) for finding in findings],
    }


def findings_record(
    findings: Iterable[Finding],
    claims: Iterable[ClaimsReport] = (),
    ignored: Iterable[Ignored] = (),
    compared: int | None = None,
) -> dict[str, Any]:
    """The findings, the ignored ones, and how many cells were compared, by page for claims."""
    return {
        "schema": SCHEMA,
        "compared": compared,
        "findings": [_finding_record(finding) for finding in findings],
        "ignored": [_ignored_record(each) for each in ignored],
        "claims": [_claims_record(report) for report in claims],
    }


def _claims_record(report: ClaimsReport) -> dict[str, Any]:
    return {
        "path": report.path,
        "compared": report.compared,
        "cells": {verdict.value: number for verdict, number in report.verdicts.items()},
        "not_compared": dict(report.untold),
    }


def comparison_record(comparison: Comparison, sides: tuple[str, str]) -> dict[str, Any]:
    """The differences between two models, `sides` being their names."""
    return {
        "schema": SCHEMA,
        "before": sides[0],
        "after": sides[1],
        "scenarios": list(comparison.scenarios),
        "changes": [_change_record(change) for change in comparison.changes],
        "uncompared": list(comparison.uncompared),
    }


def _change_record(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "backend": change.backend,
        "capability": change.capability,
        "scenarios": list(change.scenarios),
        "values": list(change.values),
        "was": change.was,
        "now": change.now,
        "before": cell_record(change.before) if change.before else None,
        "after": cell_record(change.after) if change.after else None,
        "before_location": _place(change.before_location),
        "after_location": _place(change.after_location),
    }


def _backend_record(backend: Backend, scenarios: Iterable[str]) -> dict[str, Any]:
    return {
        "name": backend.name,
        "object": backend.object,
        "location": str(backend.location),
        "availability": _availability_record(backend, scenarios),
        "cells": {key: [cell_record(cell) for cell in cells] for key, cells in backend.cells.items()},
    }


def _evidence_record(backend: Backend, judged: Iterable[Judged]) -> dict[str, Any]:
    """Return the standing of each claim on each target; nothing if none was measured."""
    found = [
        {
            "capability": each.measurement.capability,
            "value": each.measurement.value,
            "declared": each.declared,
            "target": each.target,
            "standing": each.standing.value,
            "reason": each.measurement.reason or None,
            "test": each.measurement.reproducer,
        }
        for each in judged
        if each.measurement.backend == backend.name
    ]
    return {"evidence": found} if found else {}


def _availability_record(backend: Backend, scenarios: Iterable[str]) -> dict[str, Any]:
    """For each scenario the failed import, or that none fails; unknown where no answer says."""
    there, refused = available(backend), unavailable(backend)
    record: dict[str, Any] = {}
    for name in scenarios:
        cell = refused.get(name)
        known = "unavailable" if cell else "available" if name in there else "unknown"
        record[name] = {
            "state": known,
            "import": cell.reason if cell else None,
            "location": _place(cell.location) if cell else None,
        }
    return record


def cell_record(cell: Cell) -> dict[str, Any]:
    """One answer, with all its fields."""
    return {
        "scenarios": list(cell.scenarios),
        "state": cell.state.value,
        "value": cell.value,
        "origin": cell.origin.value,
        "location": _place(cell.location),
        "conditions": [{"when": each.when, "value": each.value} for each in cell.conditions],
        "reason": cell.reason,
        **_undecided_record(cell),
        **({"stubs": list(cell.stubs)} if cell.stubs else {}),
    }


def _undecided_record(cell: Cell) -> dict[str, Any]:
    """Return the known and the unknown values of an answer that is unknown in part."""
    if not cell.undecided:
        return {}
    undecided = [
        {"value": each.value, "when": each.when, "reason": each.reason, "location": _place(each.location)}
        for each in cell.undecided
    ]
    return {"holds": list(cell.holds), "undecided": undecided}


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "backend": finding.backend,
        "capability": finding.capability,
        "documented": finding.documented,
        "expected": finding.expected,
        "docs_location": _place(finding.docs_location),
        "code_location": _place(finding.code_location),
        "remedy": finding.remedy,
        **_class_record(finding),
        **_measured_record(finding),
    }


def _ignored_record(ignored: Ignored) -> dict[str, Any]:
    return {**_finding_record(ignored.finding), "reason": ignored.reason}


def _class_record(finding: Finding) -> dict[str, Any]:
    """Return the answer of an imported class, for a finding about one."""
    if finding.answered is None:
        return {}
    return {"answered": finding.answered, "class_location": _place(finding.class_location)}


def _measured_record(finding: Finding) -> dict[str, Any]:
    """Return the measurement, for a finding about one."""
    if finding.measured is None and finding.measured_location is None:
        return {}
    return {"measured": finding.measured, "measured_location": _place(finding.measured_location)}


def _place(location: object) -> str | None:
    return str(location) if location else None
