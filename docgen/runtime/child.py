"""Ask the imported code: start children, see that they end, and put their answers together."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias

from docgen.config.limits import Limits
from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError, SourceError
from docgen.runtime.assembly import Assembly
from docgen.runtime.spawn import Child

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.config import Capability, Config, Scenario
    from docgen.runtime.answers import RuntimeModel

    Progress: TypeAlias = Callable[[str, str], None]
    """Told the scenario and the backend that is being asked."""


def ask(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None = None,
    *,
    python: Path | None = None,
    limits: Limits | None = None,
    share: bool = True,
    progress: Progress | None = None,
) -> RuntimeModel:
    """Import the documented classes in child processes and put every configured question to them.

    Args:
        root: The documented project.
        config: What to ask.
        scenarios: Names of the scenarios to ask under; all if None.
        python: The interpreter that has what the project imports; docgen's own if None.
        limits: What a child may use.
        share: Whether a child goes on to the next scenario where nothing need be imported anew.
        progress: Told the scenario and the backend that is being asked.

    Raises:
        ConfigError: the discovery is of a kind that cannot be run.
        SourceError: a package is not there.
        InterpreterError: the interpreter cannot be started.
    """
    asked = [s for s in config.scenarios if scenarios is None or s.name in scenarios]
    assembly = Assembly(tuple(s.name for s in asked), tuple(c.key for c in config.capability))
    job = _job(root.resolve(), config, limits or Limits())
    groups = _groups(asked) if share else [[scenario] for scenario in asked]
    while groups:
        group = groups.pop(0)
        left = _run(group, {**job, "skip": assembly.done()}, python, assembly, progress)
        if left:
            groups.insert(0, left)
    return assembly.model()


def _run(
    group: list[Scenario],
    job: dict[str, Any],
    python: Path | None,
    assembly: Assembly,
    progress: Progress | None,
) -> list[Scenario]:
    """Ask one child about scenarios; the scenarios that it left."""
    names = [scenario.name for scenario in group]
    job["scenarios"] = [
        {"name": s.name, "assume": s.assume, "installed": s.installed, "missing": s.missing} for s in group
    ]
    at = 0
    with Child(python or sys.executable, job) as child:
        for message in child.messages():
            match message:
                case {"kind": "deferred", "scenario": name}:
                    return group[names.index(name) :]
                case {"kind": "asking", "scenario": name, "backend": backend}:
                    at = names.index(name)
                    if progress is not None and backend is not None:
                        progress(name, backend)
                case {"kind": "done"}:
                    return []
            assembly.take(message, shared=at > 0)
        assembly.end_abruptly(child.post_mortem(), names[at:])
    return [scenario for scenario in group[at:] if not assembly.finished(scenario.name)]


def _groups(scenarios: list[Scenario]) -> list[list[Scenario]]:
    """Scenarios that might share a child: the same packages are there and the same paths are assumed."""
    groups: dict[object, list[Scenario]] = {}
    for scenario in scenarios:
        key = (frozenset(scenario.installed), frozenset(scenario.missing), frozenset(scenario.assume))
        groups.setdefault(key, []).append(scenario)
    return list(groups.values())


def _job(root: Path, config: Config, limits: Limits) -> dict[str, Any]:
    """What every child is told.

    Raises:
        ConfigError: the discovery is of a kind whose rows only the source tells.
        SourceError: a package is not there.
    """
    if config.discovery.kind is not DiscoveryKind.ENUM:
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
        "capabilities": [_question(capability) for capability in config.capability],
        "lists": [{"key": v.key, "expression": v.expression} for v in config.list],
        "spelling": config.spelling,
        "limits": limits,
    }


def _question(capability: Capability) -> dict[str, Any]:
    domain = capability.over.get(capability.variable) if capability.variable else None
    return {
        "key": capability.key,
        "probe": capability.probe,
        "variable": capability.variable,
        "domain": domain,
    }
