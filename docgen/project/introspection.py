"""From a source tree and its configuration to every row, every answer, and every blocker."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from docgen.discovery import discoverers
from docgen.discovery.found import Candidate
from docgen.errors import together
from docgen.gc_tuning import collecting_rarely
from docgen.model.support import ListAnswer
from docgen.project.assembly import assembled
from docgen.project.kept import Followed, Kept, Part, Parts, Recalled, Sources
from docgen.project.processors import usable_processors
from docgen.project.rows import dangling, nameless, row
from docgen.static.answers.availability import imports_of
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from docgen.config import Config, ValueList
    from docgen.discovery.found import Found
    from docgen.model.cell import Value
    from docgen.model.evidence import Evidence
    from docgen.model.finding import Finding
    from docgen.model.support import Backend, SupportModel


Task: TypeAlias = "Candidate | ValueList"
"""Unit of work that is asked separately and becomes one part."""

ALONE = 0.3
"""Seconds of processor time for which starting another process does not pay."""
_READING = 8
"""Times that the first task takes longer than those after it, because it reads the files that all share."""


def introspect(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> SupportModel:
    """Answer every question of the configuration from the documented source. Nothing of it is imported.

    Args:
        root: The documented project.
        config: The configuration, which says what is asked.
        scenarios: Names of the scenarios to ask under; all if None.
        progress: Called with the name of each backend before it is asked.

    Raises:
        ConfigError: the registry is not where the configuration says, or a probe is not Python.
        SourceError: a package is missing, or a module that an answer needs is not Python.
    """
    kept = asked(root, config, scenarios, progress, Recalled())
    return assembled(kept, config.named(scenarios))


def asked(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None,
    progress: Callable[[str], None] | None,
    recalled: Recalled,
    outside: tuple[Path, ...] = (),
) -> Kept:
    """Do the same in parts; recalled parts are not asked again, and `outside` lists directories that may be read."""
    with collecting_rarely():
        tree = SourceTree(root, config.packages, outside)
        return Inquiry(tree, config, scenarios, progress or say_nothing).everything(recalled)


def discovered(questioner: Questioner, config: Config) -> Iterator[Found]:
    """Every row that the configured discovery finds.

    Raises:
        ConfigError: the registry is not where the configuration says.
    """
    program, scenarios = questioner.program, questioner.scenarios
    for candidate in discoverers.candidates(program, scenarios, config.discovery):
        yield from discoverers.rows(candidate, program, scenarios, config.discovery)


def refuse_unreadable(tree: SourceTree) -> None:
    """Stop at a module that is not Python, because every answer that depends on it would be unknown.

    Raises:
        DocgenError: each such module, as a SourceError.
    """
    if tree.unreadable:
        raise together([tree.unreadable[name] for name in sorted(tree.unreadable)])


class Inquiry:
    """The questions of one configuration about one tree."""

    def __init__(
        self,
        tree: SourceTree,
        config: Config,
        scenarios: Sequence[str] | None,
        progress: Callable[[str], None],
    ) -> None:
        self._config = config
        self._progress = progress
        self._tree = tree
        self._questioner = Questioner(self._tree, config, config.named(scenarios))
        self.domains: dict[str, tuple[Value, ...]] = {}
        """Values that probes range over, by the key of the capability."""

    def everything(self, recalled: Recalled) -> Kept:
        """Every part; recalled parts are taken as they are."""
        self._tree.reads.bodies.is_on = not self._questioner.program.runs_imports
        self._tree.reads.bodies.unread = recalled.unread()
        sources = recalled.sources()
        imports_of(self._questioner.program).recall = recalled.followed
        domains = recalled.domains() or self.domain_part(sources)
        self.domains = domains.domains
        defined = tuple(
            self.definition_part(name, recalled.defined(number), sources)
            for number, name in enumerate(self._config.define)
        )
        candidates, plan = recalled.plan() or self.plan(sources)
        tasks: tuple[Task, ...] = (*candidates, *self._config.list)
        parts = [*map(recalled.rows, candidates), *map(recalled.list, range(len(self._config.list)))]
        pending = [number for number, part in enumerate(parts) if part is None]
        made = dict(self._asked(tasks, pending, sources))
        whole = tuple(part or made[number] for number, part in enumerate(parts))
        rows, lists = whole[: len(candidates)], whole[len(candidates) :]
        refuse_unreadable(self._tree)
        sources.forget_unused((plan, domains, *defined, *whole))
        return Kept(
            paths=sources.paths,
            digests=sources.digests,
            candidates=candidates,
            plan=plan,
            rows=rows,
            domains=domains,
            lists=lists,
            defined=defined,
            bodies=self._tree.reads.bodies.found,
        )

    def _asked(
        self, tasks: Sequence[Task], pending: list[int], sources: Sources
    ) -> Iterator[tuple[int, Part]]:
        """Parts by the numbers of their tasks: made in this process for a short while, then by other processes."""
        processes = usable_processors()
        begun = time.process_time()
        pace = 0.0
        for done, number in enumerate(pending):
            start = time.process_time()
            if start - begun > ALONE and pace * (len(pending) - done) > ALONE and processes > 1:
                yield from self._spread(tasks, pending[done:], processes, sources)
                return
            yield number, self._part(tasks[number], sources, self._progress)
            spent = time.process_time() - begun
            pace = min(time.process_time() - start, spent / (done + 1)) if done else spent / _READING

    def _spread(
        self, tasks: Sequence[Task], pending: list[int], processes: int, sources: Sources
    ) -> Iterator[tuple[int, Part]]:
        # Imported here: after an edit of one file, this process does all the work.
        import pickle  # noqa: PLC0415

        from docgen.project.processes import forked  # noqa: PLC0415

        rows = [number for number in pending if isinstance(tasks[number], Candidate)]
        size = max(1, len(rows) // (processes * 8))  # neighbours share what they read
        # Lists first: each takes longer than a row.
        shares = [[number] for number in pending if not isinstance(tasks[number], Candidate)]
        shares += [rows[at : at + size] for at in range(0, len(rows), size)]

        def work(share: int) -> bytes:
            own = Sources()
            parts = tuple(self._part(tasks[number], own, say_nothing) for number in shares[share])
            return msgspec.msgpack.encode(Parts(paths=own.paths, digests=own.digests, parts=parts))

        def rest() -> bytes:
            return pickle.dumps((self._tree.unreadable, self._tree.reads.bodies.found))

        with closing(forked(processes, len(shares), work, rest)) as answers:
            for share, content in answers:
                if share is None:
                    unreadable, bodies = pickle.loads(content)  # noqa: S301 - of a process forked above
                    self._tree.unreadable |= unreadable
                    self._tree.reads.bodies.take(bodies)
                    continue
                made = msgspec.msgpack.decode(content, type=Parts)
                for number, part in zip(shares[share], made.parts, strict=True):
                    for backend in part.backends:
                        self._progress(backend.name)
                    yield number, sources.adopt(part, made.paths, made.digests)

    def _part(self, task: Task, sources: Sources, progress: Callable[[str], None]) -> Part:
        return (
            self.row_part(task, sources, progress)
            if isinstance(task, Candidate)
            else self.list_part(task, sources)
        )

    def plan(self, sources: Sources) -> tuple[tuple[Candidate, ...], Part]:
        """The candidates of the discovery, and the part that holds their sources."""
        program, scenarios = self._questioner.program, self._questioner.scenarios
        find = discoverers.candidates
        found, evidence = self._tree.witnessed(lambda: (*find(program, scenarios, self._config.discovery),))
        return found, Part(leans=sources.add(evidence))

    def row_part(self, candidate: Candidate, sources: Sources, progress: Callable[[str], None]) -> Part:
        """The rows of a candidate."""
        program, scenarios = self._questioner.program, self._questioner.scenarios

        def ask() -> tuple[list[Backend], list[Finding]]:
            backends, findings = [], []
            for entry in discoverers.rows(candidate, program, scenarios, self._config.discovery):
                progress(entry.name)
                backends.append(row(entry, self._config, self._questioner, self.domains))
                if entry.bind is None:
                    findings.append(dangling(entry))
                elif entry.nameless is not None:
                    findings.append(nameless(entry))
            return backends, findings

        (backends, findings), evidence = self._tree.witnessed(ask)
        followed = [
            Followed(module, sources.add(leans), found)
            for module, found, leans in imports_of(program).followed()
        ]
        return Part(
            leans=sources.add(evidence),
            backends=tuple(backends),
            findings=tuple(findings),
            followed=tuple(followed),
        )

    def domain_part(self, sources: Sources) -> Part:
        """The values that probes range over."""

        def ask() -> dict[str, tuple[Value, ...]]:
            domains = {c.key: self._questioner.domain(c) for c in self._config.capability}
            return {key: values for key, values in domains.items() if values is not None}

        domains, evidence = self._tree.witnessed(ask)
        return Part(leans=sources.add(evidence), domains=domains)

    def definition_part(self, name: str, known: tuple[Part, Evidence] | None, sources: Sources) -> Part:
        """The value of a configured definition, or the part that was kept of it."""
        definitions = self._questioner.definitions
        if known is not None:
            part, evidence = known
            definitions.adopt(name, part.settled, evidence)
            return part
        settled, evidence = self._tree.witnessed(lambda: definitions.settle(name, self._questioner.scenarios))
        return Part(leans=sources.add(evidence), settled=settled)

    def list_part(self, asked: ValueList, sources: Sources) -> Part:
        """The answers of a configured list."""
        cells, evidence = self._tree.witnessed(lambda: self._questioner.values(asked))
        answers = tuple(ListAnswer(key=asked.key, cell=cell) for cell in cells)
        return Part(leans=sources.add(evidence), lists=answers)


def say_nothing(_: str) -> None:
    """Report no progress."""
