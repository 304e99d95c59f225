"""What keeps a check from a whole answer, as findings beside all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import MissingPageError, PageError, SourceError
from docgen.model.finding import Finding, Rule
from docgen.model.reported import reported
from docgen.model.rules import RULES

if TYPE_CHECKING:
    from docgen.errors import DocgenError

_RULES: dict[type[DocgenError], Rule] = {
    MissingPageError: Rule.MISSING_PAGE,
    PageError: Rule.BROKEN_MARKER,
    SourceError: Rule.UNREADABLE_SOURCE,
}
"""For kinds of errors, the rule under which a check reports them; others end it."""


def blockers(error: DocgenError) -> tuple[Finding, ...]:
    """Return what `error` says, as findings.

    Raises:
        DocgenError: `error` itself, where it says something that no rule is about.
    """
    if any(type(each) not in _RULES for each in error.each):
        raise error
    return tuple(_obstacle(each) for each in error.each)


def stops(finding: Finding) -> bool:
    """Tell whether what was found keeps a check from a whole answer."""
    return RULES[finding.rule].stops


def _obstacle(error: DocgenError) -> Finding:
    rule = _RULES[type(error)]
    in_page = isinstance(error, PageError)
    return reported(
        rule,
        error.what,
        docs_location=error.location if in_page else None,
        code_location=None if in_page else error.location,
        remedy=error.remedy,
    )
