"""Findings as a comment on a pull request: a table, with details folded away."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from docgen.rendering.markdown import aligned, code, escape
from docgen.reporters.pieces import compared_text, diffs, remedies, summary
from docgen.reporters.text import findings_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.config import Config
    from docgen.model.finding import Finding
    from docgen.model.location import Location
    from docgen.rendering.pages import PageState

_ROWS = 50
"""Most findings in the table."""
_MESSAGE = 200
"""Most characters of a message in the table."""
_FOLDED = 12_000
"""Most characters of one folded block; with the table they stay below GitHub's limit of 65,536."""


def check_markdown(
    findings: Sequence[Finding],
    states: Iterable[PageState],
    config: Config,
    ignored: int = 0,
    compared: int | None = None,
) -> str:
    """The comment. Its first line is always the same, so that a job can find the comment that it wrote before."""
    blocks = ["<!-- docgen check -->", f"### docgen: {summary(findings, ignored)}"]
    if compared is not None:
        blocks.append(compared_text(compared))
    if findings:
        blocks.append(_table(findings[:_ROWS]))
    if len(findings) > _ROWS:
        blocks.append(f"and {len(findings) - _ROWS} more")
    commands = remedies(findings)
    if commands:
        blocks.append("\n".join(f"- to fix: {escape(command)}" for command in commands))
    if findings:
        blocks.append(_folded("All findings", "text", findings_text(findings, config)))
    changes = "\n\n".join(diffs(findings, states))
    if changes:
        blocks.append(_folded("What a build would change", "diff", changes))
    return "\n\n".join(blocks)


def _table(findings: Sequence[Finding]) -> str:
    header = ["", "Rule", "Finding", "Page", "Code"]
    rows = [
        [
            finding.severity.value,
            code(finding.rule.value),
            escape(textwrap.shorten(finding.message, _MESSAGE, placeholder=" ...")),
            _place(finding.docs_location),
            _place(finding.code_location),
        ]
        for finding in findings
    ]
    return aligned([header, *rows])


def _place(location: Location | None) -> str:
    return code(str(location)) if location else ""


def _folded(title: str, language: str, text: str) -> str:
    """A block that opens on a click, fenced by more backticks than any run of them in its text."""
    shown = text if len(text) <= _FOLDED else f"{text[:_FOLDED].rpartition(chr(10))[0]}\n..."
    fence = "`" * max((len(run) + 1 for run in re.findall("`{3,}", shown)), default=3)
    return f"<details>\n<summary>{title}</summary>\n\n{fence}{language}\n{shown}\n{fence}\n\n</details>"
