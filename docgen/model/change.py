"""Differences between two models of one project: capabilities gained and lost, backends added and removed."""

from __future__ import annotations

import enum

import msgspec

from docgen.model.cell import Cell, Value
from docgen.model.location import Location


class ChangeKind(enum.Enum):
    """Kinds of difference. Each member's value is its name in reports."""

    BACKEND_ADDED = "backend-added"
    """A backend that was not there before."""
    BACKEND_REMOVED = "backend-removed"
    """A backend that no longer exists."""
    BACKEND_RENAMED = "backend-renamed"
    """A class that is registered under another name."""
    CLASS_CHANGED = "class-changed"
    """A name that is registered for another class, or for the same class at another path."""
    VALUE_ADDED = "value-added"
    """A value that the domain of a capability did not hold before."""
    VALUE_REMOVED = "value-removed"
    """A value that the domain of a capability no longer holds; this is not a loss of any backend."""
    GAINED = "gained"
    """A no that became a yes, values that were added, or a restriction that was removed."""
    LOST = "lost"
    """A yes that became a no, values that were removed, or a restriction that was added."""
    CHANGED = "changed"
    """A different answer that is neither more nor less than before."""
    UNAVAILABLE = "unavailable"
    """A class that can no longer be imported, so that nobody can select it."""
    AVAILABLE = "available"
    """A class that could not be imported before."""
    STATE = "state"
    """An answer that became known or unknown, which says nothing about what is supported."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference, with its place on both sides."""

    kind: ChangeKind
    """Kind of the difference."""
    backend: str | None = None
    """The backend, if it is about one; its later name if that changed."""
    capability: str | None = None
    """Key of the capability or of the list that it is about."""
    scenarios: tuple[str, ...] = ()
    """The scenarios in which it holds."""
    values: tuple[Value, ...] = ()
    """The values of a list that were gained or lost."""
    was: str | None = None
    """The earlier name or class, if that changed; for a class that became available, why it was not."""
    now: str | None = None
    """The later name or class, if that changed; for a class that became unavailable, the exception of its import."""
    before: Cell | None = None
    """The answer before, in one of the scenarios."""
    after: Cell | None = None
    """The answer after."""
    before_location: Location | None = None
    """Place in the earlier code, relative to its root."""
    after_location: Location | None = None
    """Place in the later code, relative to its root."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs between two models."""

    scenarios: tuple[str, ...]
    """The scenarios that both models answer for, in the order of the later one."""
    changes: tuple[Change, ...]
    """The differences: backends in the order of the later model, then values, then lists."""
    uncompared: tuple[str, ...]
    """Questions that only one side was asked, in words; they are no difference of the code."""
    domains: dict[str, tuple[Value, ...]]
    """The later domains of the capabilities."""
