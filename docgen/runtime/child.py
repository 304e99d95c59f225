"""Questions to imported code: starts children, makes sure that they end, and assembles their answers."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from docgen.config.definitions import inlined
from docgen.config.limits import Limits
from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError, SourceError
from docgen.model.cell import INAPPLICABLE
from docgen.runtime.answers import Duration
from docgen.runtime.assembly import Assembly, Step
from docgen.runtime.environment import environment_of_child
from docgen.runtime.messages import Answer, Loaded, Members, Ready, Reply
from docgen.runtime.spawn import Child, ChildEndedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from docgen.config import Capability, Config, Scenario
    from docgen.model.cell import Value
    from docgen.runtime.answers import RuntimeModel
    from docgen.runtime.spawn import PostMortem

    Progress: TypeAlias = Callable[[str, str], None]
    """Called with the scenario and the backend that is being asked."""

_R = TypeVar("_R", bound=Reply)


def ask(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None = None,
    *,
    python: Path | None = None,
    limits: Limits | None = None,
    share: bool = True,
    progress: Progress | None = None,
    environment: Sequence[str] = (),
    source: SourceTells | None = None,
) -> RuntimeModel:
    """Import the documented classes in child processes and put every configured question to them.

    Args:
        root: The documented project.
        config: The configuration, which says what is asked.
        scenarios: Names of the scenarios to ask under; all if None.
        python: The interpreter that has what the project imports; docgen's own if None.
        limits: Limits on a child.
        share: True if a child continues with the next scenario where nothing has to be imported again.
        progress: Called with the scenario and the backend that is being asked.
        environment: Names of environment variables that a child sees besides those that programs need to run.
        source: Facts that only the source determines: required for every discovery but that of an Enum.

    Raises:
        ConfigError: only the source determines the rows of this kind of discovery, and `source` does not list them.
        SourceError: a package does not exist.
        InterpreterError: the interpreter cannot be started.
    """
    asked = [s for s in config.scenarios if scenarios is None or s.name in scenarios]
    assembly = Assembly(tuple(s.name for s in asked), tuple(c.key for c in config.capability))
    inquiry = _Inquiry(
        _job(root.resolve(), config, limits or Limits(), source or SourceTells()),
        source.members if source else None,
        python or Path(sys.executable),
        environment_of_child(environment),
        assembly,
        progress,
    )
    groups = _groups(asked) if share else [[scenario] for scenario in asked]
    while groups:
        left = inquiry.run(groups.pop(0))
        if left:
            groups.insert(0, left)
    return assembly.model()


class SourceTells(NamedTuple):
    """Facts that only the whole source determines, for processes that import one class after the other."""

    members: tuple[tuple[str, str], ...] | None = None
    """Names of backends, and dotted paths of their classes; None where the child asks the registry."""
    domains: Mapping[str, tuple[Value, ...]] = {}
    """For capability keys, the values of their domains; classes among them as dotted paths."""


class _Inquiry:
    """Questions to one child after the other, in an order that only the parent decides."""

    def __init__(
        self,
        job: dict[str, Any],
        members: tuple[tuple[str, str], ...] | None,
        python: Path,
        environment: dict[str, str],
        assembly: Assembly,
        progress: Progress | None,
    ) -> None:
        self._job = job
        self._members = members
        self._limits: Limits = job["limits"]
        self._python = python
        self._environment = environment
        self._assembly = assembly
        self._progress = progress
        self._step = Step("")
        self._loaded = 0
        self._suspect: Step | None = None
        self._spent = {"import": 0.0, "ask": 0.0}

    def run(self, group: list[Scenario]) -> list[Scenario]:
        """Ask one child about scenarios, and return the scenarios that it left."""
        names = [scenario.name for scenario in group]
        scenarios = [
            {"name": s.name, "assume": s.assume, "installed": s.installed, "missing": s.missing}
            for s in group
        ]
        self._loaded = 0
        self._step = Step(names[0])
        with Child(self._python, {**self._job, "scenarios": scenarios}, self._environment) as child:
            try:
                for at, name in enumerate(names):
                    if self._assembly.finished(name):
                        continue
                    if self._ask(child, Ready, do="scenario", name=name).deferred:
                        return group[at:]
                    self._scenario(child, name, shared=at > 0)
            except ChildEndedError as error:
                self._blame(error.end, names)
        return [scenario for scenario in group if not self._assembly.finished(scenario.name)]

    def _blame(self, end: PostMortem, names: list[str]) -> None:
        """Note that a child ended at a step.

        Anything that the child imported before may have forged its replies, so the backend that was being asked is
        asked once more, as the first of a new child.
        """
        step = self._step
        if end.is_forged and self._loaded > 1 and step.backend and self._suspect != step:
            self._suspect = step
            return
        self._assembly.end_abruptly(end, step, names[names.index(step.scenario) :])

    def _scenario(self, child: Child, name: str, *, shared: bool) -> None:
        self._spent = {"import": 0.0, "ask": 0.0}
        assembly = self._assembly
        self._step = Step(name)
        try:
            members = self._members
            if members is None:
                registry = self._ask(child, Members, do="registry")
                if registry.reason is not None:
                    assembly.take_broken(name, registry.reason)
                    return
                members = registry.members
            assembly.take_members(members)
            for each in self._job["capabilities"]:
                if each["domain"] is not None:
                    answer = self._ask(child, Answer, do="domain", capability=each["key"])
                    assembly.take_domain(each["key"], answer)
            for backend, path in self._in_order(members, name):
                self._backend(child, Step(name, backend), path)
            for each in self._job["lists"]:
                self._step = Step(name, key=each["key"])
                if not assembly.is_done(self._step):
                    answer = self._ask(child, Answer, do="list", key=each["key"])
                    assembly.take_answer(self._step, answer)
                    assembly.finish(self._step)
            assembly.finish(Step(name))
        finally:
            assembly.take_time(
                Duration(
                    scenario=name,
                    importing=self._spent["import"],
                    asking=self._spent["ask"],
                    shared=shared,
                )
            )

    def _in_order(self, members: Iterable[tuple[str, str]], scenario: str) -> list[tuple[str, str]]:
        """The backends that are left to ask about; one that is asked again comes before all others."""
        left = [each for each in members if not self._assembly.is_done(Step(scenario, each[0]))]
        again = self._suspect.backend if self._suspect else None
        return sorted(left, key=lambda each: each[0] != again)

    def _backend(self, child: Child, step: Step, path: str) -> None:
        self._step = step
        if self._progress is not None and step.backend is not None:
            self._progress(step.scenario, step.backend)
        self._loaded += 1
        loaded = self._ask(child, Loaded, do="load", path=path)
        self._assembly.take_import(step, loaded)
        for each in self._job["capabilities"] if loaded.problem is None else ():
            self._step = step._replace(capability=each["key"])
            answer = self._ask(child, Answer, do="question", capability=each["key"])
            self._assembly.take_answer(self._step, answer)
        self._assembly.finish(step)

    def _ask(self, child: Child, kind: type[_R], **request: Any) -> _R:
        is_question = request["do"] == "question"
        start = time.monotonic()
        try:
            seconds = self._limits.question_seconds if is_question else self._limits.import_seconds
            return child.ask(kind, seconds, **request)
        finally:
            self._spent["ask" if is_question else "import"] += time.monotonic() - start


def _groups(scenarios: list[Scenario]) -> list[list[Scenario]]:
    """Scenarios that might share a child: the same packages are installed and the same paths are assumed."""
    groups: dict[object, list[Scenario]] = {}
    for scenario in scenarios:
        key = (frozenset(scenario.installed), frozenset(scenario.missing), frozenset(scenario.assume))
        groups.setdefault(key, []).append(scenario)
    return list(groups.values())


def _job(root: Path, config: Config, limits: Limits, source: SourceTells) -> dict[str, Any]:
    """Return the job of every child.

    Raises:
        ConfigError: only the source determines the rows of this kind of discovery.
        SourceError: a package does not exist.
    """
    if config.discovery.kind is not DiscoveryKind.ENUM and source.members is None:
        what = (
            f"discovery of kind {config.discovery.kind.value!r} cannot be run, only evaluated from the source"
        )
        raise ConfigError(what, remedy="ask without importing", key=("discovery", "kind"))
    paths = [(root / package).resolve() for package in config.packages]
    for package, path in zip(config.packages, paths, strict=True):
        if not path.is_dir() and not path.with_name(f"{path.name}.py").is_file():
            raise SourceError(
                f"no such package: {package} under {root}",
                remedy="set `packages` to directories relative to --root, or give another --root",
                key=("packages",),
            )
    return {
        "root": str(root),
        "paths": list(dict.fromkeys(str(path.parent) for path in paths)),
        "packages": [path.name for path in paths],
        "discovery": {"path": config.discovery.path, "skip": config.discovery.skip},
        "capabilities": [_question(c, source.domains.get(c.key), config) for c in config.capability],
        "lists": [{"key": v.key, "expression": v.expression} for v in config.list],
        "spelling": config.spelling,
        "limits": limits,
    }


def _question(capability: Capability, values: tuple[Value, ...] | None, config: Config) -> dict[str, Any]:
    domain = capability.over.get(capability.variable) if capability.variable else None
    tops = {package.rpartition("/")[2] for package in config.packages}
    if values and all(isinstance(v, str) and "." in v and v.partition(".")[0] in tops for v in values):
        domain = tuple(map(str, values))  # classes, by their paths
    return {
        "key": capability.key,
        "probe": inlined(capability.probe, config),
        "applies": inlined(capability.applies, config),
        "inapplicable": INAPPLICABLE,
        "variable": capability.variable,
        "refuses": capability.refuses,
        "domain": domain,
    }
