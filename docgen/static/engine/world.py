"""The state of one scenario's interpreter, as far as it is computed: modules, changes, and the requested imports."""

from __future__ import annotations

import copy
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


class PutBack:
    """Undoes every change to a container since it was copied."""

    __slots__ = ("before", "container")

    def __init__(self, container: Abstract) -> None:
        self.container = container
        self.before = copy.copy(container)

    def __call__(self) -> None:
        """Put the copy back."""
        self.container.clear()
        if isinstance(self.container, list):
            self.container.extend(self.before)
        else:
            self.container.update(self.before)


class World:
    """The modules of one scenario, and the levels that were reached.

    Attributes:
        key: The scenario that the world belongs to.
        namespaces: Modules that were used, by name.
        modules: Those of them that were imported, or are being imported.
        undo: Puts back every change, newest last.
        levels: Requested imports, in order.
        marked: Number of changes that stay when the running statement is put back; the copies of containers that
            were made since serve later changes as well, so that a thousand changes need one copy.
    """

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.namespaces: dict[str, Namespace | None] = {}
        self.modules: dict[str, Namespace] = {}
        self.undo: list[Callable[[], None]] = []
        self.levels: list[Level] = []
        self.marked = 0
        self._copies: dict[int, list[int]] = {}

    @property
    def base(self) -> int:
        """Number of changes that belong to the levels; later changes belong to a path."""
        return self.levels[-1].changes if self.levels else 0

    def rewind(self, changes: int) -> None:
        """Put back every change except the first ones."""
        while len(self.undo) > changes:
            self.undo.pop()()
        self.marked = min(self.marked, changes)

    def mark(self) -> int:
        """Return the number of changes so far, and have further changes to their containers copied again."""
        self.marked = len(self.undo)
        return self.marked

    def release(self, mark: int, before: int) -> None:
        """Forget a mark that nothing is put back to any more, and copies that earlier ones make needless.

        Args:
            mark: The mark.
            before: The mark before it.
        """
        self.marked = before
        since = self.undo[mark:]
        del self.undo[mark:]
        for change in since:
            if not isinstance(change, PutBack) or not self.has_copy(change.container):
                self.change(change)

    def has_copy(self, container: Abstract) -> bool:
        """Tell whether a copy since the mark puts back a further change to a container."""
        places = self._places(container)
        return bool(places) and places[-1] >= self.marked

    def change(self, undo: Callable[[], None]) -> None:
        """Add a change."""
        if isinstance(undo, PutBack):
            self._places(undo.container).append(len(self.undo))
        self.undo.append(undo)

    def _places(self, container: Abstract) -> list[int]:
        """The places of the copies of a container among the changes."""
        places = self._copies.setdefault(id(container), [])
        while places and not (
            places[-1] < len(self.undo)
            and isinstance(undo := self.undo[places[-1]], PutBack)
            and undo.container is container
        ):
            places.pop()
        return places
