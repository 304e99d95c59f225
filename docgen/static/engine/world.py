"""What imports left behind under one scenario: a world in which questions are asked.

Objects that no path changes are the same in all worlds. What the imports of a world changed is put back while another
one is in use, and done again afterwards, so that going from one to the other costs no import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.journal import Journal

if TYPE_CHECKING:
    from docgen.static.engine.module_run import ModuleRun
    from docgen.static.objects.control_flow import Raised
    from docgen.static.objects.values import Abstract, Unknown


class World:
    """The state of one scenario, with the sides taken of decisions of modules.

    Attributes:
        journal: The changes that its imports, and the path under way, made.
        modules: Modules that were imported, in the order in which they began.
        havocked: Objects that nobody knows the content of, by identity, with the reason.
        base: Length of the journal when everything that the question is about had been imported.
        entered: What the question is about, and why that cannot be imported, if it cannot.
    """

    def __init__(self) -> None:
        self.journal = Journal()
        self.modules: dict[str, ModuleRun] = {}
        self.havocked: dict[int, tuple[Abstract, Unknown]] = {}
        self.base = 0
        self.entered: tuple[tuple[str, ...], Raised | None] | None = None

    def leave(self) -> None:
        """Put back what the imports changed, until `enter`."""
        self.journal.rewind(self.base)
        self.journal.suspend()

    def enter(self) -> None:
        """Do again what the imports changed."""
        self.journal.resume()

    def forget(self) -> None:
        """Undo everything, imports included."""
        self.journal.rewind(0)
        self.base = 0
        self.entered = None
