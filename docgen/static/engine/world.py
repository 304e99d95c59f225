"""What imports left behind under one scenario: a world in which questions are asked.

Objects that no path changes are the same in all worlds. What the imports of a world changed is put back while another
one is in use, and done again afterwards, so that going from one to the other costs no import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.static.engine.journal import Journal

if TYPE_CHECKING:
    from docgen.static.engine.module_run import ModuleRun
    from docgen.static.objects.control_flow import Raised
    from docgen.static.objects.values import Abstract, Unknown


class Entry(NamedTuple):
    """What a question is about, and what importing it came to."""

    names: tuple[str, ...]
    """The modules that were imported for it."""
    failure: Raised | None
    """Why one of them cannot be imported, if it cannot."""
    reached: frozenset[str]
    """Every module that their import leads to."""
    strange: frozenset[str]
    """Modules that were imported for other questions, and would not be there in a fresh interpreter."""


class World:
    """The state of one scenario, with the sides taken of decisions of modules.

    Attributes:
        journal: The changes that its imports, and the path under way, made.
        modules: Modules that were imported, in the order in which they began.
        havocked: Objects that nobody knows the content of, by identity, with the reason.
        base: Length of the journal when everything that the question is about had been imported.
        entry: What the question is about.
        settled: Modules that were run because a path used them, in a tree whose imports are not run.
        walked: Objects that code outside the tree was given, or runs, whose changes are followed by now.
        strangers: Modules that changed something which was looked into, since `entry` began or the path did.
    """

    def __init__(self) -> None:
        self.journal = Journal()
        self.modules: dict[str, ModuleRun] = {}
        self.havocked: dict[int, tuple[Abstract, Unknown]] = {}
        self.base = 0
        self.entry: Entry | None = None
        self.strangers: set[str] = set()
        self.settled: set[str] = set()
        self.walked: dict[tuple[str, int], Abstract] = {}
        self._havocked: dict[int, tuple[Abstract, Unknown]] = {}
        self._authors: dict[int, set[str]] = {}

    def note_author(self, container: Abstract, module: str) -> None:
        """Note that the import of a module changed what another one made."""
        self._authors.setdefault(id(container), set()).add(module)

    def note_read(self, container: Abstract) -> None:
        """Note that something which was changed is looked into."""
        authors = self._authors.get(id(container))
        if authors:
            self.strangers |= authors

    @property
    def is_mixed(self) -> bool:
        """Whether something was looked into that a module changed which is none of the question's business."""
        return self.entry is not None and not self.strangers.isdisjoint(self.entry.strange)

    def leave(self) -> None:
        """Put back what the imports changed, until `enter`."""
        self.journal.rewind(self.base)
        self._havocked = dict(self.havocked)
        self.journal.suspend()

    def enter(self) -> None:
        """Do again what the imports changed."""
        self.journal.resume()
        self.havocked.update(self._havocked)

    def forget(self) -> None:
        """Undo everything, imports included."""
        self.journal.rewind(0)
        self._authors = {}
        self.strangers = set()
        self.settled = set()
        self.base = 0
        self.entry = None
