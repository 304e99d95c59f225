"""One row of the tables of cases."""

from __future__ import annotations

from textwrap import dedent
from typing import NamedTuple

NOTHING = object()
"""Stands for "no pattern matcher would answer at all"."""


class Case(NamedTuple):
    """A construct of Python, and the right answer to a question about it."""

    id: str
    main: str
    """Text of `pkg/main.py`."""
    expected: object
    """The canonical value, or the name of the exception that leaves the probe, as `Raises("ValueError")`."""
    naive: object = NOTHING
    """Answer that matching patterns in the text would give."""
    files: dict[str, str] = {}  # noqa: RUF012 - never changed
    """Other files of the project."""
    probe: str = "m.answer()"
    """The expression; `m` stands for `pkg.main`."""

    @property
    def texts(self) -> dict[str, str]:
        """Every file."""
        return {**{n: dedent(t) for n, t in self.files.items()}, "pkg/main.py": dedent(self.main)}

    @property
    def expression(self) -> str:
        """The probe over absolute dotted paths."""
        return self.probe.replace("m.", "pkg.main.")


class Raises(str):
    """The name of an exception."""

    __slots__ = ()
