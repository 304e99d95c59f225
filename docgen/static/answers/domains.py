"""Domains of capabilities: the values that the variable of a probe ranges over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.typing import literal_values
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.execution.expressions import evaluate
from docgen.static.execution.iteration import items
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue, Generic
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import Abstract, Unknown

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from docgen.config import Capability
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program

Assumptions = dict[str, "str | bool | None"]


def answered(node: ast.expr, names: Mapping[str, Abstract], evaluation: Evaluation) -> Abstract:
    """What an expression of the configuration is, on the path that is being run."""
    frame = Frame(evaluation, NOWHERE)
    frame.names.update(names)
    return evaluate(node, frame)


class Domains:
    """The domains of one program, each worked out once where every path finds the same."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._kept: dict[tuple[str, int], list[tuple[Assumptions, list[Abstract]]]] = {}

    def members(self, capability: Capability, evaluation: Evaluation) -> list[Abstract]:
        """The values that the capability's variable takes; worked out once where every path finds the same.

        Raises:
            Indefinite: they are unknown.
        """
        kept = self._kept.setdefault((capability.key, self._program.generation), [])
        reads, kept_as = self._program.tree.reads, f"domain of {capability.key}"
        reads.note(kept_as)
        for leaned, values in kept:
            if all(evaluation.assumed.get(path) == value for path, value in leaned.items()):
                evaluation.record.assumptions.update(leaned)
                return values
        with reads.by(kept_as):
            values, record = evaluation.recorded(lambda: self._values(capability, evaluation))
        if record.keepable:
            kept.append(({path: evaluation.assumed.get(path) for path in record.assumptions}, values))
        return values

    def _values(self, capability: Capability, evaluation: Evaluation) -> list[Abstract]:
        source = capability.over[str(capability.variable)]
        what = f"domain of capability {capability.key}"
        if not isinstance(source, str):
            return [answered(parse_expression(text, what), {}, evaluation) for text in source]
        frame = Frame(evaluation, NOWHERE)
        value = answered(parse_expression(source, what), {}, evaluation)
        if isinstance(value, Generic):
            return list(literal_values(value))
        if isinstance(value, ClassValue) and not is_enum(value):
            raise Indefinite(Unknown(f"{source} is no Enum, Literal or collection", value.place))
        return list(items(value, frame, None))
