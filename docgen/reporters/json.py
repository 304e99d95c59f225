"""Findings, or the whole model, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from docgen.export import comparison_record, findings_record, model_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.claims.report import ClaimsReport
    from docgen.model.change import Comparison
    from docgen.model.finding import Finding
    from docgen.model.support import SupportModel


def findings_json(findings: Iterable[Finding], claims: Iterable[ClaimsReport] = ()) -> str:
    """The findings alone, and how many claims of hand-written tables were compared."""
    return _json(findings_record(findings, claims))


def model_json(model: SupportModel, findings: Iterable[Finding]) -> str:
    """The whole model."""
    return _json(model_record(model, findings))


def comparison_json(comparison: Comparison, sides: tuple[str, str]) -> str:
    """The differences between two models."""
    return _json(comparison_record(comparison, sides))


def _json(record: dict[str, Any]) -> str:
    # Escapes keep the text readable by every JSON reader when a console or a pipe is not UTF-8.
    return json.dumps(record, indent=1)
