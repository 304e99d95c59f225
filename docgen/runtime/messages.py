"""Messages that a child may send. Any other message ends the child.

The documented code shares the child's process and may write anything to the parent. So each reply is decoded into the
type that the request asks for, is limited in size, and carries the token of the request, which is new for each.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

LARGEST = 8 << 20
"""Most bytes of a reply; `docgen.runtime.process` keeps replies below it."""
_DEEPEST = 64
"""Deepest nesting of containers in a value."""

Text = Annotated[str, Meta(max_length=20_000)]
Name = Annotated[str, Meta(min_length=1, max_length=10_000)]
Place = tuple[Name, Annotated[int, Meta(ge=1, lt=1 << 31)]]
"""A file and a line of it."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all replies."""

    token: str
    """Token of the request."""


class Ready(Reply, frozen=True, kw_only=True):
    """Reply that the scenario's assumptions hold, or cannot hold without importing again."""

    deferred: Text | None = None
    """Reason why another child has to ask about the scenario; None if its assumptions hold."""


class Members(Reply, frozen=True, kw_only=True):
    """The registry."""

    members: tuple[tuple[Name, Name], ...] = ()
    """Names of backends, and dotted paths of their classes."""
    reason: Text | None = None
    """Reason why it cannot be read; None if it can."""


class Loaded(Reply, frozen=True, kw_only=True):
    """Result of importing a class."""

    object: Name
    """Its dotted path."""
    place: Place | None
    """Place of its definition, or of the failed import."""
    problem: Text | None
    """Reason why there is no class; None if there is one."""
    missing: bool = False
    """True if its module or the class does not exist."""
    absent: bool = False
    """True if a foreign package is missing about which the scenario says nothing."""
    unavailable: Text | None = None
    """The ImportError that its import raises."""
    decisions: tuple[Text, ...] = ()
    """Places where modules took a branch because of something that is not installed here."""


class Answer(Reply, frozen=True, kw_only=True):
    """An answer, or the values of a domain."""

    state: Literal["known", "unknown", "not-declared"]
    """Degree to which the answer is known."""
    value: Any = None
    """The canonical value."""
    reason: Text | None = None
    """Reason why there is no value."""
    place: Place | None = None
    """The declaration, or the place where the question failed."""
    stubs: tuple[Text, ...] = ()
    """Modules whose stubs were used."""
    undecided: tuple[tuple[Any, Text], ...] = ()
    """Values of a domain whose question raised an exception, with the exception; they are not part of the value."""

    def __post_init__(self) -> None:
        """Refuse a reply that contradicts itself.

        Raises:
            ValueError: a reason where there is a value, a value where there is none, or one that is nested too deeply.
        """
        if (self.reason is None) is not (self.state == "known"):
            raise ValueError("a reason where there is a value, or none where there is no value")
        if self.value is not None and self.state != "known":
            raise ValueError("a value that is not known")
        level: list[Any] = [self.value, *(value for value, _ in self.undecided)]
        for _ in range(_DEEPEST):
            level = [part for each in level for part in _parts(each)]
            if not level:
                return
        raise ValueError("a value that is nested too deeply")


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
