"""From a source tree and its configuration to the model: every row, every answer, and what stood in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.config.schema import DiscoveryKind
from docgen.discovery import decorator, enum, subclasses
from docgen.errors import together
from docgen.gc_tuning import collecting_rarely
from docgen.model.cell import Cell, State, Value
from docgen.model.finding import Finding, Rule
from docgen.model.rules import RULES
from docgen.model.support import Backend, ListAnswer, Refusal, SupportModel
from docgen.project.docstrings import prose
from docgen.static.answers.questions import Answer, Questioner
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from docgen.config import Capability, Config, Discovery
    from docgen.discovery.found import Found
    from docgen.static.answers.interpreter import Program

_DISCOVERIES: dict[DiscoveryKind, Callable[[Program, Sequence[str], Discovery], Iterator[Found]]] = {
    DiscoveryKind.DECORATOR: decorator.discover,
    DiscoveryKind.ENUM: enum.discover,
    DiscoveryKind.SUBCLASSES: subclasses.discover,
}


def introspect(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> SupportModel:
    """Ask the documented source everything that the configuration wants to know. Nothing of it is imported.

    Args:
        root: The documented project.
        config: What to ask.
        scenarios: Names of the scenarios to ask under; all if None.
        progress: Called with the name of each backend before it is asked.

    Raises:
        ConfigError: the registry is not where the configuration says, or a probe is not Python.
        SourceError: a package is missing, or a module that an answer needs is not Python.
    """
    with collecting_rarely():
        return _introspect(root, config, scenarios, progress)


def discovered(questioner: Questioner, config: Config) -> Iterator[Found]:
    """Every row that the configured discovery finds.

    Raises:
        ConfigError: the registry is not where the configuration says.
    """
    return _DISCOVERIES[config.discovery.kind](questioner.program, questioner.scenarios, config.discovery)


def _introspect(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None,
    progress: Callable[[str], None] | None,
) -> SupportModel:
    asked = [s for s in config.scenarios if scenarios is None or s.name in scenarios]
    tree = SourceTree(root, config.packages)
    questioner = Questioner(tree, config, asked)
    domains = {c.key: values for c in config.capability if (values := questioner.domain(c)) is not None}
    backends = []
    findings = []
    for entry in discovered(questioner, config):
        if progress is not None:
            progress(entry.name)
        backends.append(_backend(entry, config, questioner, domains))
        if entry.bind is None:
            findings.append(_dangling(entry))
    lists = tuple(ListAnswer(key=v.key, cell=cell) for v in config.list for cell in questioner.values(v))
    refuse_unreadable(tree)
    return SupportModel(
        scenarios=questioner.scenarios,
        backends=tuple(_told_apart(backends)),
        lists=lists,
        domains=domains,
        findings=tuple(findings),
        evidence=tree.evidence,
    )


def _backend(
    entry: Found, config: Config, questioner: Questioner, domains: dict[str, tuple[Value, ...]]
) -> Backend:
    if entry.bind is None:
        absent = Cell.unknown(entry.problem or "there is no class", entry.location, questioner.scenarios)
        cells: dict[str, tuple[Cell, ...]] = {c.key: (absent,) for c in config.capability}
        return Backend(name=entry.name, object=entry.path, location=entry.location, cells=cells)
    answers = {c.key: questioner.answers(entry.bind, c, entry.location) for c in config.capability}
    return Backend(
        name=entry.name,
        object=entry.path,
        location=entry.location,
        summary=prose(entry.docstring).partition("\n\n")[0],
        cells={key: tuple(answer.cell for answer in given) for key, given in answers.items()},
        refusals=tuple(_refusals(config.capability, answers, domains)),
    )


def _told_apart(backends: Sequence[Backend]) -> Iterator[Backend]:
    """Rows by names that only they have: classes of one name get as much of their path as tells them apart."""
    by_name: dict[str, set[str]] = {}
    for backend in backends:
        by_name.setdefault(backend.name, set()).add(backend.object or "")
    for backend in backends:
        paths = by_name[backend.name]
        name = backend.name if len(paths) == 1 else _shortest(backend.object or backend.name, paths)
        yield msgspec.structs.replace(backend, name=name)


def _shortest(path: str, paths: set[str]) -> str:
    """The shortest end of a dotted path that none of the others has."""
    parts = path.split(".")
    ends = (".".join(parts[-length:]) for length in range(1, len(parts)))
    return next((e for e in ends if sum(p == e or p.endswith(f".{e}") for p in paths) == 1), path)


def _dangling(entry: Found) -> Finding:
    return Finding(
        rule=Rule.DANGLING_REGISTRY_ENTRY,
        severity=RULES[Rule.DANGLING_REGISTRY_ENTRY].severity,
        message=f"the registry names a class that cannot be found: {entry.problem}",
        backend=entry.name,
        code_location=entry.location,
        remedy="correct the registry, or list the name in `skip` under [discovery]",
    )


def _refusals(
    capabilities: tuple[Capability, ...],
    answers: dict[str, tuple[Answer, ...]],
    domains: dict[str, tuple[Value, ...]],
) -> list[Refusal]:
    """Refusals that the class explains: its own predicate, overriding another's, says no and has a docstring."""
    refusals = []
    for capability in capabilities:
        domain = domains.get(capability.key)
        for answer in answers[capability.key]:
            declaration = answer.declaration
            if declaration is None or not declaration.overrides or not declaration.docstring:
                continue
            if _refuses(answer.cell, domain):
                refusals.append(Refusal(capability.key, prose(declaration.docstring), declaration.location))
                break
    return refusals


def _refuses(cell: Cell, domain: tuple[Value, ...] | None) -> bool:
    """Whether an answer is a no, or leaves out values of its domain."""
    if cell.state is not State.KNOWN:
        return False
    if domain is not None and isinstance(cell.value, list):
        return len(cell.value) < len(domain)
    return cell.value is False


def refuse_unreadable(tree: SourceTree) -> None:
    """Stop at a module that is not Python: answers that lean on it would all be unknown.

    Raises:
        DocgenError: each such module, as a SourceError.
    """
    if tree.unreadable:
        raise together([*tree.unreadable.values()])
