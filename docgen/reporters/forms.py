"""The forms of commands' output. Each imports the modules that it needs when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import ReportError
from docgen.visible import inert, inert_xml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docgen.checks.pipeline import Outcome
    from docgen.comparison.difference import Difference
    from docgen.comparison.history import Told
    from docgen.explain.choice import Explanation
    from docgen.model.finding import Finding, Ignored
    from docgen.model.support import SupportModel
    from docgen.rendering.context import PageContext

TEXT = "text"
"""The default form, for people."""


def write_report(path: Path, text: str) -> None:
    """Write a report to the file at `path`, completely or not at all.

    Raises:
        ReportError: it cannot be written.
    """
    from docgen.atomic_write import replace_file  # noqa: PLC0415

    try:
        replace_file(path, f"{text}\n".encode("utf-8", "backslashreplace") if text else b"")
    except OSError as error:
        raise ReportError(f"cannot write {path}: {error.strerror}", remedy="give another --output") from None


def _text(outcome: Outcome) -> str:
    from docgen.reporters.text import check_text  # noqa: PLC0415

    report = check_text(
        outcome.findings,
        outcome.pages,
        outcome.config,
        outcome.claims,
        ignored=len(outcome.ignored),
        compared=outcome.compared,
    )
    return inert(report)


def _json(outcome: Outcome) -> str:
    from docgen.reporters.json import findings_json  # noqa: PLC0415

    return findings_json(outcome.findings, outcome.claims, outcome.ignored, outcome.compared)


def _github(outcome: Outcome) -> str:
    from docgen.reporters.github import check_github  # noqa: PLC0415

    findings, _ = _from_here(outcome)
    return check_github(findings, outcome.config)


def _sarif(outcome: Outcome) -> str:
    from docgen.reporters.sarif import check_sarif  # noqa: PLC0415

    findings, _ = _from_here(outcome)
    return check_sarif(findings)


def _junit(outcome: Outcome) -> str:
    from docgen.reporters.junit import check_junit  # noqa: PLC0415

    return inert_xml(check_junit(*_from_here(outcome), outcome.config))


def _markdown(outcome: Outcome) -> str:
    from docgen.reporters.comment import check_markdown  # noqa: PLC0415

    return inert(
        check_markdown(
            outcome.findings, outcome.pages, outcome.config, len(outcome.ignored), outcome.compared
        )
    )


def _from_here(outcome: Outcome) -> tuple[list[Finding], list[Ignored]]:
    """The findings, and the ignored ones, with places relative to the directory where the command runs."""
    from docgen.model.finding import Ignored  # noqa: PLC0415
    from docgen.reporters.places import moved, prefix  # noqa: PLC0415

    before = prefix(outcome.request.root)
    ignored = [Ignored(moved(each.finding, before), each.reason) for each in outcome.ignored]
    return [moved(finding, before) for finding in outcome.findings], ignored


TABLE = "table"
"""The default form of tables, for a terminal."""


def _markdown_tables(page: PageContext, _model: SupportModel) -> str:
    from docgen.reporters.tables import tables_markdown  # noqa: PLC0415

    return inert(tables_markdown(page))


def _csv_tables(page: PageContext, _model: SupportModel) -> str:
    from docgen.reporters.tables import tables_csv  # noqa: PLC0415

    return inert(tables_csv(page))


def _json_tables(page: PageContext, model: SupportModel) -> str:
    from docgen.reporters.json import json_text  # noqa: PLC0415
    from docgen.reporters.tables import tables_record  # noqa: PLC0415

    return json_text(tables_record(page, model))


TABLES: dict[str, Callable[[PageContext, SupportModel], str]] = {
    "markdown": _markdown_tables,
    "csv": _csv_tables,
    "json": _json_tables,
}
"""The other forms of tables; that of a terminal is not here because it depends on the terminal's width and colours."""

CHECKS: dict[str, Callable[[Outcome], str]] = {
    TEXT: _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "junit": _junit,
    "markdown": _markdown,
}
"""The forms of a check."""


def _text_difference(found: Difference) -> str:
    from docgen.reporters.difference import difference_text  # noqa: PLC0415

    return inert(difference_text(found.comparison, found.config, found.sides))


def _markdown_difference(found: Difference) -> str:
    from docgen.reporters.difference import difference_markdown  # noqa: PLC0415

    return inert(difference_markdown(found.comparison, found.config, found.sides))


def _json_difference(found: Difference) -> str:
    from docgen.reporters.json import comparison_json  # noqa: PLC0415

    return comparison_json(found.comparison, found.sides)


DIFFERENCES: dict[str, Callable[[Difference], str]] = {
    TEXT: _text_difference,
    "markdown": _markdown_difference,
    "json": _json_difference,
}
"""The forms of a comparison."""


def _text_history(told: Told) -> str:
    from docgen.reporters.history import history_text  # noqa: PLC0415

    return inert(history_text(told))


def _markdown_history(told: Told) -> str:
    from docgen.reporters.history import history_markdown  # noqa: PLC0415

    return inert(history_markdown(told))


def _json_history(told: Told) -> str:
    from docgen.reporters.history import history_record  # noqa: PLC0415
    from docgen.reporters.json import json_text  # noqa: PLC0415

    return json_text(history_record(told))


HISTORIES: dict[str, Callable[[Told], str]] = {
    TEXT: _text_history,
    "markdown": _markdown_history,
    "json": _json_history,
}
"""The forms of a history."""


def _text_explanation(found: Explanation, everything: bool) -> str:  # noqa: FBT001 - all forms take the same
    from docgen.reporters.explanation import explanation_text  # noqa: PLC0415

    return inert(explanation_text(found, everything=everything))


def _markdown_explanation(found: Explanation, everything: bool) -> str:  # noqa: FBT001
    from docgen.reporters.explanation import explanation_markdown  # noqa: PLC0415

    return inert(explanation_markdown(found, everything=everything))


def _json_explanation(found: Explanation, everything: bool) -> str:  # noqa: ARG001, FBT001
    from docgen.reporters.json import explanation_json  # noqa: PLC0415

    return explanation_json(found)


EXPLANATIONS: dict[str, Callable[[Explanation, bool], str]] = {
    TEXT: _text_explanation,
    "markdown": _markdown_explanation,
    "json": _json_explanation,
}
"""The forms of choices. Each takes the choices, and true if every backend was asked for."""
