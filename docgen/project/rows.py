"""The questions of the configuration, asked of one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import Cell, State, Value
from docgen.model.finding import Finding, Rule
from docgen.model.reported import reported
from docgen.model.support import Backend, Refusal
from docgen.project.docstrings import prose

if TYPE_CHECKING:
    from docgen.config import Capability, Config
    from docgen.discovery.found import Found
    from docgen.static.answers.questions import Answer, Questioner


def row(
    entry: Found, config: Config, questioner: Questioner, domains: dict[str, tuple[Value, ...]]
) -> Backend:
    """Return the row of something that a discovery found.

    Args:
        entry: The result of the discovery.
        config: The configuration, which says what is asked.
        questioner: Evaluates the questions.
        domains: For a capability key the values that its probe ranges over.
    """
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


def dangling(entry: Found) -> Finding:
    """The finding about an entry that leads to no class."""
    return reported(
        Rule.DANGLING_REGISTRY_ENTRY,
        f"the registry names a class that cannot be found: {entry.problem}",
        backend=entry.name,
        code_location=entry.location,
        remedy="correct the registry, or list the name in `skip` under [discovery]",
    )


def nameless(entry: Found) -> Finding:
    """The finding about a row whose configured name is unknown."""
    return reported(
        Rule.UNKNOWN_NAME,
        f"the name of {entry.path or entry.name} is not known: {entry.nameless}",
        backend=entry.name,
        code_location=entry.location,
        remedy="correct `name` under [discovery], or leave the class out with `exclude`",
    )


def _refusals(
    capabilities: tuple[Capability, ...],
    answers: dict[str, tuple[Answer, ...]],
    domains: dict[str, tuple[Value, ...]],
) -> list[Refusal]:
    """Refusals that the class explains: its own predicate, which overrides another's, says no and has a docstring."""
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
    """Tell whether an answer is a no, or leaves out values of its domain."""
    if cell.state is not State.KNOWN:
        return False
    if domain is not None and isinstance(cell.value, list):
        return len(cell.value) < len(domain)
    return cell.value is False
