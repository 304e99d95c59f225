"""Unknown answers, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import State
from docgen.model.finding import Finding, Rule
from docgen.model.reported import reported
from docgen.model.settling import settled_by
from docgen.rendering.scenarios import ScenarioWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config import Config
    from docgen.model.cell import Cell
    from docgen.model.support import SupportModel


def unknown_answers(config: Config, model: SupportModel) -> Iterator[Finding]:
    """A finding for each unknown answer; none for a backend without a class, which is one finding of its own."""
    names = {c.key: c.header for c in config.capability} | {v.key: v.title for v in config.list}
    scenarios = ScenarioWords(model.scenarios)
    told = {each.backend for each in model.findings if each.rule is Rule.DANGLING_REGISTRY_ENTRY}
    for backend in model.backends:
        if backend.name not in told:
            for key, cells in backend.cells.items():
                for cell in cells:
                    if cell.state is State.UNKNOWN:
                        subject = f"{backend.name}, {names[key]}"
                        yield _finding(subject, cell, scenarios, key, backend.name)
    for each in model.lists:
        if each.cell.state is State.UNKNOWN:
            yield _finding(names[each.key], each.cell, scenarios, each.key, None)


def _finding(subject: str, cell: Cell, scenarios: ScenarioWords, key: str, backend: str | None) -> Finding:
    where = scenarios.describe(cell.scenarios) or "all scenarios"
    return reported(
        Rule.UNKNOWN_CELL,
        f"{subject}: not known ({where}): {cell.reason}",
        backend=backend,
        capability=key,
        code_location=cell.location,
        remedy=settled_by(cell.reason or ""),
    )
