"""Which files and directories a computation leaned on, where results are kept and shared between computations.

Reading is noted as an edge from the reader to what it read. Readers are modules, whose statements run once for all
who ask for their names, other results that are kept under a name, and the computation that is being asked itself.
Whoever takes a module's result leans on all that the module's statements read, so that what a computation leaned on
is all that can be reached from it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = ""
"""The reader that is asked for what it leaned on: no module has this name."""


class Reads:
    """The edges.

    Attributes:
        reader: On whose behalf reading goes on.
        edges: For each reader, names of readers whose results it took, and paths of files and directories it looked at.
    """

    def __init__(self) -> None:
        self.reader = ASKED
        self.edges: dict[str, set[str]] = {ASKED: set()}

    def note(self, read: str) -> None:
        """Note that something is read."""
        self.edges[self.reader].add(read)

    @contextmanager
    def by(self, reader: str) -> Iterator[None]:
        """Read on behalf of another, whose result is taken."""
        self.note(reader)
        before, self.reader = self.reader, reader
        self.edges.setdefault(reader, set())
        try:
            yield
        finally:
            self.reader = before

    def begin(self) -> None:
        """Forget what was asked before; what others read stays known, for they are not run again."""
        self.edges[ASKED] = set()

    def leaned_on(self, reader: str = ASKED) -> set[str]:
        """All that can be reached from what was asked, or from another reader."""
        reached: set[str] = set()
        pending = [self.edges[reader]]
        while pending:
            new = pending.pop() - reached
            reached |= new
            pending += [self.edges[name] for name in new if name in self.edges]
        return reached
