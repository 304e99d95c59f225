"""Errors that keep a check from a complete answer, reported as findings beside all others."""

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
"""Rule under which a check reports each kind of error; an error of any other kind ends the check."""


def blockers(error: DocgenError) -> tuple[Finding, ...]:
    """Return `error` as findings.

    Raises:
        DocgenError: `error` itself, where no rule covers its kind.
    """
    if any(type(each) not in _RULES for each in error.each):
        raise error
    return tuple(_blocker(each) for each in error.each)


def stops(finding: Finding) -> bool:
    """Tell whether a finding keeps a check from a complete answer."""
    return RULES[finding.rule].stops


def _blocker(error: DocgenError) -> Finding:
    rule = _RULES[type(error)]
    in_page = isinstance(error, PageError)
    return reported(
        rule,
        error.what,
        docs_location=error.location if in_page else None,
        code_location=None if in_page else error.location,
        remedy=error.remedy,
    )
