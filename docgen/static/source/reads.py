"""Dependencies of a computation on files and directories, where results are shared between computations.

Each read is recorded as an edge from the reader to the file or result that it read. Readers are modules, whose
statements run once for everyone who asks for their names, other results that are kept under a name, and the current
computation itself. A computation that takes a module's result depends on everything that the module's statements
read, so its dependencies are all the nodes that can be reached from it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from docgen.static.source.function_bodies import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = ""
"""The reader for the current computation: no module has this name."""


class Reads:
    """The edges.

    Attributes:
        current: The reads of the reader that reads next.
        edges: For each reader, the readers whose results it took, and the paths of files and directories it read.
        bodies: The functions of modules; they count for whoever reads the module.
    """

    def __init__(self) -> None:
        self.current: set[str] = set()
        self.edges: dict[str, set[str]] = {ASKED: self.current}
        self.bodies = Watch()

    def note(self, read: str, size: int = 0) -> None:  # noqa: ARG002 - for those that count
        """Record that something is read.

        Args:
            read: The file, directory or result.
            size: Bytes that were read from a disk, where it is a file.
        """
        self.current.add(read)

    @contextmanager
    def by(self, reader: str) -> Iterator[None]:
        """Read on behalf of another reader, whose result is taken."""
        self.note(reader)
        before, self.current = self.current, self.edges.setdefault(reader, set())
        try:
            yield
        finally:
            self.current = before

    @contextmanager
    def apart(self) -> Iterator[set[str]]:
        """Read on behalf of nobody, for a result whose dependencies its keeper records."""
        before, self.current = self.current, set()
        try:
            yield self.current
        finally:
            self.current = before

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Read what is read once for all questions: those that count leave it out."""
        yield

    def begin(self) -> None:
        """Forget the dependencies of the last computation; other readers keep theirs, as they are not run again."""
        self.current = self.edges[ASKED] = set()

    def leaned_on(self, reader: str = ASKED) -> set[str]:
        """All dependencies of the current computation, or of another reader."""
        reached: set[str] = set()
        pending = [self.edges[reader]]
        while pending:
            new = pending.pop() - reached
            reached |= new
            pending += [self.edges[name] for name in new & self.edges.keys()]
        return reached
