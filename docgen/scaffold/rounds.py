"""The order and the time of trials: every likely candidate gets a little, then those that need it get more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from docgen.config.discovery import DiscoveryKind
from docgen.config.scenario import Defaults
from docgen.project.allowance import SECOND
from docgen.scaffold.assumptions import importing, joined, supposed
from docgen.scaffold.trial import Failed, Tried, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.scaffold.candidates import Candidate
    from docgen.scaffold.source_index import SourceIndex


class Round(NamedTuple):
    """A bound of trials."""

    reads: int
    """Reads of one trial, its search for rows included."""
    most: int
    """Most candidates that are tried."""
    budget: int
    """Reads of all trials of the round, so that the next round has some as well; not a time, so that the choice does
    not depend on the machine."""
    takes_all: bool = False
    """True if a candidate is taken although its page takes long."""
    is_spread: bool = False
    """True if a candidate of each package comes first, so that one package that takes long does not take all."""


ROUNDS = (
    Round(36_000, 16, 120_000),
    Round(140_000, 8, 180_000),
    Round(140_000, 8, 100_000),
    Round(20_000, 24, 160_000, is_spread=True),
)
"""The rounds: how much a candidate needs is not known before, and many need little; the last two are for trees of
which nothing is known until then.
"""
ASKED_FOR = (Round(900_000, 16, 900_000, takes_all=True),)
"""The round for a candidate that somebody names, and would wait for."""
PATIENCE = ASKED_FOR[-1].reads // SECOND
"""About the seconds of processor time that such a candidate is given."""
PAGE = 600_000
"""Reads of the first page's rows."""
_AGAIN = 4
"""Most trials of a candidate in a round under further assumptions: one may show what else is open."""
_GOOD = 0.5
"""Share of known answers that is enough for a candidate to be chosen."""
_COLUMNS = 2
"""Number of columns that is enough for a candidate to be chosen."""


class Attempt(NamedTuple):
    """A candidate with an answer."""

    candidate: Candidate
    """The candidate."""
    found: Tried
    """Result of its trial."""
    defaults: Defaults
    """Assumptions of the trial."""

    @property
    def is_good(self) -> bool:
        """Tell whether no other candidate of less information has to be tried."""
        return self.found.known >= _GOOD and len(self.found.proposal.capabilities) >= _COLUMNS

    @property
    def rank(self) -> tuple[bool, float]:
        """Return the place among attempts: of good ones the table counts, of others how much of it is known."""
        return self.is_good, self.candidate.score if self.is_good else self.found.worth


class Trials:
    """Trials of the candidates of one tree.

    Attributes:
        failures: The reason for each failure, by the path of the candidate; None if there was no time.
    """

    def __init__(
        self,
        root: Path,
        packages: Sequence[str],
        index: SourceIndex,
        progress: Callable[[str], None],
        outside: tuple[Path, ...],
        installed: tuple[str, ...],
    ) -> None:
        self.failures: dict[str, str | None] = {}
        self._root, self._packages, self._outside = root, packages, outside
        self._index, self._progress = index, progress
        self._plain = Defaults(installed=installed)
        self._defaults: dict[str, Defaults] = {}
        self._reads: dict[str, int] = {}
        self._spent = 0

    def best(self, candidates: Sequence[Candidate], rounds: Sequence[Round] = ROUNDS) -> Attempt | None:
        """The first good candidate, or else the one of which most is known; None without any answer.

        Args:
            candidates: Candidates, the one of the most informative table first.
            rounds: Bounds; a later round tries those for which the earlier one was too short.
        """
        best: Attempt | None = None
        waiting = _different_first(candidates)
        for bound in rounds:
            most = self._spent + bound.budget
            late = []
            waiting = [each for each in waiting if self._given(each) < bound.reads]
            if bound.is_spread:
                waiting = _spread(waiting)
            for at, candidate in enumerate(waiting):
                if best and best.is_good and _is_less(candidate, best):
                    break
                if at == bound.most or self._spent > most:
                    late += waiting[at:]
                    break
                attempt = self._attempt(candidate, bound)
                if attempt is None:
                    if self.failures[candidate.discovery.path] is None:
                        late.append(candidate)
                elif best is None or attempt.rank > best.rank:
                    best = attempt
            waiting = late
            if best and best.is_good and bound is not rounds[0]:
                break
        return best

    def _given(self, candidate: Candidate) -> float:
        """The most reads that a trial of a candidate had."""
        return self._reads.get(candidate.discovery.path, 0)

    def _attempt(self, candidate: Candidate, bound: Round) -> Attempt | None:
        """Try a candidate, and again under the assumptions that bear on what is unknown."""
        path = candidate.discovery.path
        self._reads[path] = bound.reads
        defaults = self._defaults.get(path, self._plain)
        found = self._tried(candidate, bound.reads, defaults)
        for _ in range(_AGAIN):
            more = joined(defaults, supposed(found.reasons, self._index))
            if more == defaults:
                more = importing(found.reasons, defaults)
            if more == defaults:
                break
            again = self._tried(candidate, bound.reads, more)
            if isinstance(found, Tried) and not (isinstance(again, Tried) and again.worth > found.worth):
                break
            found, defaults = again, more
        self._defaults[path] = defaults
        if isinstance(found, Failed):
            self.failures[path] = None if found.is_late else next(iter(found.reasons), "no answer")
            return None
        if not (bound.takes_all or _is_short(candidate, found.pace)):
            self.failures[path] = None
            return None
        return Attempt(candidate, found, defaults)

    def _tried(self, candidate: Candidate, reads: int, defaults: Defaults) -> Tried | Failed:
        found = tried(
            self._root,
            self._packages,
            candidate,
            reads,
            self._progress,
            outside=self._outside,
            defaults=defaults,
        )
        self._spent += found.spent
        return found


def _is_short(candidate: Candidate, pace: int) -> bool:
    """Tell whether a page is in time: of subclasses it may show those of one module."""
    rows = candidate.family.rows
    if candidate.discovery.kind is DiscoveryKind.SUBCLASSES:
        modules = Counter(row.rpartition(".")[0] for row in rows)
        return modules[min(modules)] * pace <= PAGE
    return len(rows) * pace <= PAGE


def _different_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates in their order, those whose rows are all among the rows of an earlier one behind the others.

    A base class and the bases derived from it fail for the same reason, or take the same time.
    """
    first: list[Candidate] = []
    then: list[Candidate] = []
    for candidate in candidates:
        rows = set(candidate.family.rows)
        within = any(rows <= {*each.family.rows, each.family.base} for each in first)
        (then if within else first).append(candidate)
    return [*first, *then]


def _spread(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates in their order, the first of each package before the others."""
    first = {".".join(each.discovery.path.split(".")[:2]): each for each in reversed(candidates)}
    chosen = [each for each in candidates if each in first.values()]
    return [*chosen, *(each for each in candidates if each not in chosen)]


def _is_less(candidate: Candidate, best: Attempt) -> bool:
    return candidate.score <= best.candidate.score
