"""Bounds of one answer, or of one statement of a module: steps, and elements that Python's own operations handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Unsupported

if TYPE_CHECKING:
    from docgen.static.objects.values import SourceSpan

STEP_LIMIT = 50_000
"""Statements and calls of one answer on all its paths, or of one statement of a module; a predicate takes some tens."""
WORK_LIMIT = 1 << 21
"""Elements that Python's own operations may handle or make for one answer, a word of a text or an integer counting as
one: a dict of as many takes some 300 MiB and half a second."""
DEPTH_LIMIT = 80
"""Calls within calls."""

IMPORTS_LIMIT = 250
"""Modules of a tree that is too large to run all that an import leads to."""


class Bounded:
    """Counts steps and work.

    Attributes:
        steps: Statements and calls so far.
        work: Elements that Python's own operations handled so far.
    """

    def __init__(self) -> None:
        self.steps = 0
        self.work = 0

    @property
    def exhausted(self) -> str:
        """Why there is no going on, where the answer took more steps than any should; else empty."""
        return f"no answer within {STEP_LIMIT} steps" if self.steps > STEP_LIMIT else ""

    def step(self, place: SourceSpan | None = None) -> None:
        """Count a step.

        Raises:
            Unsupported: the path is longer than any predicate should be.
        """
        self.steps += 1
        if self.steps > STEP_LIMIT:
            raise Unsupported(self.exhausted, place, final=True)

    def spend(self, units: int, place: SourceSpan | None) -> None:
        """Count what one of Python's own operations is about to handle and make.

        Raises:
            Unsupported: it is more than one operation, or one answer, should take.
        """
        if units > WORK_LIMIT >> 3:
            raise Unsupported("the result is too large to compute", place)
        self.work += units
        if self.work > WORK_LIMIT:
            raise Unsupported(f"no answer within {WORK_LIMIT} elements", place, final=True)
