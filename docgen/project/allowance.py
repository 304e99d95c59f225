"""A bound of work that is counted, so that the same tree is cut at the same place on every machine.

Reads are what is counted: every look-up of a name and every file is one, and the text of a file is as many as parsing
it costs. Over trials of the classes of twenty public trees, a count of reads tells the processor time within a factor
of two.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from docgen.project.clock import OutOfTimeError, within
from docgen.static.source.reads import Reads

if TYPE_CHECKING:
    from collections.abc import Iterator

SECOND = 45_000
"""Reads that take about a second of processor time."""
_BYTES = 24
"""Bytes whose parsing takes as long as a read."""
_SLOW = 4
"""Factor of the usual time after which work ends although it was not counted: a last resort."""


class Allowance(Reads):
    """Reads that are counted, and that end what makes too many of them.

    Attributes:
        spent: Reads so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spent = 0
        self._most: float = float("inf")

    def note(self, read: str, size: int = 0) -> None:
        """Record that something is read.

        Raises:
            OutOfTimeError: it is one more than may be read.
        """
        self.spent += 1 + size // _BYTES
        if self.spent > self._most:
            raise OutOfTimeError
        super().note(read, size)

    @contextmanager
    def within(self, reads: int) -> Iterator[None]:
        """Run a block for so many reads.

        Raises:
            OutOfTimeError: they are made, or the block takes several times as long as they usually take.
        """
        before, self._most = self._most, self.spent + reads
        try:
            with within(_SLOW * reads / SECOND):
                yield
        finally:
            self._most = before

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Read what is read once for all questions."""
        before, most = self.spent, self._most
        self._most = float("inf")
        try:
            yield
        finally:
            self.spent, self._most = before, most
