"""The kinds of layer that a model has, as the configuration reads them off the model's own."""

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
    """What a model's configuration says of each kind of layer that it has, with the parameters at their defaults.

    Raises:
        ConfigError: the configuration has no expression for it, or it does not say for this model.
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
    """A scenario that assumes more, which may depend on the case."""
    more = {path: case.bound(text) for path, text in assumed.items()}
    return msgspec.structs.replace(scenario, name=name, assume={**scenario.assume, **more})
