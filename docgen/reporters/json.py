"""Findings, or the whole model, as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from docgen.reporters.export import SCHEMA, comparison_record, findings_record, model_record
from docgen.visible import inert_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.claims.report import ClaimsReport
    from docgen.explain.choice import Explanation
    from docgen.model.change import Comparison
    from docgen.model.finding import Finding, Ignored
    from docgen.model.measurement import Measured
    from docgen.model.support import SupportModel

_DELETE = "\x7f"
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


def findings_json(
    findings: Iterable[Finding],
    claims: Iterable[ClaimsReport] = (),
    ignored: Iterable[Ignored] = (),
    compared: int | None = None,
) -> str:
    """The findings without the model, and how many cells were compared."""
    return json_text(findings_record(findings, claims, ignored, compared))


def model_json(model: SupportModel, findings: Iterable[Finding], measured: Measured | None = None) -> str:
    """The whole model."""
    return json_text(model_record(model, findings, measured))


def comparison_json(comparison: Comparison, sides: tuple[str, str]) -> str:
    """The differences between two models."""
    return json_text(comparison_record(comparison, sides))


def explanation_json(explanation: Explanation) -> str:
    """Choices of backends."""
    from docgen.reporters.explanation import explanation_record  # noqa: PLC0415

    return json_text({"schema": SCHEMA, **explanation_record(explanation)})


def json_text(record: dict[str, Any]) -> str:
    """A record as indented ASCII."""
    text = msgspec.json.format(msgspec.json.encode(record), indent=1).decode()
    text = inert_json(text)
    if text.isascii() and _DELETE not in text:
        return text
    # Escapes keep the text readable for every JSON parser, even where a console or a pipe is not UTF-8.
    return _NOT_ASCII.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
