"""What is known of a module that was imported on the path that is being run."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.engine.records import Record
from docgen.static.source.scopes import END

if TYPE_CHECKING:
    from docgen.static.engine.module_facts import Kept
    from docgen.static.objects.control_flow import Raised
    from docgen.static.objects.values import Abstract, Unknown


EVERY_NAME = "*"
"""Stands for all names of a module that something has bound anew in a way that nobody can follow."""


class RunState(enum.Enum):
    """How far the import of a module has come."""

    RUNNING = "running"
    """Its body is being run: names that it binds later are not there yet."""
    DONE = "done"
    """Its body has run."""


class Failure(NamedTuple):
    """A module that cannot be imported, in the same way on every path."""

    leaned: tuple[tuple[str, str | bool | None], ...]
    """The assumptions that it leaned on."""
    reads: dict[int, Abstract]
    """What it looked into."""
    imports: tuple[str, ...]
    """What it imported before it failed."""
    signal: Raised
    """What it raises."""


class ModuleRun:
    """The run of one module's body.

    Attributes:
        module: Dotted name of the module.
        state: How far it has come.
        position: Index of the statement that is being run; behind the last one when it is done.
        names: What the statement that is being run has bound so far.
        bound: For each statement that ran in order, what it bound.
        written: What was bound from outside the body, with the position at that time.
        imports: The modules that it imported, in order.
        unguarded: Those of them that were imported where no handler waits.
        lost: Names that code outside the tree may bind anew at any time, with the reason.
        pinned: What names that `from` imports bind stood for before another module bound them anew.
        is_foreign: Whether it changed what other modules made.
        record: What the run leaned on.
    """

    __slots__ = (
        "bound",
        "imports",
        "is_foreign",
        "lost",
        "module",
        "names",
        "pinned",
        "position",
        "record",
        "state",
        "unguarded",
        "written",
    )

    def __init__(self, module: str) -> None:
        self.module = module
        self.state = RunState.RUNNING
        self.position = 0
        self.names: dict[str, Abstract] = {}
        self.bound: dict[int, Kept] = {}
        self.written: dict[str, tuple[tuple[int, Abstract], ...]] = {}
        self.imports: list[str] = []
        self.unguarded: set[str] = set()
        self.lost: dict[str, Unknown] = {}
        self.pinned: dict[str, Abstract] = {}
        self.is_foreign = False
        self.record = Record(is_module=True)

    @property
    def is_done(self) -> bool:
        """Whether the body has run."""
        return self.state is RunState.DONE

    def finish(self) -> None:
        """Note that the body has run."""
        self.state = RunState.DONE
        self.position = END
        self.names = {}
