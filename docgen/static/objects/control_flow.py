"""Signals: ways in which control leaves an evaluation other than by a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.static.objects.origins import Origin

if TYPE_CHECKING:
    from docgen.static.objects.values import SourceSpan, Unknown


class Signal(Exception):  # noqa: N818 - control flow, not an error
    """Base of everything that unwinds the interpreter."""


class Indefinite(Signal):
    """An operation would have to read an unknown value."""

    def __init__(self, value: Unknown) -> None:
        super().__init__(value)
        self.value = value


class Untold(Indefinite):
    """An operation succeeds, and what it gives is unknown."""


class Unsupported(Signal):
    """The interpreter cannot go on: a limit was reached, or the source uses something that it does not evaluate."""

    def __init__(
        self,
        reason: str,
        place: SourceSpan | None,
        *,
        final: bool = False,
        lost: bool = False,
        origin: Origin = Origin.OWN,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
        self.final = final
        """True if the whole path ends here: a limit was reached, so that going on would not end either."""
        self.lost = lost
        """True if the program may raise here: it works on data of its own that code not followed has changed, or that
        cannot be looked through."""
        self.origin = origin
        """The origin of the unknown value because of which it cannot go on."""


class Unavailable(Signal):
    """The module of the class in question cannot be imported under the scenario."""

    def __init__(self, reason: str, place: SourceSpan | None) -> None:
        super().__init__(reason)
        self.reason = reason
        """Exception that the import raises, and the chain of modules that leads to it."""
        self.place = place
        """The import that fails."""


class Raised(Signal):
    """The documented program raised an exception.

    `exception` is an exception of Python's own, an instance of a class of the tree, or unknown.
    """

    def __init__(self, exception: Any, place: SourceSpan | None) -> None:
        super().__init__(exception)
        self.exception = exception
        self.place = place
        self.way: list[str] = []
        """Modules whose import it has ended, innermost first."""


class Returned(Signal):
    """`return` with its value."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class LoopLeft(Signal):
    """A jump within a loop, at a place of the text."""

    word = ""
    """The statement."""

    def __init__(self, place: SourceSpan) -> None:
        super().__init__()
        self.place = place

    def misplaced(self) -> Unsupported:
        """Return the end of the path of a jump that stands in no loop: Python refuses the whole module."""
        return Unsupported(f"{self.word!r} outside loop is not Python", self.place, final=True)


class LoopBroken(LoopLeft):
    """`break`."""

    word = "break"


class LoopContinued(LoopLeft):
    """`continue`."""

    word = "continue"
