"""What the child may say, message by message. Whatever else it says ends it.

The documented code shares the child's process and may write what it likes to the parent: so each reply is decoded into
the type that the request asks for, is bounded, and carries the token of the request, which is made anew for each.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

LARGEST = 8 << 20
"""Bytes of a reply; `docgen.runtime.process` keeps replies below it."""
_DEEPEST = 64
"""Containers of a value that are one inside the other."""

Text = Annotated[str, Meta(max_length=20_000)]
Name = Annotated[str, Meta(min_length=1, max_length=10_000)]
Place = tuple[Name, Annotated[int, Meta(ge=1, lt=1 << 31)]]
"""A file and a line of it."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all replies have."""

    token: str
    """That of the request."""


class Ready(Reply, frozen=True, kw_only=True):
    """The scenario is in place, or cannot be without importing anew."""

    deferred: Text | None = None
    """Why another child has to ask about it; None if it is in place."""


class Members(Reply, frozen=True, kw_only=True):
    """The registry."""

    members: tuple[tuple[Name, Name], ...] = ()
    """Names of backends, and dotted paths of their classes."""
    reason: Text | None = None
    """Why it cannot be read; None if it can."""


class Loaded(Reply, frozen=True, kw_only=True):
    """What came of importing a class."""

    object: Name
    """Its dotted path."""
    place: Place | None
    """Where it is defined, or where its import failed."""
    problem: Text | None
    """Why there is none; None if there is one."""
    missing: bool = False
    """Whether its module or the class does not exist."""
    absent: bool = False
    """Whether a package of somebody else is not there, of which the scenario says nothing."""
    unavailable: Text | None = None
    """The ImportError that its import raises."""
    decisions: tuple[Text, ...] = ()
    """Where modules took one way or another by something that is not installed here."""


class Answer(Reply, frozen=True, kw_only=True):
    """An answer, or the values of a domain."""

    state: Literal["known", "unknown", "not-declared"]
    """How much is known."""
    value: Any = None
    """The canonical value."""
    reason: Text | None = None
    """Why there is none."""
    place: Place | None = None
    """The declaration, or where asking went wrong."""
    stubs: tuple[Text, ...] = ()
    """Modules whose stand-ins were touched."""
    undecided: tuple[tuple[Any, Text], ...] = ()
    """Values of a domain that raised when they were asked about, which are not in the value, and what they raised."""

    def __post_init__(self) -> None:
        """Refuse what contradicts itself.

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
