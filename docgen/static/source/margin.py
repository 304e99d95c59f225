"""Statements at the margin of a module's text, found without parsing it."""

from __future__ import annotations

import re

_INSIDE = rb"[^\n]*(?:\n(?:[ \t#)\]}][^\n]*|(?:elif|else|except|finally)\b[^\n]*|\r?(?=\n)))*"
"""The rest of the first line, and the lines that belong to the statement."""


def statements_of(words: bytes) -> re.Pattern[bytes]:
    """A pattern of statements that begin with one of some words, each with the lines inside it and the break before it.

    Args:
        words: Alternatives of a regular expression.
    """
    return re.compile(rb"\n(?:" + words + rb")\b" + _INSIDE)
