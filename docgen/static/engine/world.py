"""The state of one scenario's interpreter, as far as it was reached: modules, changes, and the imports asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.records import Decision
    from docgen.static.objects.control_flow import Raised, Unsupported
    from docgen.static.objects.values import Abstract


SET_ORDER = "a set has no order"
"""The reason of answers that lean on one, and the text of the decisions that pick one."""


class Level(NamedTuple):
    """One import that a question asks for, done."""

    module: str
    """Dotted name of the module."""
    changes: int
    """Changes that had been made when it was done."""
    taken: tuple[Decision, ...]
    """Decisions that the imports so far took."""
    settled: dict[Hashable, bool]
    """Outcomes by question."""
    tables: tuple[Mapping[Hashable, Abstract], ...]
    """Tables of the evaluation, as they were then."""
    held: tuple[Abstract, ...]
    """What code outside the tree was given, and may run again."""
    assumptions: frozenset[str]
    """What the imports leaned on."""
    failure: Raised | Unsupported | None
    """Why the import has no end, where it has none."""


class World:
    """The modules of one scenario, and the levels that were reached.

    Attributes:
        key: Whose world it is.
        namespaces: Modules that were looked at, by name.
        modules: Those of them that were imported, or are being imported.
        undo: Puts back every change, newest last.
        levels: Imports that were asked for, in order.
    """

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.namespaces: dict[str, Namespace | None] = {}
        self.modules: dict[str, Namespace] = {}
        self.undo: list[Callable[[], None]] = []
        self.levels: list[Level] = []

    @property
    def base(self) -> int:
        """Changes that belong to the levels; what came after them belongs to a path."""
        return self.levels[-1].changes if self.levels else 0

    def rewind(self, changes: int) -> None:
        """Put back every change but the first ones."""
        while len(self.undo) > changes:
            self.undo.pop()()
