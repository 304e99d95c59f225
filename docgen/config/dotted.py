"""Dotted paths in a configuration."""

from __future__ import annotations

import re

from docgen.confinement import shortened

MOST_PARTS = 100
"""Parts of the longest dotted name."""

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def require_dotted(path: str, what: str) -> None:
    """Refuse what is no dotted name.

    Args:
        path: What should be one.
        what: What it is, for the message.

    Raises:
        ValueError: it is none.
    """
    if not _DOTTED.fullmatch(path):
        msg = f"{what}: {shortened(path)!r} is not a dotted name"
        raise ValueError(msg)
    if path.count(".") >= MOST_PARTS:
        msg = f"{what}: {shortened(path)!r} has more than {MOST_PARTS} parts"
        raise ValueError(msg)
