"""One row of the tables of open questions."""

from __future__ import annotations

from textwrap import dedent
from typing import NamedTuple


class OpenCase(NamedTuple):
    """A question that the source alone may not settle."""

    id: str
    main: str
    """Text of `pkg/main.py`; `outside` is a package that is not there."""
    kind: str
    """known, conditional or unknown."""
    value: object
    """The value, the alternatives in any order, or a part of the reason."""
    conditions: tuple[str, ...] = ()
    """Conditions that select the alternatives, in the order of `value`."""
    files: dict[str, str] = {}  # noqa: RUF012 - never changed
    probe: str = "pkg.main.answer()"

    @property
    def texts(self) -> dict[str, str]:
        """Every file."""
        return {**{n: dedent(t) for n, t in self.files.items()}, "pkg/main.py": dedent(self.main)}
