"""The choice of a first configuration's subject: candidates are rated by their text, and then tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.config import Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.config.scenario import Defaults
from docgen.errors import ConfigError, nearest
from docgen.model.settling import settling_line
from docgen.scaffold.candidates import Candidate, registries
from docgen.scaffold.families import Family, families, family
from docgen.scaffold.outside_packages import assumed_installed
from docgen.scaffold.proposal import Proposal
from docgen.scaffold.rounds import ASKED_FOR, PATIENCE, ROUNDS, Attempt, Trials
from docgen.scaffold.source_index import SourceIndex
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_SHOWN = 5
"""Most candidates that are listed beside the chosen one."""


class Choice(msgspec.Struct, frozen=True):
    """Subject of a first configuration."""

    discovery: Discovery
    """Discovery of the rows."""
    proposal: Proposal
    """The columns."""
    defaults: Defaults
    """Assumptions under which they are answered."""


def choose(
    root: Path,
    packages: Sequence[str],
    path: str | None,
    progress: Callable[[str], None],
    outside: tuple[Path, ...] = (),
) -> Choice:
    """Choose the subject of the most informative table of the tree.

    Args:
        root: The project.
        packages: Its packages.
        path: Dotted path of the registry, base class or module that is wanted; None to look for one.
        progress: Called with the name of each module and row that is examined.
        outside: Directories outside the root that links in the packages may lead to.

    Raises:
        ConfigError: there is nothing that could be documented, or nothing at the path.
        SourceError: a package cannot be read.
    """
    tree = SourceTree(root, tuple(packages), outside)
    index = SourceIndex(tree, progress)
    candidates = _at(path, index, tree) if path else _candidates(index, tree)
    trials = Trials(root, packages, index, progress, outside, assumed_installed(tree))
    best = trials.best(candidates, ASKED_FOR if path else ROUNDS)
    if best is None:
        raise _nothing(path, index, candidates, trials)
    return _chosen(best, candidates, index, trials)


def _candidates(index: SourceIndex, tree: SourceTree) -> list[Candidate]:
    """List the candidates, the one with the most informative table first."""
    found = [each for each in registries(index, tree) if each.score]
    found += [_of_subclasses(each) for each in families(index)]
    return sorted(found, key=lambda each: (-each.score, -len(each.family.rows)))


def _of_subclasses(members: Family) -> Candidate:
    modules = tuple(sorted({row.rpartition(".")[0] for row in members.rows}))
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path=members.base, modules=modules)
    return Candidate(discovery, members, members.score)


def _at(path: str, index: SourceIndex, tree: SourceTree) -> list[Candidate]:
    """List the candidates at a path: a registry, a class with its subclasses, or the classes of a module."""
    found = [each for each in registries(index, tree) if each.discovery.path == path]
    if not found and path in index.classes:
        rows = [entry.path for entry in index.below(path)] or [path]
        found = [_of_subclasses(family(index, path, rows))]
    if not found and path in index.texts:
        rows = [entry.path for entry in index.classes.values() if entry.module == path]
        members = [family(index, base, rows) for base in {b for row in rows for b in index.ancestors(row)}]
        discovery = Discovery(kind=DiscoveryKind.MEMBERS, path=path)
        found = [Candidate(discovery, each, each.score) for each in members]
    return sorted(found, key=lambda each: -each.score)


def _chosen(best: Attempt, candidates: Sequence[Candidate], index: SourceIndex, trials: Trials) -> Choice:
    """Return the choice of a candidate; the others are listed."""
    candidate, found, _ = best
    left_out = [*found.proposal.left_out]
    others = [each for each in candidates if each is not candidate]
    left_out += _opened_by(others[:_SHOWN], trials)
    if tables := [_told(each) for each in others if each.discovery.path not in trials.failures][:_SHOWN]:
        left_out.append(f"other tables, for docgen init --path: {', '.join(tables)}")
    if index.left_out:
        left_out.append(
            f"{len(index.left_out)} large modules that were not searched: {index.left_out[0]} ..."
        )
    proposal = msgspec.structs.replace(found.proposal, left_out=tuple(left_out))
    return Choice(found.discovery, proposal, best.defaults)


def _opened_by(candidates: Sequence[Candidate], trials: Trials) -> list[str]:
    """The candidates of which nothing is known, each with the reason and with what would open it."""
    lines = []
    for each in candidates:
        path = each.discovery.path
        if path not in trials.failures:
            continue
        reason = trials.failures[path]
        if reason is None:
            lines.append(f"{_told(each)}: it takes more time: docgen init --path {path}")
        else:
            line = settling_line(reason)
            lines.append(f"{_told(each)}: {reason.partition('; to fix')[0]}" + (f"; {line}" if line else ""))
    # One family may be proposed with several sets of columns.
    return [*dict.fromkeys(lines)]


def _told(candidate: Candidate) -> str:
    return f"{candidate.discovery.path} ({len(candidate.family.rows)} classes)"


def _nothing(
    path: str | None, index: SourceIndex, candidates: Sequence[Candidate], trials: Trials
) -> ConfigError:
    remedy = "docgen init --path with the dotted path of a registry, a base class or a module"
    if path and not candidates:
        known = [*index.classes, *index.texts]
        return ConfigError(f"there is nothing to document at {path}{nearest(path, known)}", remedy=remedy)
    if path and all(trials.failures.get(each.discovery.path, "") is None for each in candidates):
        return ConfigError(
            f"nothing is known of {path} after {PATIENCE} s of processor time",
            remedy="name a part of it with docgen init --path, such as a base class below it",
        )
    late = next((p for each in candidates if trials.failures.get(p := each.discovery.path, "") is None), None)
    if late and not path:
        remedy = f"docgen init --path {late}, which gives it {PATIENCE} s of processor time"
    tables = "; ".join(_opened_by(candidates[:_SHOWN], trials))
    if path and tables:
        return ConfigError(
            f"nothing is known of {tables}", remedy=f"name something else than {path}: {remedy}"
        )
    known_of = f" (nothing is known of {tables})" if tables else ""
    return ConfigError(f"no registry and no base class with predicates was found{known_of}", remedy=remedy)
