"""The answer of the path that is being run: a canonical value, or the reason why there is none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.model.cell import INAPPLICABLE
from docgen.static.answers.canonical import canonical
from docgen.static.answers.exploration import Known, Leaf, Undeclared, Undetermined, Unimportable
from docgen.static.engine.configuration import IMPORTABLE, NOWHERE
from docgen.static.engine.guarded import attempted
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.objects.control_flow import Raised, Unavailable
from docgen.static.objects.exception_text import describe
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docgen.model.location import Location
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract

_UNTIDY = Undetermined("when a generator that was left halfway tidies up is not known", None)


class InapplicableError(Exception):
    """Ends a question that has no meaning for the class that is asked."""


def refuse_inapplicable(applies: ast.expr, names: Mapping[str, Abstract], evaluation: Evaluation) -> None:
    """Refuse a question that has no meaning for the class that is asked, for which `applies` is false.

    Raises:
        InapplicableError: it has none.
    """
    if not truth(evaluate_with(applies, names, evaluation), Frame(evaluation, NOWHERE)):
        raise InapplicableError


def evaluate_with(node: ast.expr, names: Mapping[str, Abstract], evaluation: Evaluation) -> Abstract:
    """Evaluate an expression on the path that is being run, over these names and absolute dotted paths."""
    frame = Frame(evaluation, NOWHERE)
    frame.names.update(names)
    return evaluate(node, frame)


def leaf_of(compute: Callable[[], Abstract], spelling: Mapping[str, str], evaluation: Evaluation) -> Leaf:
    """The answer of the path that is being run.

    Args:
        compute: Computes the answer.
        spelling: As for `canonical`.
        evaluation: The evaluation that runs the path.
    """
    place = SourceSpan(NOWHERE, ast.Constant(None))
    try:
        value = attempted(lambda: canonical(compute(), spelling, Frame(evaluation, NOWHERE), place))
    except InapplicableError:
        return Undeclared(INAPPLICABLE)
    except Unavailable as signal:
        evaluation.assumption(IMPORTABLE)  # it says if the path counts, so that the answer depends on it
        return Unimportable(signal.reason, _location(signal.place))
    except Raised as signal:
        if evaluation.suspended or evaluation.doubt is not None:
            return _doubted(evaluation)
        if isinstance(signal.exception, Unknown):
            return Undetermined(signal.exception.reason, _location(signal.place))
        missing = _undeclared(signal, evaluation.subject)
        return missing or Undetermined(f"raises {describe(signal.exception)}", _location(signal.place))
    if isinstance(value, Unknown):
        return Undetermined(value.reason, _location(value.place))
    doubtful = evaluation.suspended or evaluation.doubt is not None
    return _doubted(evaluation) if doubtful else Known(value)


def _doubted(evaluation: Evaluation) -> Undetermined:
    doubt = evaluation.doubt
    return _UNTIDY if doubt is None else Undetermined(doubt.reason, _location(doubt.place))


def _undeclared(signal: Raised, subject: ClassValue | None) -> Undeclared | None:
    """Tell whether the probe itself asked the class, or a list's expression a module, for a missing attribute."""
    exception = signal.exception
    if (
        not isinstance(exception, AttributeError)
        or signal.place is None
        or signal.place.module is not NOWHERE
    ):
        return None
    if subject is not None and exception.obj is subject:
        return Undeclared(f"{subject.name} has no attribute {exception.name!r}")
    if subject is None and isinstance(exception.obj, ModuleValue):
        return Undeclared(str(exception))
    return None


def _location(place: SourceSpan | None) -> Location | None:
    return place.location if place is not None and place.module.name else None
