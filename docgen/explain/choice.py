"""The outcome of a choice: what is chosen, and why each other backend is not."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Value
from docgen.model.location import Location


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One backend that was examined."""

    name: str
    """Its name."""
    location: Location
    """Where the answer is decided; else where the backend is declared."""
    tried: bool
    """Whether the order of preference has it."""
    reasons: tuple[str, ...] = ()
    """Why it does not fit, in the words of the code; or that it cannot be imported, and why."""
    doubt: str | None = None
    """Why it is unknown whether it fits; None if that is known."""

    @property
    def fits(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.reasons and self.doubt is None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome for one kind of layer under one scenario."""

    scenario: str
    """The scenario."""
    settings: dict[str, Value]
    """The parameters that were set, in canonical form."""
    candidates: tuple[Candidate, ...]
    """The backends that were examined: those that are tried, in order of preference, up to the first that is not
    rejected; with all asked for, the others of lower priority and then those that the order does not have."""
    doubt: str | None = None
    """Why the order of preference is unknown; None if it is known."""

    @property
    def chosen(self) -> Candidate | None:
        """The first that fits; None if none does, or if that depends on something unknown."""
        decisive = self.decisive
        return decisive if decisive is not None and decisive.fits else None

    @property
    def decisive(self) -> Candidate | None:
        """The first that is tried and not rejected, whether it fits or that is unknown."""
        return next((each for each in self.candidates if each.tried and not each.reasons), None)

    @property
    def rejected(self) -> tuple[Candidate, ...]:
        """Those that are preferred to the decisive one and do not fit."""
        tried = [each for each in self.candidates if each.tried]
        decisive = self.decisive
        return tuple(tried if decisive is None else tried[: tried.index(decisive)])


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """All that was asked for."""

    choices: tuple[Choice, ...]
    """One for each kind of layer and scenario, the scenarios of one kind together."""
    together: dict[str, Candidate | None] = {}
    """For each scenario under which a choice is made for every kind of layer, and there are several: the preferred
    backend that serves them all, or the first of which that is unknown; None if none does."""
