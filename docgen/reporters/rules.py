"""The rules of a check, for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from docgen.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.model.rule_entry import RuleEntry

_WIDTH = 100
"""Columns of a paragraph."""


def rule_list(entries: Iterable[RuleEntry]) -> str:
    """A line for each rule: its name, its default, and what it reports."""
    rows = [(entry.rule.value, entry.default, entry.reports) for entry in entries]
    name, default = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"{row[0]:<{name}}  {row[1]:<{default}}  {row[2]}" for row in rows)


def rule_text(entry: RuleEntry) -> str:
    """Everything about one rule, in paragraphs."""
    runtime = " It takes --runtime to find out." if entry.imports else ""
    paragraphs = [
        f"{entry.rule.value} ({entry.default}): {entry.reports}",
        textwrap.fill(f"{entry.explanation}{runtime}", _WIDTH),
        textwrap.indent(entry.example, "    "),
        textwrap.fill(f"To fix: {entry.remedy}", _WIDTH),
    ]
    # No severity and no ignore applies to what stops a check.
    return "\n\n".join(paragraphs if entry.stops else [*paragraphs, _configured(entry)])


def _configured(entry: RuleEntry) -> str:
    """Configuration that overrides the rule, ready to paste into `docgen.toml`."""
    other = Severity.ERROR if entry.severity is Severity.WARNING or not entry.on else Severity.WARNING
    name = entry.rule.value
    rules = ("[rules]", f'{name} = "{other.value}"')
    ignore = ("[[ignore]]", f'rule = "{name}"', 'reason = "why it is accepted"')
    lines = (*rules, "", *ignore)
    return "In docgen.toml:\n\n" + "\n".join(f"    {line}".rstrip() for line in lines)
