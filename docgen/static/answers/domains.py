"""The values that the variables of probes take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.answers.exploration import Known, Leaf, explore
from docgen.static.answers.families import public_classes, require_some, subclasses
from docgen.static.answers.paths import evaluate_with, leaf_of
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.execution.iteration import items
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_aliases import Generic, literal_values
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ModuleValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docgen.config import Capability
    from docgen.model.cell import Value
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.objects.values import Abstract


class Domains:
    """Computes domains; in a large tree each only once, if every path finds the same."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._domains: dict[tuple[str, int], list[tuple[dict[str, str | bool | None], list[Abstract]]]] = {}

    def values(
        self, capability: Capability, scenario: str, spelling: Mapping[str, str]
    ) -> tuple[Value, ...] | None:
        """The canonical values of a domain under a scenario; None if there is none or it cannot be read.

        Args:
            capability: The capability that ranges over it.
            scenario: The name of the scenario.
            spelling: As for `canonical`.
        """
        if capability.variable is None:
            return None

        def leaf(evaluation: Evaluation) -> Leaf:
            return leaf_of(lambda: self.members(capability, evaluation), spelling, evaluation)

        tree = explore(self.program, scenario, leaf)
        return tuple(tree.value) if isinstance(tree, Known) and isinstance(tree.value, list) else None

    def objects(self, capability: Capability, scenario: str) -> list[Abstract]:
        """The values of a domain under a scenario, where `values` has found them."""
        found: list[Abstract] = []

        def note(evaluation: Evaluation) -> Leaf:
            found[:] = self.members(capability, evaluation)
            return Known(None)

        explore(self.program, scenario, note)
        return found

    def members(self, capability: Capability, evaluation: Evaluation) -> list[Abstract]:
        """The values that the capability's variable takes; computed once if every path finds the same.

        Raises:
            Indefinite: they are unknown.
        """
        kept = self._domains.setdefault((capability.key, self.program.generation), [])
        reads, kept_as = self.program.tree.reads, f"domain of {capability.key}"
        reads.note(kept_as)
        for leaned, values in kept:
            if all(evaluation.assumed.get(path) == value for path, value in leaned.items()):
                evaluation.record.assumptions.update(leaned)
                return values
        with reads.by(kept_as):
            values, record = evaluation.recorded(lambda: _domain_values(capability, evaluation))
        if record.keepable and not self.program.runs_imports:
            kept.append(({path: evaluation.assumed.get(path) for path in record.assumptions}, values))
        return values


def _domain_values(capability: Capability, evaluation: Evaluation) -> list[Abstract]:
    source = capability.over[str(capability.variable)]
    what = f"domain of capability {capability.key}"
    if not isinstance(source, str):
        return [evaluate_with(parse_expression(text, what), {}, evaluation) for text in source]
    frame = Frame(evaluation, NOWHERE)
    value = evaluate_with(parse_expression(source, what), {}, evaluation)
    if isinstance(value, Generic):
        return list(literal_values(value))
    if isinstance(value, ModuleValue):
        return require_some(source, list(public_classes(value.namespace, evaluation)))
    if isinstance(value, ClassValue) and not is_enum(value):
        return require_some(source, list(subclasses(value, evaluation)))
    return list(items(value, frame, None))
