"""Marks for evidence in a table: one mark a cell, with the targets on which its values are verified."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.model.location import Location
from docgen.model.measurement import Standing
from docgen.rendering.answers import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.config import Config
    from docgen.config.verify import Target
    from docgen.model.measurement import Judged, Measured


class Proof(enum.Enum):
    """Degree to which a cell is proved. Each member's value is the sign that precedes the targets."""

    VERIFIED = ""
    """Every value that the cell says yes to is verified on one of the targets; in a cell without a yes, every refusal.
    """
    PARTLY = "½"
    """Some of these values are verified."""
    STALE = "*"
    """Code that some of these values were measured on has changed since."""
    REFUTED = "✗"
    """A test of one of these values failed."""
    DECLARED = "°"
    """None of these values was measured."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one cell."""

    proof: Proof
    """Degree to which the cell is proved."""
    targets: tuple[str, ...] = ()
    """Signs of the targets on which any of its values is or was verified."""
    note: Note | None = None
    """The test that refutes it."""

    @property
    def text(self) -> str:
        """The mark as the table shows it, without the number of the note."""
        return self.proof.value + ",".join(self.targets)


MEANINGS = {
    Proof.PARTLY: "some of the values of the cell are verified, not all of them",
    Proof.STALE: "measured before the code was changed, in part at least",
    Proof.REFUTED: "refuted: a test of the claim failed; the note gives the reason",
    Proof.DECLARED: "declared, and not measured anywhere",
}
"""Meanings of the signs, for the legend."""


class Marks:
    """The marks of one project; empty if nothing is measured."""

    def __init__(self, config: Config, measured: Measured) -> None:
        self._targets: Sequence[Target] = config.verify.target if config.verify else ()
        self._evidence = config.verify.evidence if config.verify else ""
        self._claims: dict[tuple[str, str], list[Judged]] = {}
        for each in measured.judged:
            key = (each.measurement.backend, each.measurement.capability)
            self._claims.setdefault(key, []).append(each)

    def of(self, backend: str, capability: str) -> Mark | None:
        """The mark of a cell; None where the project measures nothing."""
        if not self._targets:
            return None
        # An undeclared value of a domain is proved by its refusal, which says nothing about the declared values.
        claims = self._claims.get((backend, capability), [])
        told = [each for each in claims if each.declared] or claims
        refuted = [each for each in claims if each.standing is Standing.REFUTED]
        names = {each.target for each in told if each.standing in {Standing.VERIFIED, Standing.STALE}}
        signs = tuple(dict.fromkeys(target.sign for target in self._targets if target.name in names))
        if refuted:
            return Mark(Proof.REFUTED, signs, self._note(refuted[0]))
        return Mark(_proof(told), signs) if signs else Mark(Proof.DECLARED)

    def legend(self, marks: Iterable[Mark]) -> Iterator[tuple[str, str]]:
        """Yield the meanings of the marks that occur: the signs, then the targets."""
        occurring = [*marks]
        for proof, meaning in MEANINGS.items():
            if any(mark.proof is proof for mark in occurring):
                yield proof.value, meaning
        for sign in dict.fromkeys(target.sign for target in self._targets):
            if any(sign in mark.targets for mark in occurring):
                names = [target.name for target in self._targets if target.sign == sign]
                yield sign, f"verified on {', '.join(names)}"

    def _note(self, each: Judged) -> Note:
        claim = each.measurement.claim
        reason = each.measurement.reason or "measured otherwise, before the class was made to say this"
        place = Location(f"{self._evidence}/{each.target}.jsonl", each.line)
        return Note(place, reason=f"{claim}, on {each.target}: {reason}")


def _proof(claims: Iterable[Judged]) -> Proof:
    """Return the proof of a cell by its claims, of which some are or were verified on some target."""
    standings: dict[tuple[str, str, str], set[Standing]] = {}
    for each in claims:
        standings.setdefault(each.measurement.claim.key, set()).add(each.standing)
    if all(Standing.VERIFIED in found for found in standings.values()):
        return Proof.VERIFIED
    if any(Standing.STALE in found and Standing.VERIFIED not in found for found in standings.values()):
        return Proof.STALE
    return Proof.PARTLY
