"""Values that the scenarios assume: expressions of the configuration, evaluated in the module of the name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.objects import dispatch
from docgen.static.objects.frames import Frame
from docgen.static.source.scopes import END

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program
    from docgen.static.objects.values import Abstract
    from docgen.static.source.scopes import Assumptions


class AssumedValues:
    """Values of the expressions of assumptions; in a large tree computed once if every path finds the same."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._kept: dict[tuple[str, str], list[tuple[Assumptions, Abstract]]] = {}

    def value(
        self, path: str, expression: str, namespace: Namespace | None, evaluation: Evaluation
    ) -> Abstract:
        """The value of an expression that is assumed for `path`.

        Raises:
            ConfigError: the expression is not Python.
        """
        kept = self._kept.setdefault((path, expression), [])
        reads, kept_as = self._program.tree.reads, f"assumption {path} {expression}"
        for assumptions, value in kept:
            if all(evaluation.assumed.get(p) == v for p, v in assumptions):
                evaluation.record.assumptions.update(p for p, _ in assumptions)
                reads.note(kept_as)
                return value
        frame = outside_frame(evaluation, namespace)
        node = parse_expression(expression, f"assumption on {path}")
        with reads.by(kept_as):
            value, record = evaluation.recorded(lambda: _evaluate(node, frame))
        if record.keepable and not self._program.runs_imports:
            kept.append((tuple((p, evaluation.assumed.get(p)) for p in sorted(record.assumptions)), value))
        return value


def outside_frame(evaluation: Evaluation, namespace: Namespace | None = None) -> Frame:
    """A frame that sees a module's names, or, without one, every top-level package by its name."""
    if namespace is None:
        return Frame(evaluation, NOWHERE)
    owner = namespace
    while owner.cls is not None and owner.outer is not None and owner.outer.namespace is not None:
        owner = owner.outer.namespace
    return Frame(evaluation, owner.module, namespace=owner, position=END)


def _evaluate(node: ast.expr, frame: Frame) -> Abstract:
    running, frame.evaluation.running = frame.evaluation.running, []
    try:
        return dispatch.evaluate(node, frame)
    finally:
        frame.evaluation.running = running


def gives_assumed(node: ast.stmt, namespace: Namespace, evaluation: Evaluation) -> bool:
    """Tell whether a statement of a module only gives a name the value that the scenario assumes.

    Its expression is not evaluated, in the imported module neither: it may need the machine that is assumed.
    """
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return namespace.cls is None and evaluation.assumption(f"{namespace.path}.{name}") is not None
    return False
