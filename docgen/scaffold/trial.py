"""A trial of a proposal on a few rows: columns without any known answer are removed, and the time is measured."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from docgen.config import Config, Scenario
from docgen.config.discovery import ABSTRACT, DiscoveryKind
from docgen.errors import DocgenError
from docgen.model.cell import State
from docgen.project.introspection import discovered
from docgen.scaffold.proposal import Proposal, propose
from docgen.static.answers.questions import Questioner
from docgen.static.objects.control_flow import Raised
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.config import Capability, Discovery
    from docgen.discovery.found import Found
    from docgen.scaffold.candidates import Candidate

_ROWS = 4
"""Number of rows that are asked."""
_ANSWERS = {State.KNOWN, State.CONDITIONAL}


class Tried(NamedTuple):
    """Result of a trial."""

    discovery: Discovery
    """Discovery of the rows, without entries that lead nowhere."""
    proposal: Proposal
    """Columns with known answers."""
    rows: int
    """Number of rows that were asked."""
    known: float
    """The share of known answers among the remaining columns."""
    pace: float
    """Seconds for a row after the first."""


def tried(
    root: Path,
    packages: Sequence[str],
    candidate: Candidate,
    deadline: float,
    progress: Callable[[str], None],
    outside: tuple[Path, ...] = (),
) -> Tried | None:
    """Ask the first rows of a candidate.

    Args:
        root: The project.
        packages: Its packages.
        candidate: The candidate to try.
        deadline: The value of `time.process_time` at which to stop; earlier answers count.
        progress: Called with the name of each row.
        outside: Directories outside the root that links in the packages may lead to.

    Returns:
        The result; None if the evaluated source has no such registry or base, or no column has an answer.
    """
    discovery = candidate.discovery
    if discovery.kind is DiscoveryKind.SUBCLASSES:
        discovery = msgspec.structs.replace(discovery, exclude=(*discovery.exclude, ABSTRACT))
    config = Config(packages=tuple(packages), discovery=discovery)
    begun = time.process_time()
    questioner = Questioner(SourceTree(root, config.packages, outside), config, [Scenario(name="default")])
    questioner.program.evaluation.start("default", ())
    try:
        proposal = propose(candidate.family, questioner.program)
        answers, skipped, paces = _asked(questioner, config, proposal.capabilities, deadline, progress)
    except (DocgenError, Raised):
        return None  # the text looked like a registry or a base, but the evaluation finds none
    capabilities = [c for c in proposal.capabilities if _ANSWERS & {s for s, _ in answers.get(c.key, ())}]
    if not capabilities or not paces:
        return None
    gone = [c for c in proposal.capabilities if c not in capabilities]
    left_out = (*proposal.left_out, *(f"{c.key}: {_reason(answers.get(c.key, ()))}" for c in gone))
    states = [state for c in capabilities for state, _ in answers[c.key]]
    return Tried(
        msgspec.structs.replace(discovery, skip=tuple(skipped)),
        Proposal(tuple(capabilities), left_out),
        len(paces),
        sum(state in _ANSWERS for state in states) / len(states),
        min(
            paces[1:], default=time.process_time() - begun
        ),  # of one row alone nothing tells what all rows share
    )


def _asked(
    questioner: Questioner,
    config: Config,
    capabilities: Sequence[Capability],
    deadline: float,
    progress: Callable[[str], None],
) -> tuple[dict[str, list[tuple[State, str | None]]], list[str], list[float]]:
    """States and reasons by key, names that lead to no class, and the seconds that each row took."""
    answers: dict[str, list[tuple[State, str | None]]] = {}
    skipped: list[str] = []
    paces: list[float] = []
    entries = discovered(questioner, config)
    rows: list[Found] = []
    # A name that is not found fails a check, and the first check should pass, so the configuration lists the names to
    # skip. Only a registry can hold such a name, and its members are few.
    is_registry = config.discovery.kind is not DiscoveryKind.SUBCLASSES
    for entry in entries if is_registry else itertools.islice(entries, _ROWS):
        if rows and time.process_time() > deadline:
            break
        if entry.bind is None:
            skipped.append(entry.name)
        elif len(rows) < _ROWS:
            rows.append(entry)
    for entry in rows:
        if paces and time.process_time() > deadline:
            break
        progress(entry.name)
        start = time.process_time()
        for capability in capabilities:
            for answer in questioner.answers(entry.bind, capability, entry.location) if entry.bind else ():
                answers.setdefault(capability.key, []).append((answer.cell.state, answer.cell.reason))
            if time.process_time() > deadline:
                break
        paces.append(time.process_time() - start)
    return answers, skipped, paces


def _reason(answers: Sequence[tuple[State, str | None]]) -> str:
    return next((f"not known: {reason}" for _, reason in answers if reason), "there was no time to ask")
