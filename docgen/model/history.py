"""Answers to the same questions, release by release."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from docgen.model.cell import Value
else:
    Value = Any  # as where it is defined


class Mark(enum.Enum):
    """An answer in one word, for one release."""

    YES = "yes"
    """Supported."""
    NO = "no"
    """Not supported."""
    VALUE = "value"
    """An answer that is neither a yes nor a no, such as a list of any length."""
    DEPENDS = "depends"
    """Several answers, by something that no scenario fixes."""
    UNKNOWN = "unknown"
    """No answer, for a reason; nothing is known about support."""
    UNAVAILABLE = "unavailable"
    """The class cannot be imported."""
    UNDECLARED = "not-declared"
    """The class declares nothing that could answer."""
    UNASKED = "not-asked"
    """The configuration of the release has no such question, scenario or value."""
    ABSENT = "absent"
    """The release has no such backend."""


class Moment(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer of one release."""

    mark: Mark
    """The answer in a word."""
    value: Value = None
    """The answer itself, if it is neither a yes nor a no."""
    reason: str | None = None
    """The reason, if there is no answer."""
    location: str | None = None
    """The deciding place in that release."""

    def same_answer(self, other: Moment) -> bool:
        """Tell whether both give the same answer, whatever their places."""
        return self.mark is other.mark and self.value == other.value


class Thread(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question to one backend through all releases."""

    capability: str
    """Key of the capability."""
    scenarios: tuple[str, ...]
    """The scenarios in which all these answers hold."""
    moments: tuple[Moment, ...]
    """The answers, one for each release."""
    value: Value = None
    """The value of the domain that is asked about; None for a question without a domain."""


class BackendHistory(msgspec.Struct, frozen=True):
    """One row through all releases."""

    name: str
    """The latest name."""
    names: tuple[str | None, ...]
    """The name in each release; None in a release without it."""
    locations: tuple[str | None, ...]
    """The place of the class in each release."""
    threads: tuple[Thread, ...]
    """All questions that were asked."""


class EventKind(enum.Enum):
    """A turn in a history."""

    ADDED = "added"
    """The backend is there for the first time, or again."""
    REMOVED = "removed"
    """The backend is not there any more."""
    RENAMED = "renamed"
    """The class has another name from here on."""
    GAINED = "gained"
    """A no became a yes."""
    LOST = "lost"
    """A yes became a no."""
    CHANGED = "changed"
    """One answer became another that is neither more nor less."""
    UNAVAILABLE = "unavailable"
    """The class cannot be imported any more."""
    AVAILABLE = "available"
    """The class can be imported again."""
    UNKNOWN = "unknown"
    """The answer is no longer known, which says nothing about support."""
    KNOWN = "known"
    """The answer is known again, and is what it was before; or nothing was known before."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One turn, and the release in which it is seen first."""

    kind: EventKind
    """Kind of the turn."""
    release: int
    """Number of the release, counted from 0."""
    since: int
    """Number of the last release that is known to have been otherwise; not the one before where that is unknown."""
    backend: str
    """The latest name of the backend."""
    thread: Thread | None = None
    """The question; None if it is about the backend itself."""
    scenarios: tuple[str, ...] = ()
    """The scenarios in which it holds; empty where it is about the name of the backend."""


class History(msgspec.Struct, frozen=True):
    """Everything that releases answered."""

    releases: tuple[str, ...]
    """Names of the releases, the oldest first."""
    scenarios: tuple[str, ...]
    """Scenarios of the last release."""
    backends: tuple[BackendHistory, ...]
    """The rows of all releases, those of the last one first and in its order."""
    uncompared: tuple[str, ...] = ()
    """Questions that some releases were not asked, in words."""
