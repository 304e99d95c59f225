"""The data of a picker that looks choices up, for code whose choice no browser can run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.explain.tabled import tabled_choices
from docgen.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.config.explain import Explain
    from docgen.explain.choice import Choice
    from docgen.project.project import Project


def choice_table(
    project: Project, rules: Explain, progress: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """The inputs, the combinations that are answered, and each different outcome once.

    Args:
        project: The project.
        rules: Its `explain`.
        progress: Called with the name of each scenario whose choices are computed.

    Raises:
        DocgenError: the source cannot be read, or a value is not known.
    """
    found = tabled_choices(project, progress)
    outcomes: dict[tuple[Any, ...], int] = {}
    return {
        "inputs": [
            {"name": each.name, "normal": each.normal, "values": [*map(visible, each.values)] or None}
            for each in found.inputs
        ],
        "tables": [
            {
                "title": visible(entry.title),
                "values": {name: [*map(visible, words)] for name, words in values.items()},
                "choices": {
                    visible(scenario): [
                        outcomes.setdefault(_outcome(choice), len(outcomes)) for choice in choices[number]
                    ]
                    for scenario, choices in found.choices.items()
                },
            }
            for number, (entry, values) in enumerate(zip(rules.tabled, found.tables, strict=True))
        ],
        "outcomes": [
            {"chosen": chosen, "rejected": rejected, "doubt": doubt} for chosen, rejected, doubt in outcomes
        ],
    }


def _outcome(choice: Choice) -> tuple[str | None, tuple[tuple[str, tuple[str, ...]], ...], str]:
    """The chosen backend, each that is preferred to it with the reasons against it, and what is unknown."""
    decisive = choice.decisive
    doubt = f"{decisive.name}: {decisive.doubt}" if decisive and decisive.doubt else ""
    return (
        choice.chosen.name if choice.chosen else None,
        tuple((each.name, tuple(map(visible, each.reasons))) for each in choice.rejected),
        visible(choice.doubt or doubt),
    )
