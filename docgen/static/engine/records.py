"""What a computation leaned on, and the decisions that a path took."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.objects.values import Abstract, SourceSpan


class Decision:
    """A branch that the source leaves open, and the side that a path takes."""

    __slots__ = ("outcome", "place", "text")

    def __init__(self, text: str, place: SourceSpan | None, *, outcome: bool) -> None:
        self.text = text
        self.place = place
        self.outcome = outcome

    @property
    def condition(self) -> str:
        """The condition under which this side is taken, as source text."""
        return self.text if self.outcome else f"not ({self.text})"


class Record:
    """What a computation leaned on; decides whether its result may be kept, and for which scenarios.

    Attributes:
        assumptions: Paths whose assumptions it asked for; decisions of modules among them.
        blamed: Decisions of modules whose two sides were joined in a value that it read.
        created: Objects that it made, by identity: it may change them without a trace.
        decided: Whether it took a side of an open question.
        mutated: Whether it changed, or read after a change, what something else made.
        reads: Objects that it looked into, by identity: its result is another one where they were changed before.
        is_module: Whether it covers the run of a module, whose statements are kept together or not at all.
    """

    __slots__ = ("assumptions", "blamed", "created", "decided", "is_module", "mutated", "reads")

    def __init__(self, *, is_module: bool = False) -> None:
        self.assumptions: set[str] = set()
        self.blamed: set[str] = set()
        self.reads: dict[int, Abstract] = {}
        self.created: dict[int, Abstract] = {}
        self.decided = False
        self.mutated = False
        self.is_module = is_module

    def absorb(self, other: Record) -> None:
        """What a part leaned on, the whole leaned on."""
        self.assumptions |= other.assumptions
        self.blamed |= other.blamed
        self.decided |= other.decided
        self.reads |= other.reads

    @property
    def keepable(self) -> bool:
        """Whether the result is the same on every path."""
        return not self.decided and not self.mutated
