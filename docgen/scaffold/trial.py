"""A trial of a proposal on a few rows: columns without any known answer are removed, and the time is measured."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from docgen.config import Config
from docgen.config.discovery import ABSTRACT, DiscoveryKind
from docgen.config.scenario import Defaults
from docgen.errors import DocgenError
from docgen.model.cell import State
from docgen.project.allowance import Allowance
from docgen.project.clock import OutOfTimeError
from docgen.project.introspection import discovered
from docgen.scaffold.proposal import Proposal, propose
from docgen.static.answers.questions import Questioner
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.config import Capability, Discovery
    from docgen.discovery.found import Found
    from docgen.scaffold.candidates import Candidate

_ROWS = 4
"""Number of rows that are asked."""
_LOOKED_AT = 40
"""Most rows among which some of different files are looked for."""
_ENOUGH = 8
"""Number of columns beyond which further ones do not improve a table."""
_ANSWERS = {State.KNOWN, State.CONDITIONAL}


class Tried(NamedTuple):
    """Result of a trial."""

    discovery: Discovery
    """Discovery of the rows, without entries that lead nowhere."""
    proposal: Proposal
    """Columns with known answers."""
    known: float
    """The share of known answers among the remaining columns."""
    pace: int
    """Reads for a row after the first."""
    reasons: tuple[str, ...]
    """Reasons for unknown answers, those of columns that were left out included."""
    spent: int = 0
    """Reads of the trial."""

    @property
    def worth(self) -> float:
        """Return the amount of knowledge in its table."""
        return self.known * min(len(self.proposal.capabilities), _ENOUGH)


class Failed(NamedTuple):
    """Result of a trial without any known answer."""

    reasons: tuple[str, ...]
    """Reasons, those of the evaluator first."""
    is_late: bool = False
    """True if there was no time to ask one row."""
    spent: int = 0
    """Reads of the trial."""


def tried(
    root: Path,
    packages: Sequence[str],
    candidate: Candidate,
    reads: int,
    progress: Callable[[str], None],
    *,
    outside: tuple[Path, ...] = (),
    defaults: Defaults | None = None,
) -> Tried | Failed:
    """Ask the first rows of a candidate.

    Args:
        root: The project.
        packages: Its packages.
        candidate: The candidate to try.
        reads: Reads after which to stop; earlier answers count.
        progress: Called with the name of each row.
        outside: Directories outside the root that links in the packages may lead to.
        defaults: Assumptions to ask under.

    Returns:
        The result; Failed if the evaluated source has no such registry or base, or no column has an answer.
    """
    discovery = candidate.discovery
    if discovery.kind is DiscoveryKind.SUBCLASSES:
        discovery = msgspec.structs.replace(discovery, exclude=(*discovery.exclude, ABSTRACT))
    some = msgspec.structs.replace(discovery, modules=_spread(discovery.modules))
    config = Config(packages=tuple(packages), discovery=some, defaults=defaults or Defaults())
    allowance = Allowance()
    asked = _Asked(allowance)
    proposal = Proposal((), ())
    is_late = False
    try:
        with allowance.within(reads):
            tree = SourceTree(root, config.packages, outside, allowance)
            questioner = Questioner(tree, config, config.scenarios)
            questioner.program.evaluation.start(config.scenarios[0].name, ())
            proposal = propose(candidate.family, questioner.program)
            asked.ask(questioner, config, proposal.capabilities, progress)
    except OutOfTimeError:
        is_late = True
    except (DocgenError, Raised, Unsupported) as error:
        # The text looked like a registry or a base, but the evaluation finds none.
        return Failed((str(error),), spent=allowance.spent)
    answers, paces = asked.answers, asked.paces
    reasons = tuple(dict.fromkeys(reason for each in answers.values() for _, reason in each if reason))
    capabilities = [c for c in proposal.capabilities if _ANSWERS & {s for s, _ in answers.get(c.key, ())}]
    if not capabilities or not paces:
        return Failed(reasons, is_late and not paces, allowance.spent)
    gone = [c for c in proposal.capabilities if c not in capabilities]
    left_out = (*proposal.left_out, *(f"{c.key}: {_reason(answers.get(c.key, ()))}" for c in gone))
    states = [state for c in capabilities for state, _ in answers[c.key]]
    return Tried(
        msgspec.structs.replace(discovery, skip=tuple(asked.skipped)),
        Proposal(tuple(capabilities), left_out),
        sum(state in _ANSWERS for state in states) / len(states),
        # Of one row alone nothing tells what all rows share.
        int(statistics.median(paces[1:] or [allowance.spent])),
        reasons,
        allowance.spent,
    )


@dataclass
class _Asked:
    """Answers to a trial, as far as it got."""

    allowance: Allowance
    """Counter of reads, which ends the trial."""
    answers: dict[str, list[tuple[State, str | None]]] = field(default_factory=dict)
    """States and reasons by key."""
    skipped: list[str] = field(default_factory=list)
    """Names that lead to no class."""
    paces: list[int] = field(default_factory=list)
    """Reads that each row took."""

    def ask(
        self,
        questioner: Questioner,
        config: Config,
        capabilities: Sequence[Capability],
        progress: Callable[[str], None],
    ) -> None:
        """Ask the first rows."""
        entries = discovered(questioner, config)
        rows: list[Found] = []
        # A name that is not found fails a check, and the first check should pass, so the configuration lists the names
        # to skip. Only a registry can hold such a name, and its members are few.
        is_registry = config.discovery.kind is not DiscoveryKind.SUBCLASSES
        for entry in entries:
            if entry.bind is None:
                self.skipped.append(entry.name)
            else:
                rows.append(entry)
            if not is_registry and (_is_enough(rows, config) or len(rows) == _LOOKED_AT):
                break
        for entry in _apart(rows):
            progress(entry.name)
            before = self.allowance.spent
            for capability in capabilities:
                for answer in (
                    questioner.answers(entry.bind, capability, entry.location) if entry.bind else ()
                ):
                    said = answer.cell.state, answer.cell.reason
                    self.answers.setdefault(capability.key, []).append(said)
            self.paces.append(self.allowance.spent - before)


def _is_enough(rows: Sequence[Found], config: Config) -> bool:
    """Tell whether there are rows of as many files as are asked."""
    files = {row.location.path for row in rows}
    return len(rows) >= _ROWS and len(files) >= min(_ROWS, len(config.discovery.modules))


def _apart(rows: Sequence[Found]) -> list[Found]:
    """Some rows, of different files where there are as many: what one more row costs is told by those."""
    first = list({row.location.path: row for row in reversed(rows)}.values())[::-1]
    return [*first, *(row for row in rows if row not in first)][:_ROWS]


def _spread(modules: tuple[str, ...]) -> tuple[str, ...]:
    """Some modules of a discovery, evenly spread."""
    step = max(1, len(modules) // _ROWS)
    return modules[::step][:_ROWS]


def _reason(answers: Sequence[tuple[State, str | None]]) -> str:
    return next((f"not known: {reason}" for _, reason in answers if reason), "there was no time to ask")
