"""The data of the picker: the documented code's choice of a backend, as code for the evaluator in the browser.

Where the browser cannot run the choice, the data are the choices of the combinations that the configuration lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.model.availability import unavailable
from docgen.static.source.tree import SourceTree
from docgen.visible import visible
from docgen.web.choice_table import choice_table
from docgen.web.program import expression_data, program_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.config import Scenario
    from docgen.config.explain import Explain
    from docgen.model.support import Backend, SupportModel
    from docgen.project.project import Project

_KINDS = (bool, dict, float, frozenset, int, list, set, str, tuple, type(None))
"""Types whose attributes are listed, so that the evaluator can distinguish its own gaps from attribute errors."""


def choice_record(project: Project, progress: Callable[[str], None] | None = None) -> dict[str, Any] | None:
    """The record of the choice; None if the configuration has no [explain].

    Args:
        project: The project.
        progress: Called with the name of each scenario whose choices are computed beforehand.

    Raises:
        DocgenError: a module that the choice needs is not Python, or a listed value is not known.
    """
    config, model = project.config, project.model
    rules = config.explain
    if rules is None:
        return None
    scenarios = config.named(model.scenarios)
    common = {
        "command": _command(project),
        "readsModels": bool(rules.cases),
        "scenarios": [_scenario(each) for each in scenarios],
    }
    if unsupported := _unsupported(rules):
        # No code is gathered: what such calls reach is most of the project.
        table = choice_table(project, rules, progress) if rules.tabled else None
        return {**common, "unsupported": unsupported, "table": table}
    tree = SourceTree(project.request.root, config.packages, project.request.outside)
    classes = [backend.object for backend in model.backends if backend.object]
    assumed = [path for scenario in scenarios for path in scenario.assume]
    return {
        **common,
        "order": [expression_data(text) for text in rules.order],
        "refusals": [expression_data(text) for text in rules.refusals],
        "cases": expression_data(rules.cases) if rules.cases else None,
        "parameters": [
            {"name": each.name, "default": expression_data(each.default), "values": _values(each.values)}
            for each in rules.parameter
        ],
        "rows": [_row(backend, model) for backend in model.backends],
        "attributes": {kind.__name__: dir(kind) for kind in _KINDS},
        "modules": program_record(tree, _expressions(rules, scenarios), (*classes, *assumed)),
        "unsupported": "",
    }


def _command(project: Project) -> list[str]:
    """The words of `docgen explain` for this project, to be run in its root."""
    request = project.request
    words = ["docgen", "explain"]
    if request.profile:
        words += ["--profile", visible(request.profile)]
    if request.config and request.config.is_relative_to(request.root):
        words += ["--config", visible(request.config.relative_to(request.root).as_posix())]
    return words


def _unsupported(rules: Explain) -> str:
    """The reason why a browser cannot choose; empty if it can."""
    keys = [key for key in ("asked", "assume", "order_assume") if getattr(rules, key)]
    return f"[explain] has {', '.join(keys)}" if keys else ""


def _values(values: str | tuple[str, ...]) -> list[Any] | None:
    if isinstance(values, str):
        return expression_data(values)
    return expression_data(f"[{', '.join(values)}]") if values else None


def _scenario(scenario: Scenario) -> dict[str, Any]:
    return {
        "name": visible(scenario.name),
        "label": visible(scenario.shown),
        "assume": [[path, expression_data(text)] for path, text in scenario.assume.items()],
    }


def _row(backend: Backend, model: SupportModel) -> dict[str, Any]:
    """The class of a backend, and the scenarios under which it cannot be imported."""
    failed = unavailable(backend)
    return {
        "name": backend.name,
        "object": backend.object,
        "unavailable": {
            visible(name): f"unavailable: {failed[name].reason}" for name in model.scenarios if name in failed
        },
    }


def _expressions(rules: Explain, scenarios: tuple[Scenario, ...]) -> Iterator[str]:
    yield from (*rules.order, *rules.refusals)
    if rules.cases:
        yield rules.cases
    for parameter in rules.parameter:
        yield parameter.default
        yield from [parameter.values] if isinstance(parameter.values, str) else parameter.values
    for scenario in scenarios:
        yield from scenario.assume.values()
