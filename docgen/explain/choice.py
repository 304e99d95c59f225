"""The outcome of a choice: the chosen backend, and the reasons against each other one."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Value
from docgen.model.location import Location


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One backend that was examined."""

    name: str
    """Its name."""
    location: Location
    """Place where the answer is decided, or else where the backend is declared."""
    tried: bool
    """True if the order of preference holds the backend."""
    reasons: tuple[str, ...] = ()
    """Reasons why the backend does not fit, in the words of the code; for a class that cannot be imported, the failed
    import.
    """
    doubt: str | None = None
    """Reason why it is unknown if the backend fits; None if that is known."""

    @property
    def fits(self) -> bool:
        """Tell whether the backend is known to fit."""
        return not self.reasons and self.doubt is None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome for one kind of layer under one scenario."""

    scenario: str
    """The scenario."""
    settings: dict[str, Value]
    """The parameters that were set, in canonical form."""
    candidates: tuple[Candidate, ...]
    """The backends that were examined: those in the order of preference, up to the first that is not rejected; with all
    asked for, also those of lower priority, and last those that the order does not hold.
    """
    doubt: str | None = None
    """Reason why the order of preference is unknown; None if it is known."""

    @property
    def chosen(self) -> Candidate | None:
        """The first backend that fits; None if none does, or if that depends on something unknown."""
        decisive = self.decisive
        return decisive if decisive is not None and decisive.fits else None

    @property
    def decisive(self) -> Candidate | None:
        """The first backend in the order of preference that is not rejected: it fits, or that is unknown."""
        return next((each for each in self.candidates if each.tried and not each.reasons), None)

    @property
    def rejected(self) -> tuple[Candidate, ...]:
        """The backends that are preferred to the decisive one and do not fit."""
        tried = [each for each in self.candidates if each.tried]
        decisive = self.decisive
        return tuple(tried if decisive is None else tried[: tried.index(decisive)])


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The choices that answer one request."""

    choices: tuple[Choice, ...]
    """One for each kind of layer and scenario, the scenarios of one kind together."""
    together: dict[str, Candidate | None] = {}
    """For each scenario in which several kinds of layer each have a choice: the preferred backend that serves all of
    them, or the first for which that is unknown; None if no backend serves all.
    """
