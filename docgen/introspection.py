"""From a source tree and its configuration to the model: every row, every answer, and what stood in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.config.schema import DiscoveryKind
from docgen.discovery import enum
from docgen.docstrings import prose
from docgen.errors import SourceError
from docgen.model.cell import Cell, State
from docgen.model.finding import Finding, Rule, Severity
from docgen.model.support import Backend, ListAnswer, Refusal, SupportModel
from docgen.static.questions import Answer, Questioner
from docgen.static.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.config import Capability, Config, Discovery, Scenario
    from docgen.discovery.found import Found
    from docgen.static.interpreter import Program

_DISCOVERIES: dict[DiscoveryKind, Callable[[Program, str, Discovery], list[Found]]] = {
    DiscoveryKind.ENUM: enum.discover,
}


def introspect(root: Path, config: Config, scenarios: Sequence[str] | None = None) -> SupportModel:
    """Ask the documented source everything that the configuration wants to know. Nothing of it is imported.

    Args:
        root: The documented project.
        config: What to ask.
        scenarios: Names of the scenarios to ask under; all if None.

    Raises:
        ConfigError: the registry is not where the configuration says, or a probe is not Python.
        SourceError: a package is missing, or a module that an answer needs is not Python.
    """
    asked = [s for s in config.scenarios if scenarios is None or s.name in scenarios]
    tree = SourceTree(root, config.packages)
    questioner = Questioner(tree, config, asked)
    found = _DISCOVERIES[config.discovery.kind](questioner.program, asked[0].name, config.discovery)
    backends = tuple(_backend(entry, config, questioner, asked) for entry in found)
    lists = tuple(ListAnswer(key=v.key, cell=cell) for v in config.list for cell in questioner.values(v))
    domains = {c.key: values for c in config.capability if (values := questioner.domain(c)) is not None}
    _refuse_broken(tree)
    return SupportModel(
        scenarios=questioner.scenarios,
        backends=backends,
        lists=lists,
        domains=domains,
        findings=tuple(_dangling(entry) for entry in found if entry.cls is None),
        inputs=tree.inputs,
    )


def _backend(entry: Found, config: Config, questioner: Questioner, scenarios: list[Scenario]) -> Backend:
    if entry.cls is None:
        return Backend(
            name=entry.name,
            object=entry.path,
            location=entry.location,
            cells={c.key: (_absent(entry, scenarios),) for c in config.capability},
        )
    answers = {capability.key: questioner.answers(entry.cls, capability) for capability in config.capability}
    return Backend(
        name=entry.name,
        object=entry.cls.path,
        location=entry.cls.place.location if entry.cls.place else entry.location,
        summary=prose(entry.cls.docstring or "").partition("\n\n")[0],
        cells={key: tuple(answer.cell for answer in given) for key, given in answers.items()},
        refusals=tuple(_refusals(config.capability, answers, questioner)),
    )


def _absent(entry: Found, scenarios: list[Scenario]) -> Cell:
    """The answer of a class that does not exist."""
    names = tuple(scenario.name for scenario in scenarios)
    reason = entry.problem or "there is no class"
    return Cell.unknown(reason, entry.location, names)


def _dangling(entry: Found) -> Finding:
    return Finding(
        rule=Rule.DANGLING_REGISTRY_ENTRY,
        severity=Severity.ERROR,
        message=f"the registry names a class that cannot be found: {entry.problem}",
        backend=entry.name,
        code_location=entry.location,
        remedy="correct the registry, or list the name in `skip` under [discovery]",
    )


def _refusals(
    capabilities: tuple[Capability, ...],
    answers: dict[str, tuple[Answer, ...]],
    questioner: Questioner,
) -> list[Refusal]:
    """Refusals that the class explains: its own predicate, overriding another's, says no and has a docstring."""
    refusals = []
    for capability in capabilities:
        domain = questioner.domain(capability)
        for answer in answers[capability.key]:
            declaration = answer.declaration
            if declaration is None or not declaration.overrides or not declaration.docstring:
                continue
            if _refuses(answer.cell, domain):
                refusals.append(Refusal(capability.key, prose(declaration.docstring), declaration.location))
                break
    return refusals


def _refuses(cell: Cell, domain: tuple[object, ...] | None) -> bool:
    """Whether an answer is a no, or leaves out values of its domain."""
    if cell.state is not State.KNOWN:
        return False
    if domain is not None and isinstance(cell.value, list):
        return len(cell.value) < len(domain)
    return cell.value is False


def _refuse_broken(tree: SourceTree) -> None:
    """Stop at a module that is not Python: answers that lean on it would all be unknown.

    Raises:
        SourceError: the first such module.
    """
    for error in tree.unreadable.values():
        raise SourceError(error.what, location=error.location, remedy=error.remedy)
