"""The kinds of layer that a model has, as the documented project's configuration reads them from the model's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.errors import ConfigError
from docgen.static.answers.questions import Questioner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docgen.config import Config, Scenario
    from docgen.config.explain import Explain
    from docgen.explain.settings import Case
    from docgen.model.cell import Value
    from docgen.static.source.tree import SourceTree


def cases_of(
    tree: SourceTree, config: Config, rules: Explain, scenarios: Sequence[Scenario], unset: Case
) -> list[dict[str, Value]]:
    """Read the settings of each kind of layer from a model's configuration, with the parameters at their defaults.

    Raises:
        ConfigError: there is no expression for the layers, or it gives no answer for this model.
    """
    remedy = "correct `cases` under [explain], or set the parameters by hand"
    if not rules.cases:
        raise ConfigError("[explain] does not say how to read a model's configuration", remedy=remedy)
    scenario = assuming(scenarios[0], scenarios[0].name, rules.assume, unset)
    (cell,) = Questioner(tree, config, [scenario]).evaluated([unset.bound(rules.cases)], lambda _: {}, None)
    found = cell.value
    if not isinstance(found, list) or not all(isinstance(case, dict) for case in found):
        reason = cell.reason or "it is no list of dictionaries"
        raise ConfigError(f"the model's configuration cannot be read: {reason}", remedy=remedy)
    return [
        {name: value for name, value in case.items() if value is not None}
        for case in found
        if isinstance(case, dict)
    ]


def assuming(scenario: Scenario, name: str, assumed: Mapping[str, str], case: Case) -> Scenario:
    """A scenario with further assumptions, which may depend on the case."""
    more = {path: case.bound(text) for path, text in assumed.items()}
    return msgspec.structs.replace(scenario, name=name, assume={**scenario.assume, **more})
