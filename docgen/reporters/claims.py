"""Results for the claims of hand-written tables, in a few lines that also say what was not compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.claims.verdicts import Verdict
from docgen.visible import visible_line

if TYPE_CHECKING:
    from docgen.claims.report import ClaimsReport


def claims_text(report: ClaimsReport) -> str:
    """The counts of one page, and the reasons why some cells were not compared."""
    counts = ", ".join(f"{report.verdicts.get(verdict, 0)} {verdict.value}" for verdict in Verdict)
    reasons = sorted(report.untold.items(), key=lambda item: -item[1])
    lines = [f"{report.path}: {report.compared} cells of hand-written tables compared: {counts}"]
    lines += [f"  {number:>4}  {reason}" for reason, number in reasons]
    return "\n".join(map(visible_line, lines))
