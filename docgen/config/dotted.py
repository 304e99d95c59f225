"""Dotted paths in a configuration."""

from __future__ import annotations

import re

from docgen.confinement import shortened

MOST_PARTS = 100
"""Most parts of a dotted name."""

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def require_dotted(path: str, what: str) -> None:
    """Refuse a text that is not a dotted name.

    Args:
        path: The text.
        what: The noun for it in the message.

    Raises:
        ValueError: it is no dotted name.
    """
    if not _DOTTED.fullmatch(path):
        msg = f"{what}: {shortened(path)!r} is not a dotted name"
        raise ValueError(msg)
    if path.count(".") >= MOST_PARTS:
        msg = f"{what}: {shortened(path)!r} has more than {MOST_PARTS} parts"
        raise ValueError(msg)
