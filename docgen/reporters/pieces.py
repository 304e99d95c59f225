"""Pieces of text that several reports of a check share."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from docgen.line_matching import unified
from docgen.model.finding import Severity
from docgen.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.config import Config
    from docgen.model.finding import Finding
    from docgen.model.location import Location
    from docgen.rendering.pages import PageState

_LONGEST = 160
"""Most characters that a report shows of a value."""


def summary(findings: Sequence[Finding], ignored: int = 0) -> str:
    """Return the number of findings, in a line."""
    counts = [(severity.value, sum(f.severity is severity for f in findings)) for severity in Severity]
    found = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts if count)
    return (found or "documentation and code agree") + (f", {ignored} ignored" if ignored else "")


def compared_text(compared: int) -> str:
    """Return the number of cells that were compared with the code, in words."""
    return f"{compared} cell{'' if compared == 1 else 's'} compared"


def remedies(findings: Iterable[Finding]) -> list[str]:
    """Return the commands that fix the findings, each once."""
    return list(dict.fromkeys(finding.remedy for finding in findings if finding.remedy))


def place_of(finding: Finding) -> Location | None:
    """Return the place where a reader should look first."""
    return finding.docs_location or finding.code_location or finding.class_location


def column_names(config: Config) -> dict[str, str]:
    """The headers of columns by their keys."""
    return {capability.key: capability.header for capability in config.capability}


def particulars(finding: Finding, names: dict[str, str]) -> Iterator[str]:
    """The lines below a finding's sentence: its subject, and what each side says and where."""
    column = names.get(finding.capability or "")
    fields: tuple[tuple[str, str | None, object], ...] = (
        ("backend", finding.backend, None),
        ("column", f"{column} ({finding.capability})" if column else finding.capability, None),
        ("docs say", finding.documented, finding.docs_location),
        ("code says", finding.expected, finding.code_location),
        ("runtime", finding.answered, finding.class_location),
        ("measured", finding.measured, finding.measured_location),
    )
    for label, value, where in fields:
        if value is not None:
            yield from _field(label, value or "nothing", where)
    if finding.expected is None and finding.code_location and finding.docs_location:
        yield from _field("code", str(finding.code_location), None)


def _field(label: str, value: str, where: object) -> list[str]:
    # A long paragraph is cut here; the diff of the page shows all of it.
    short = "\n".join(map(_shortened, value.splitlines()))
    first, *more = (f"{short}  ({where})" if where else short).splitlines()
    return [f"{label:<9}  {first}", *(f"{'':<9}  {line}" for line in more)]


def _shortened(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= _LONGEST else textwrap.shorten(words, _LONGEST, placeholder=" ...")


def diffs(findings: Iterable[Finding], states: Iterable[PageState]) -> list[str]:
    """Return the changes that a build would make to the pages that findings are about."""
    pages = {finding.docs_location.path for finding in findings if finding.docs_location}
    return [_diff(state) for state in states if state.file.name in pages and not state.is_current]


def _diff(state: PageState) -> str:
    name, before = state.file.name, state.file.text
    named = (f"{name} (as it is)" if before is not None else "no file", f"{name} (from the code)")
    lines = unified((before or "").splitlines(), state.expected.splitlines(), named)
    return "\n".join(visible(line) for line in lines)
