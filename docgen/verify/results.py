"""Results of tests, grouped by claim and merged into the existing evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import msgspec

from docgen.model.measurement import Claim, Measurement, Outcome
from docgen.verify.evidence_files import EvidenceFile, name_of_reach, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from docgen.model.cell import Value
    from docgen.verify.modules import Modules

PASSED, FAILED, SKIPPED = "passed", "failed: ", "skipped: "
"""Results of a test, or the prefixes of results."""

_LONGEST = 300
"""Most characters of a reason that are kept."""
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")


class Shown(msgspec.Struct, frozen=True):
    """Claim that a test proves when it passes."""

    claim: Claim
    """The claim."""
    declared: bool
    """True if the class declares it."""
    refused: bool = False
    """True if the test shows that the value is refused, false if that it works."""


@dataclass(slots=True)
class TestRun:
    """Result of one test; the last of several attempts counts."""

    shows: tuple[Shown, ...]
    """The claims that it is evidence of."""
    result: str = ""
    """Its result; empty while it runs."""
    over: bool = False
    """True if its last phase is over, or its process has ended."""
    reach: frozenset[str] = frozenset()
    """The modules that it reached."""
    measured: dict[str, Value] = field(default_factory=dict)
    """Values that it recorded."""

    def add(self, outcome: str, reason: str, measured: Mapping[str, Value]) -> None:
        """Add one phase: the first that does not pass decides the result."""
        self.measured |= measured
        if self.result in {"", PASSED}:
            self.result = PASSED if outcome == "passed" else f"{outcome}: {plain(reason)}"


@dataclass(frozen=True, slots=True)
class Collected:
    """The tests that pytest found, and the extent of its search."""

    shows: Mapping[str, tuple[Shown, ...]]
    """Claims that each test shows, by node id."""
    root: Path
    """Directory that node ids are relative to."""
    whole: bool
    """True if files were asked for and not single tests, so that a test that was not found in such a file no longer
    exists.
    """

    def by_claim(self) -> dict[tuple[str, str, str], set[str]]:
        """The tests of each claim."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for node, shows in self.shows.items():
            for shown in shows:
                found.setdefault(shown.claim.key, set()).add(node)
        return found

    def is_gone(self, node: str) -> bool:
        """Tell whether an earlier test no longer exists."""
        file = node.partition("::")[0]
        if not (self.root / file).is_file():
            return True
        read = any(each.partition("::")[0] == file for each in self.shows)
        return self.whole and read and node not in self.shows


def plain(reason: str) -> str:
    """The first line of a reason, without what differs from run to run."""
    line = next((line.strip() for line in reason.splitlines() if line.strip()), "no reason given")
    return _ADDRESS.sub("0x…", line)[:_LONGEST]


def result_for(run: TestRun, shown: Shown) -> str:
    """Return the result of a test for one of its claims."""
    if shown.declared is not shown.refused:
        return run.result
    if run.result == PASSED:
        return FAILED + (
            "it is refused, and the class declares it"
            if shown.refused
            else "it works, and the class does not declare it"
        )
    said = "declared" if shown.declared else "not declared"
    return f"{SKIPPED}it is {said}, and the test that would show otherwise fails"


def merged(
    evidence: EvidenceFile,
    runs: Mapping[str, TestRun],
    collected: Collected,
    modules: Modules,
) -> EvidenceFile:
    """Merge the results of a run into the existing evidence.

    Results of tests that did not run are kept as long as the code that they reached is unchanged. A claim with a test
    that has not yet run on the current code keeps its line, unless a test failed.

    Args:
        evidence: The existing evidence.
        runs: The results of the tests that ran, by node id.
        collected: The tests that were found, including those that were not selected.
        modules: The documented packages, for the digests.
    """
    known = settled(evidence, modules.digest)
    reaches = dict(evidence.reaches)
    ran: dict[tuple[str, str, str], dict[str, Shown]] = {}
    for node, run in runs.items():
        for shown in run.shows if run.result else ():
            ran.setdefault(shown.claim.key, {})[node] = shown
    belongs = collected.by_claim()
    for key, nodes in ran.items():
        old = known.get(key)
        others = {node for node in old.tests if not collected.is_gone(node)} if old else set()
        wanted = belongs.get(key, set()) | others
        line = _line(nodes, runs, old, wanted, reaches, modules)
        if line is not None:
            known[key] = line
    return EvidenceFile(evidence.target, tuple(known.values()), reaches)


def _line(
    nodes: dict[str, Shown],
    runs: Mapping[str, TestRun],
    old: Measurement | None,
    belongs: set[str],
    reaches: dict[str, tuple[str, ...]],
    modules: Modules,
) -> Measurement | None:
    """The new line of a claim; None if the old one is kept."""
    shown = next(iter(nodes.values()))
    tests = {node: result_for(runs[node], each) for node, each in nodes.items()}
    reach = frozenset[str]().union(*(_reach(runs[node], modules) for node in nodes))
    measured = [runs[node].measured for node in nodes]
    is_current = (
        old is not None
        and old.declared is shown.declared
        and modules.digest(reaches[old.reach]) == old.digest
    )
    if old is not None and is_current:
        # Tests that no longer exist prove nothing, if all tests were looked for.
        kept = {node: result for node, result in old.tests.items() if node in belongs and node not in tests}
        tests |= kept
        reach |= frozenset(reaches[old.reach]) if kept else frozenset()
        measured += [old.measured] if kept else []
    outcome = _outcome(tests.values(), is_whole=belongs <= tests.keys())
    if outcome is Outcome.UNTESTED and old is not None:
        return None
    name = name_of_reach(reach)
    reaches[name] = tuple(sorted(reach))
    claim = shown.claim
    return Measurement(
        backend=claim.backend,
        capability=claim.capability,
        value=claim.value,
        declared=shown.declared,
        outcome=outcome,
        digest=modules.digest(reach),
        reach=name,
        tests=dict(sorted(tests.items())),
        measured=_together(measured),
    )


def _reach(run: TestRun, modules: Modules) -> frozenset[str]:
    """The modules that a test reached; all of them where that is unknown, as after a crash."""
    return run.reach if run.reach or run.result.startswith(SKIPPED) else frozenset(modules.everything)


def _outcome(results: Iterable[str], *, is_whole: bool) -> Outcome:
    kinds = {result.partition(":")[0] for result in results}
    if "failed" in kinds:
        return Outcome.REFUTED
    if not is_whole:
        return Outcome.UNTESTED
    return Outcome.VERIFIED if PASSED in kinds else Outcome.UNTESTABLE


def _together(recorded: list[dict[str, Value]]) -> dict[str, Value]:
    """Return what tests recorded under the same name: of numbers the largest, of other things each once.

    Mappings are rows of a table.
    """
    found: dict[str, Any] = {}
    for each in recorded:
        for name, value in each.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            before = found.get(name)
            if number and (before is None or isinstance(before, int | float)):
                found[name] = value if before is None else max(before, cast("float", value))
            else:
                several = value if isinstance(value, list) else [value]
                held = before if isinstance(before, list) else [] if before is None else [before]
                each_once = {_key(item): item for item in [*held, *several]}
                found[name] = [
                    each_once[key] if isinstance(each_once[key], dict) else key for key in sorted(each_once)
                ]
    return {name: _rounded(found[name]) for name in sorted(found)}


def _key(item: Value) -> str:
    """The text of a recorded value, which distinguishes it from others."""
    return msgspec.json.encode(item).decode() if isinstance(item, dict) else str(item)


def _rounded(value: Value) -> Value:
    """A number rounded to two digits, because the rest differs between machines."""
    return float(f"{value:.1e}") if isinstance(value, float) else value
