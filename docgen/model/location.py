"""A place in a file."""

from __future__ import annotations

import msgspec


class Location(msgspec.Struct, frozen=True, order=True):
    """A line of a file; prints as `path:line`, which editors and terminals make clickable."""

    path: str
    """Path relative to the documented project's root, with forward slashes."""
    line: int
    """Line number, counted from 1."""

    def __post_init__(self) -> None:
        """Refuse a line that no editor could open.

        Raises:
            ValueError: `line` is less than 1 or `path` is empty.
        """
        if self.line < 1 or not self.path:
            msg = f"no such place: {self.path!r}, line {self.line}"
            raise ValueError(msg)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
