"""Modules of a large tree that fail to be imported without an explicit `raise`: a statement of theirs raises.

Only of the module that is asked about are statements run: those that may fail by their text, each on its own. One that
is not known to raise is taken not to.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docgen.static.answers.refused_imports import Refusal
from docgen.static.engine.apart import execute_statement, run_apart
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import SourceSpan
from docgen.static.source.failing import FailingStatements

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace

    Outcome = tuple[dict[str, str | bool | None], Refusal | None]


class Failures:
    """The failing statements of one program's modules, each found once for the assumptions that it depends on."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._statements: dict[str, list[int]] = {}
        self._outcomes: dict[tuple[str, int], list[Outcome]] = {}
        self._asked: set[str] = set()

    def first(self, name: str, evaluation: Evaluation) -> Refusal | None:
        """The first statement of a module that is known to fail.

        Args:
            name: The module, by its dotted name.
            evaluation: The evaluation; what the failure depends on is recorded there.
        """
        if name in self._asked:
            return None  # its own statement leads to it
        self._asked.add(name)
        try:
            with evaluation.program.tree.reads.by(f"{_FAILED}{name}"):
                return self._first(name, evaluation)
        finally:
            self._asked.remove(name)

    def _first(self, name: str, evaluation: Evaluation) -> Refusal | None:
        namespace = evaluation.program.readable_namespace(name)
        if namespace is None:
            return None
        if name not in self._statements:
            self._statements[name] = FailingStatements(namespace.body).indices()
        found = (self._of(namespace, index, evaluation) for index in self._statements[name])
        return next(filter(None, found), None)

    def _of(self, namespace: Namespace, index: int, evaluation: Evaluation) -> Refusal | None:
        kept = self._outcomes.setdefault((namespace.path, index), [])
        for assumed, refusal in kept:
            if all(evaluation.assumed.get(path) == value for path, value in assumed.items()):
                evaluation.record.assumptions.update(assumed)
                return refusal
        act = partial(execute_statement, namespace, index)
        outcome, leaned = run_apart(act, evaluation.program, evaluation.scenario)
        refusal = None
        if isinstance(outcome, Raised):
            place = outcome.place or SourceSpan(namespace.module, namespace.body[index])
            refusal = Refusal(outcome.exception, place, namespace.path, is_sure=True)
        kept.append(({path: evaluation.assumed.get(path) for path in sorted(leaned)}, refusal))
        evaluation.record.assumptions |= leaned
        return refusal


_FAILED = "failure of "
"""Prefix of the reader under which everything is recorded that decides if a statement of a module fails."""
