"""The data of the picker: the documented code's choice of a backend, as code for the evaluator in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.model.availability import unavailable
from docgen.static.source.tree import SourceTree
from docgen.visible import visible
from docgen.web.program import expression_data, program_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docgen.config import Config, Scenario
    from docgen.config.explain import Explain
    from docgen.model.support import Backend, SupportModel

_KINDS = (bool, dict, float, frozenset, int, list, set, str, tuple, type(None))
"""Types whose attributes are listed, so that the evaluator can distinguish its own gaps from attribute errors."""


def choice_record(
    root: Path, config: Config, model: SupportModel, outside: tuple[Path, ...] = ()
) -> dict[str, Any] | None:
    """The record of the choice; None if the configuration has no [explain].

    Args:
        root: The documented project.
        config: The configuration of the project.
        model: The answers of its code.
        outside: Directories outside of the root that may be read.

    Raises:
        SourceError: a module that the choice needs is not Python.
    """
    rules = config.explain
    if rules is None:
        return None
    if unsupported := _unsupported(rules):
        # Nothing of it would be run, and what such calls reach is most of the project.
        return {"unsupported": unsupported}
    tree = SourceTree(root, config.packages, outside)
    scenarios = config.named(model.scenarios)
    classes = [backend.object for backend in model.backends if backend.object]
    assumed = [path for scenario in scenarios for path in scenario.assume]
    return {
        "order": [expression_data(text) for text in rules.order],
        "refusals": [expression_data(text) for text in rules.refusals],
        "cases": expression_data(rules.cases) if rules.cases else None,
        "parameters": [
            {"name": each.name, "default": expression_data(each.default), "values": _values(each.values)}
            for each in rules.parameter
        ],
        "scenarios": [_scenario(each) for each in scenarios],
        "rows": [_row(backend, model) for backend in model.backends],
        "attributes": {kind.__name__: dir(kind) for kind in _KINDS},
        "modules": program_record(tree, _expressions(rules, scenarios), (*classes, *assumed)),
        "unsupported": "",
    }


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
