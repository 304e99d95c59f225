"""The choice of a first configuration's subject: candidates are rated by their text, and then tried."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.errors import ConfigError, nearest
from docgen.scaffold.candidates import Candidate, registries
from docgen.scaffold.clock import OutOfTimeError, within
from docgen.scaffold.families import Family, families, family
from docgen.scaffold.proposal import Proposal
from docgen.scaffold.source_index import SourceIndex
from docgen.scaffold.trial import Tried, tried
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TRIALS = 6.0
"""Seconds of processor time for all trials; not of the clock, so that the choice does not depend on the machine's load.
"""
TRIAL = 3.0
"""Seconds of processor time for one trial, its search for rows included, after which another candidate is tried."""
PAGE = 8.0
"""Seconds of processor time that the first page should take at most."""
_TRIED = 8
"""Most candidates that are tried."""
_GOOD = 0.5
"""Share of known answers that is enough for a candidate to be chosen."""
_COLUMNS = 2
"""Number of columns that is enough for a candidate to be chosen."""
_SHOWN = 5
"""Most candidates that are listed beside the chosen one."""


class Choice(msgspec.Struct, frozen=True):
    """Subject of a first configuration."""

    discovery: Discovery
    """Discovery of the rows."""
    proposal: Proposal
    """The columns."""


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
    best: tuple[float, Candidate, Tried] | None = None
    deadline = time.process_time() + TRIALS
    for candidate in candidates[:_TRIED]:
        if time.process_time() > deadline:
            break
        try:
            with within(TRIAL):
                found = tried(root, packages, candidate, deadline, progress, outside)
        except OutOfTimeError:
            continue
        if found is None:
            continue
        worth = found.known * min(len(found.proposal.capabilities), 8)
        if best is None or worth > best[0]:
            best = worth, candidate, found
        if found.known >= _GOOD and len(found.proposal.capabilities) >= _COLUMNS:
            break
    if best is None:
        raise _nothing(path, index, candidates)
    _, candidate, found = best
    others = [each for each in candidates if each is not candidate][:_SHOWN]
    return _within_time(candidate, found, [_told(each) for each in others], index)


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


def _within_time(candidate: Candidate, found: Tried, others: list[str], index: SourceIndex) -> Choice:
    """Limit the rows to as many as a page can answer in time; the others are listed."""
    discovery = found.discovery
    left_out = [*found.proposal.left_out]
    rows = candidate.family.rows
    most = max(4, int(PAGE / found.pace)) if found.pace else len(rows)
    if discovery.kind is DiscoveryKind.SUBCLASSES and len(rows) > most:
        kept = tuple(sorted({row.rpartition(".")[0] for row in rows[:most]}))
        if len(kept) < len(discovery.modules):
            more = len(discovery.modules) - len(kept)
            left_out.append(f"{more} more modules of classes, for a first page in time: add to `modules`")
            discovery = msgspec.structs.replace(discovery, modules=kept)
    if others:
        left_out.append(f"other tables, for docgen init --path: {', '.join(others)}")
    if index.left_out:
        left_out.append(
            f"{len(index.left_out)} large modules that were not searched: {index.left_out[0]} ..."
        )
    return Choice(discovery, msgspec.structs.replace(found.proposal, left_out=tuple(left_out)))


def _told(candidate: Candidate) -> str:
    return f"{candidate.discovery.path} ({len(candidate.family.rows)} classes)"


def _nothing(path: str | None, index: SourceIndex, candidates: list[Candidate]) -> ConfigError:
    if path:
        known = [*index.classes, *index.texts]
        return ConfigError(
            f"there is nothing to document at {path}{nearest(path, known)}",
            remedy="docgen init --path with the dotted path of a registry, a base class or a module",
        )
    tables = f" (nothing is known of {', '.join(map(_told, candidates[:_SHOWN]))})" if candidates else ""
    return ConfigError(
        f"no registry and no base class with predicates was found{tables}",
        remedy="docgen init --path with the dotted path of a registry, a base class or a module",
    )
