"""Modules of a large tree that fail to be imported without an explicit `raise`: a statement of theirs raises.

Only of the module that is asked about are statements run: those that may fail by their text, each on its own. One that
is not known to raise is taken not to, unless it reads a container that was handed to code which is not followed.
"""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from docgen.static.answers.refused_imports import Refusal
from docgen.static.engine.apart import execute_statement, run_apart
from docgen.static.engine.assumed import gives_assumed
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.origins import Origin
from docgen.static.objects.values import SourceSpan, Unknown
from docgen.static.source.failing import FailingStatements
from docgen.static.source.nodes import walk

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
        """The first statement of a module that is known to fail, or may because of a container that others changed.

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
        if gives_assumed(namespace.body[index], namespace, evaluation):
            return None
        kept = self._outcomes.setdefault((namespace.path, index), [])
        for assumed, refusal in kept:
            if all(evaluation.assumed.get(path) == value for path, value in assumed.items()):
                evaluation.record.assumptions.update(assumed)
                return refusal
        act = partial(_execute, namespace, index)
        outcome, leaned = run_apart(act, evaluation.program, evaluation.scenario)
        refusal = None
        if isinstance(outcome, Raised):
            place = outcome.place or SourceSpan(namespace.module, namespace.body[index])
            refusal = Refusal(outcome.exception, place, namespace.path, is_sure=True)
        elif isinstance(outcome, Unknown) and outcome.lost:
            refusal = Refusal(outcome, outcome.place, namespace.path, is_sure=False)
        kept.append(({path: evaluation.assumed.get(path) for path in sorted(leaned)}, refusal))
        evaluation.record.assumptions |= leaned
        return refusal


def _execute(namespace: Namespace, index: int, own: Evaluation) -> Unknown | None:
    """Run a statement; one that reads a container which code outside the tree has changed may fail for that reason."""
    try:
        execute_statement(namespace, index, own)
    except (Indefinite, Unsupported):
        if (failure := _doubted(namespace, index, own)) is not None:
            return failure
        raise
    return _doubted(namespace, index, own)


def _doubted(namespace: Namespace, index: int, own: Evaluation) -> Unknown | None:
    """A reason why a statement that was run may fail; None if it reads nothing that others changed, or only safely."""
    node = namespace.body[index]
    names = {part.id for part in walk(node) if isinstance(part, ast.Name)} if own.havocked else set[str]()
    for name in sorted(names & namespace.binders.keys()) if not _only_copies(node) else ():
        value = namespace.lookup(name, own, index)
        _, cause = own.havocked.get(id(value), (None, None))
        # Changes of another origin are guessed from the text, and that they matter is unlikely.
        if cause is not None and cause.place is not None and cause.origin is not Origin.OWN:
            place = SourceSpan(namespace.module, node)
            return Unknown(f"a statement of {namespace.path} may raise: {cause.reason}", place, lost=True)
    return None


def _only_copies(node: ast.stmt) -> bool:
    """Tell whether a statement does to a container what succeeds whatever it holds."""
    match node:
        case (
            ast.Assign(value=ast.Name())
            | ast.Assign(value=ast.Call(func=ast.Name(id="len" | "list" | "tuple")))
        ):
            return True
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return True
        case ast.Expr(value=ast.Call(args=given)):
            return not any(isinstance(part, ast.Call) for part in given)
    return False


_FAILED = "failure of "
"""Prefix of the reader under which everything is recorded that decides if a statement of a module fails."""
