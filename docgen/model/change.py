"""What differs between two models of one project: capabilities gained and lost, backends that came and went."""

from __future__ import annotations

import enum

import msgspec

from docgen.model.cell import Cell, Value
from docgen.model.location import Location


class ChangeKind(enum.Enum):
    """What kind of difference it is. Each member's value is its name in reports."""

    BACKEND_ADDED = "backend-added"
    """A backend that was not there before."""
    BACKEND_REMOVED = "backend-removed"
    """A backend that is there no more."""
    BACKEND_RENAMED = "backend-renamed"
    """A class that stands under another name."""
    CLASS_CHANGED = "class-changed"
    """A name that stands for another class, or for the same class at another path."""
    VALUE_ADDED = "value-added"
    """A value that a capability ranges over and did not before."""
    VALUE_REMOVED = "value-removed"
    """A value that a capability ranges over no more; no backend can be said to have lost it."""
    GAINED = "gained"
    """A no that became a yes, values added, or a restriction that fell."""
    LOST = "lost"
    """A yes that became a no, values taken away, or a restriction that came."""
    CHANGED = "changed"
    """Another answer, of which none is more than the other."""
    UNAVAILABLE = "unavailable"
    """A class that cannot be imported any more: whatever it supported, nobody can select it."""
    AVAILABLE = "available"
    """A class that could not be imported before."""
    STATE = "state"
    """More or less is known than before, which says nothing about what is supported."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference, with its place on both sides."""

    kind: ChangeKind
    """What kind of difference it is."""
    backend: str | None = None
    """The row, when it is about one; the name after the change where that changed."""
    capability: str | None = None
    """Key of the capability or of the list that it is about."""
    scenarios: tuple[str, ...] = ()
    """The scenarios in which it holds."""
    values: tuple[Value, ...] = ()
    """The values of a list that were gained or lost."""
    was: str | None = None
    """The name or the class before, where that is what changed; of a class that is available now, why it was not."""
    now: str | None = None
    """The name or the class after; of a class that is unavailable now, what its import raises."""
    before: Cell | None = None
    """The answer before, in one of the scenarios."""
    after: Cell | None = None
    """The answer after."""
    before_location: Location | None = None
    """Where the code said so before, relative to its root."""
    after_location: Location | None = None
    """Where the code says so after."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs between two models."""

    scenarios: tuple[str, ...]
    """The scenarios that both models answer for, in the order of the later one."""
    changes: tuple[Change, ...]
    """The differences: backends in the order of the later model, then values, then lists."""
    uncompared: tuple[str, ...]
    """What only one side was asked, in words; it is no difference of the code."""
    domains: dict[str, tuple[Value, ...]]
    """The values that capabilities range over, after."""
