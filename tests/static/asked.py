"""One row of the tables of protocols and of made classes: a module, and probes whose right answers CPython gives at test time."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import NamedTuple


class Asked(NamedTuple):
    """A module, and what is asked of it."""

    id: str
    main: str
    """Text of `pkg/main.py`."""
    known: tuple[str, ...]
    """Expressions that the evaluator answers as CPython does; `m` stands for `pkg.main`."""
    open: tuple[str, ...] = ()
    """Expressions that it may leave unknown."""

    @property
    def texts(self) -> dict[str, str]:
        """Every file."""
        return {"pkg/main.py": dedent(self.main)}


def absolute(probe: str) -> str:
    """A probe over absolute dotted paths."""
    return re.sub(r"\bm\.", "pkg.main.", probe)
