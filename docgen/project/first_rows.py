"""Rows of a first page: of the modules of a discovery as many as can be asked with so much work.

Work is counted (see `allowance`), so the same tree gives the same rows on every machine. Two processes ask, however
many the machine could run, because what one module costs depends on what was read for those before it.
"""

from __future__ import annotations

import pickle
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from docgen.apart import CAN_FORK
from docgen.config.discovery import DiscoveryKind
from docgen.gc_tuning import collecting_rarely
from docgen.project.allowance import SECOND, Allowance
from docgen.project.clock import OutOfTimeError
from docgen.project.introspection import Inquiry, refuse_unreadable, say_nothing
from docgen.project.kept import Kept, Parts, Sources
from docgen.project.processes import forked
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.config import Config
    from docgen.discovery.found import Candidate
    from docgen.project.kept import Part

_TOGETHER = SECOND // 2
"""Reads after which a second process helps; before, it would read what the first one has read."""
_LANES = 2
"""Number of processes."""
_NEIGHBOURS = 8
"""Number of modules that stand beside each other and share what they read."""


_SHOWING = 100
"""Reads in whose time a row is rendered and compared."""


class FirstRows(NamedTuple):
    """Rows that were asked."""

    config: Config
    """The configuration that asks for these rows."""
    kept: Kept
    """Their answers."""
    left_out: tuple[str, ...]
    """Modules of the discovery that were not asked."""

    def answers(self, config: Config) -> bool:
        """Tell whether another configuration asks the same."""
        return all(
            getattr(config, asked) == getattr(self.config, asked)
            for asked in (
                "packages",
                "discovery",
                "capability",
                "define",
                "list",
                "scenarios",
                "aliases",
                "spelling",
            )
        )


def first_rows(
    root: Path,
    config: Config,
    reads: int,
    progress: Callable[[str], None] = say_nothing,
    outside: tuple[Path, ...] = (),
) -> FirstRows | None:
    """Ask the rows of the first modules of a discovery; None if it has no modules, or no row is asked.

    Args:
        root: The documented project.
        config: The discovery, the columns and the scenarios.
        reads: Most reads.
        progress: Called with the name of each backend that this process asks.
        outside: Directories outside the root that links in the packages may lead to.

    Raises:
        ConfigError: the source of the rows is not where the configuration says.
        SourceError: a package is missing, or a module that an answer needs is not Python.
    """
    if config.discovery.kind is not DiscoveryKind.SUBCLASSES:
        return None
    allowance = Allowance()
    with collecting_rarely():
        tree = SourceTree(root, config.packages, outside, allowance)
        return _Lanes(tree, config, allowance, progress).asked(reads)


class _Lanes:
    """Questions that two processes ask of the modules of one configuration."""

    def __init__(
        self, tree: SourceTree, config: Config, allowance: Allowance, progress: Callable[[str], None]
    ) -> None:
        self._tree, self._config, self._allowance, self._progress = tree, config, allowance, progress
        self._inquiry = Inquiry(tree, config, None, progress)
        self._sources = Sources()

    def asked(self, reads: int) -> FirstRows | None:
        """Return the rows of the first modules."""
        inquiry, sources = self._inquiry, self._sources
        parts: dict[int, Part] = {}
        candidates: tuple[Candidate, ...] = ()
        with suppress(OutOfTimeError), self._allowance.within(reads):
            domains = inquiry.domain_part(sources)
            inquiry.domains = domains.domains
            defined = tuple(inquiry.definition_part(name, None, sources) for name in self._config.define)
            candidates, plan = inquiry.plan(sources)
            lists = tuple(inquiry.list_part(each, sources) for each in self._config.list)
            for number, candidate in enumerate(candidates):
                if parts and self._allowance.spent > _TOGETHER:
                    break
                parts[number] = self._part(candidate, sources, self._progress)
        left = reads - self._allowance.spent
        if parts and left > 0 and len(parts) < len(candidates):
            self._spread(candidates, parts, left)
        refuse_unreadable(self._tree)
        done = next((number for number in range(len(candidates)) if number not in parts), len(candidates))
        if not any(parts[number].backends for number in range(done)):
            return None
        config = self._config
        if done < len(candidates):
            modules = tuple(candidate.name for candidate in candidates[:done])
            discovery = msgspec.structs.replace(config.discovery, modules=modules)
            config = msgspec.structs.replace(config, discovery=discovery)
        kept = Kept(
            paths=sources.paths,
            digests=sources.digests,
            candidates=candidates[:done],
            plan=plan,
            rows=tuple(parts[number] for number in range(done)),
            domains=domains,
            defined=defined,
            lists=lists,
        )
        return FirstRows(config, kept, tuple(candidate.name for candidate in candidates[done:]))

    def _part(self, candidate: Candidate, sources: Sources, progress: Callable[[str], None]) -> Part:
        """Ask the rows of a module, and count what it takes to show them."""
        part = self._inquiry.row_part(candidate, sources, progress)
        self._allowance.spent += _SHOWING * len(part.backends)
        return part

    def _spread(self, candidates: Sequence[Candidate], parts: dict[int, Part], left: int) -> None:
        """Ask the modules that have no part yet, in several processes where the system can fork."""
        rest = range(len(parts), len(candidates))
        shares = [rest[at : at + _NEIGHBOURS] for at in range(0, len(rest), _NEIGHBOURS)]
        lanes = [[number for share in shares[lane::_LANES] for number in share] for lane in range(_LANES)]

        def work(lane: int) -> bytes:
            own = Sources()
            made: list[Part] = []
            with suppress(OutOfTimeError), self._allowance.within(left // _LANES):
                for number in lanes[lane]:
                    made.append(self._part(candidates[number], own, say_nothing))  # noqa: PERF401 - it may end
            return msgspec.msgpack.encode(Parts(paths=own.paths, digests=own.digests, parts=tuple(made)))

        def unreadable() -> bytes:
            return pickle.dumps(self._tree.unreadable)

        def take(lane: int, content: bytes) -> None:
            made = msgspec.msgpack.decode(content, type=Parts)
            for number, part in zip(lanes[lane], made.parts, strict=False):
                parts[number] = self._sources.adopt(part, made.paths, made.digests)

        if not CAN_FORK:
            for number in range(_LANES):
                take(number, work(number))
            return
        with closing(forked(_LANES, _LANES, work, unreadable)) as answers:
            for lane, content in answers:
                if lane is None:
                    self._tree.unreadable |= pickle.loads(content)  # noqa: S301 - of a process forked above
                else:
                    take(lane, content)
