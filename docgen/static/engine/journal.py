"""The changes of a path, so that they can be undone, and told apart from what was there before."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from docgen.static.objects.values import Abstract, Unknown


class Change(NamedTuple):
    """One change."""

    container: Abstract
    """What changed: a list, a dictionary or a set; those of attributes and of names among them."""
    undo: Callable[[], None]
    """Puts back what was there before."""
    forget: Callable[[Unknown], None] | None = None
    """Makes what changed unknown, and nothing else; None if all that `container` holds is to be."""
    key: Hashable = None
    """The part of `container` that changed, where `forget` is about a part of it."""
    author: str = ""
    """The module whose import made the change."""
    redo: Callable[[], None] | None = None
    """Makes the change again; None where it is one of the content of `container`."""


class Journal:
    """Changes in the order in which they were made."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._dirty: dict[int, int] = {}
        self._suspended: list[tuple[Abstract, Abstract]] = []

    def __len__(self) -> int:
        return len(self._changes)

    def note(self, change: Change) -> None:
        """Add a change that is about to be made."""
        self._changes.append(change)
        key = id(change.container)
        self._dirty[key] = self._dirty.get(key, 0) + 1

    def is_dirty(self, container: Abstract) -> bool:
        """Whether something that did not make `container` has changed it."""
        return id(container) in self._dirty

    def has_changed(self, containers: dict[int, Abstract]) -> bool:
        """Whether something that did not make them has changed one of some containers."""
        return not self._dirty.keys().isdisjoint(containers)

    def rewind(self, mark: int) -> None:
        """Undo every change since the journal had `mark` entries."""
        while len(self._changes) > mark:
            change = self._changes.pop()
            self._forget(change)
            change.undo()

    def since(self, mark: int) -> list[Change]:
        """The changes since the journal had `mark` entries."""
        return self._changes[mark:]

    def suspend(self) -> None:
        """Put back what was there before any change, until `resume`."""
        changed = {id(change.container): change.container for change in self._changes if not change.redo}
        self._suspended = [(container, copy.copy(container)) for container in changed.values()]
        for change in reversed(self._changes):
            change.undo()

    def resume(self) -> None:
        """Make all the changes again."""
        for container, content in self._suspended:
            container.clear()
            if isinstance(container, list):
                container.extend(content)
            else:
                container.update(content)
        self._suspended = []
        for change in self._changes:
            if change.redo is not None:
                change.redo()

    def settle(self, mark: int, created: dict[int, Abstract]) -> None:
        """Make changes since `mark` to what is in `created` final: they belong to how it was made."""
        kept = [change for change in self._changes[mark:] if id(change.container) not in created]
        for change in self._changes[mark:]:
            if id(change.container) in created:
                self._forget(change)
        self._changes[mark:] = kept

    def _forget(self, change: Change) -> None:
        key = id(change.container)
        left = self._dirty[key] - 1
        if left:
            self._dirty[key] = left
        else:
            del self._dirty[key]


def drop(container: dict[Any, Any], key: object) -> None:
    """Take a key out of a dictionary again; what was noted twice is there once."""
    container.pop(key, None)
