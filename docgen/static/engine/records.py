"""Decisions of a path, and dependencies of a computation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.values import Abstract, SourceSpan, Unknown


class Decision:
    """A branch that the source leaves open, and the side that a path takes."""

    __slots__ = ("outcome", "place", "question", "text")

    def __init__(self, question: Unknown, text: str, place: SourceSpan | None, *, outcome: bool) -> None:
        self.question = question
        self.text = text
        self.place = place
        self.outcome = outcome

    @property
    def condition(self) -> str:
        """The condition under which this side is taken, as source text."""
        return self.text if self.outcome else f"not ({self.text})"


class Record:
    """Dependencies of a computation, which decide if its result may be kept, and for which scenarios."""

    __slots__ = ("assumptions", "created", "decided", "is_timeline", "mutated", "written")

    def __init__(self, *, is_timeline: bool = False) -> None:
        self.assumptions: set[str] = set()
        self.created: dict[int, Abstract] = {}
        self.decided = False
        self.mutated = False
        self.written: set[tuple[Namespace, str]] = set()
        """Names that functions bound by `global` or as attributes of a module, as far as it bound or read them."""
        self.is_timeline = is_timeline
        """True if it covers a run of statements that are kept together or not at all, because one may change the
        objects of another.
        """

    def absorb(self, other: Record) -> None:
        """Add the dependencies of a part to those of the whole."""
        self.assumptions |= other.assumptions
        self.decided |= other.decided
        self.mutated |= other.mutated
        self.written |= other.written

    @property
    def keepable(self) -> bool:
        """Tell whether the result is the same on every path."""
        return not self.decided and not self.mutated and not self.written
