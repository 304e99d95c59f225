"""Markers of an older form, which are read as before and reported: regions and values say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.finding import Finding, Rule
from docgen.model.location import Location
from docgen.model.reported import reported
from docgen.rendering.comments import KINDS, SHOWN, comments

if TYPE_CHECKING:
    from collections.abc import Iterator


def old_markers(text: str, path: str) -> Iterator[Finding]:
    """Yield a finding for each marker without an end.

    Args:
        text: The page.
        path: Its path, for the places.

    Raises:
        PageError: a marker is broken.
    """
    for comment in comments(text, path):
        if comment.verb in SHOWN:
            yield reported(
                Rule.DEPRECATED_MARKER,
                f"the marker <!-- {text[comment.start + 4 : comment.stop - 3].strip()} --> is deprecated",
                docs_location=Location(path, comment.line),
                remedy=_successor(comment.verb, comment.rest),
            )


def _successor(verb: str, rest: str) -> str:
    """Return what to write instead."""
    if verb in KINDS:
        shows = f"{verb}={rest}" if rest else verb
        return f"write <!-- docgen:begin {shows} --> and <!-- docgen:end -->, each on a line of its own"
    return f"write <!-- docgen:value {rest} --><!-- /docgen -->"
