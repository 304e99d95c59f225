"""The state of one scenario's interpreter, as far as it is computed: modules, changes, and the requested imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.records import Decision
    from docgen.static.objects.control_flow import Raised, Unsupported
    from docgen.static.objects.values import Abstract


SET_ORDER = "a set has no order"
"""The reason of answers that depend on such an order, and the text of the decisions that choose one."""


class Level(NamedTuple):
    """One completed import that a question asks for."""

    module: str
    """Dotted name of the module."""
    changes: int
    """Number of changes that had been made when it was completed."""
    taken: tuple[Decision, ...]
    """Decisions that the imports so far took."""
    settled: dict[Hashable, bool]
    """Outcomes by question."""
    tables: tuple[Mapping[Hashable, Abstract], ...]
    """Tables of the evaluation at that time."""
    held: tuple[Abstract, ...]
    """Values that code outside the tree was given, and may call again."""
    assumptions: frozenset[str]
    """Assumptions that the imports depend on."""
    failure: Raised | Unsupported | None
    """Reason why the import was not completed; None if it was."""


class World:
    """The modules of one scenario, and the levels that were reached.

    Attributes:
        key: The scenario that the world belongs to.
        namespaces: Modules that were used, by name.
        modules: Those of them that were imported, or are being imported.
        undo: Puts back every change, newest last.
        levels: Requested imports, in order.
    """

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.namespaces: dict[str, Namespace | None] = {}
        self.modules: dict[str, Namespace] = {}
        self.undo: list[Callable[[], None]] = []
        self.levels: list[Level] = []

    @property
    def base(self) -> int:
        """Number of changes that belong to the levels; later changes belong to a path."""
        return self.levels[-1].changes if self.levels else 0

    def rewind(self, changes: int) -> None:
        """Put back every change except the first ones."""
        while len(self.undo) > changes:
            self.undo.pop()()
