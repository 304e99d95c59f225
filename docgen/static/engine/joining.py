"""Statements of modules with open questions: each side is run, and what the sides disagree about is unknown."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docgen.static.engine.bindings import Import
from docgen.static.objects import dispatch, failures
from docgen.static.objects.callables import is_constant
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.journal import Change
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan

Run: TypeAlias = "Callable[[dict[str, Abstract]], None]"
"""Runs a statement, binding names in the dictionary that it is given."""

SIDES_STEPS = 2_000
"""Steps of a statement of a module after which no further combination of sides is run."""
SIDES_LIMIT = 16
"""Combinations of sides that a statement of a module is run with."""


class Joint:
    """The statement of a module that is being run, along one combination of sides of its open questions."""

    def __init__(self, name: str, prefix: tuple[bool, ...]) -> None:
        """Begin a combination.

        Args:
            name: Tells the statement from every other.
            prefix: The sides to take at the first questions; after those, the true side.
        """
        self.name = name
        self._prefix = prefix
        self._settled: dict[Hashable, bool] = {}
        self.taken: list[tuple[str, bool]] = []
        """The questions met so far, each with the side that was taken."""

    def decide(
        self, value: Unknown, shown: Unknown | SourceSpan, place: SourceSpan | None, evaluation: Evaluation
    ) -> bool:
        """The side of a question: one that the answer was split by, or the one of this combination."""
        if evaluation.run is not None and self.name.rpartition(":")[0] != evaluation.run.module:
            evaluation.record.decided = True  # what another module decides is not this module's own
        if value.key in self._settled:
            return self._settled[value.key]
        number = len(self._settled)
        path = f"? {value.key}" if _is_lasting(value.key) else f"? {self.name}, {number}"
        evaluation.record.assumptions.add(path)
        if path not in evaluation.program.questions:
            evaluation.program.questions[path] = (shown.text, place)
        outcome = evaluation.assumed.get(path)
        if outcome is None:
            index = len(self.taken)
            outcome = self._prefix[index] if index < len(self._prefix) else True
            self.taken.append((path, bool(outcome)))
        self._settled[value.key] = bool(outcome)
        return bool(outcome)


def _is_lasting(key: Hashable) -> bool:
    """Whether a key tells the same question from others whenever it is asked."""
    return isinstance(key, str) or (isinstance(key, tuple) and all(map(_is_lasting, key)))


class _Outcome(NamedTuple):
    """What one combination of sides comes to."""

    taken: list[tuple[str, bool]]
    names: dict[str, Abstract]
    changes: list[Change]
    imported: list[str]
    raised: Raised | None


def joined(name: str, run: Run, frame: Frame) -> None:
    """Run a statement of a module along all sides of its open questions, and keep what they agree about.

    Args:
        name: Tells the statement from every other.
        run: Runs it, binding names in the dictionary that it is given.
        frame: The statement's frame, whose names are bound.

    Raises:
        Raised: it raises on the sides that this path takes.
        Unsupported: there are too many sides.
    """
    evaluation = frame.evaluation
    mark = len(evaluation.journal)
    outcomes: list[_Outcome] = []
    pending: list[tuple[bool, ...]] = [()]
    while pending:
        if outcomes:
            _go_back(mark, evaluation)
        if len(outcomes) == SIDES_LIMIT or (outcomes and evaluation.steps > SIDES_STEPS):
            raise Unsupported("more combinations of conditions decide than are followed", None)
        prefix = pending.pop()
        outcome = _run_side(name, prefix, run, evaluation)
        outcomes.append(outcome)
        sides = tuple(side for _, side in outcome.taken)
        pending.extend((*sides[:index], not sides[index]) for index in range(len(prefix), len(sides)))
    if len(outcomes) > 1:
        _go_back(mark, evaluation)
        going_on = _going_on(outcomes, frame)
        if len(going_on) > 1:
            _join(going_on, _cause(outcomes, frame), frame)
            return
        sides = tuple(side for _, side in going_on[0].taken)
        outcomes = [_run_side(name, sides, run, evaluation)]
    frame.names.update(outcomes[0].names)
    if outcomes[0].raised is not None:
        raise outcomes[0].raised


def _go_back(mark: int, evaluation: Evaluation) -> None:
    """Undo what a side did."""
    evaluation.journal.rewind(mark)
    evaluation.path += 1  # what an iterator gave on that side is not put back


def _run_side(name: str, prefix: tuple[bool, ...], run: Run, evaluation: Evaluation) -> _Outcome:
    """Run the statement along one combination of sides."""
    outer, mark, before = evaluation.joint, len(evaluation.journal), set(evaluation.modules)
    joint = evaluation.joint = Joint(name, prefix)
    names: dict[str, Abstract] = {}
    raised = None
    try:
        run(names)
    except Raised as signal:
        raised = signal
    finally:
        evaluation.joint = outer
    imported = [module for module in evaluation.modules if module not in before]
    return _Outcome(joint.taken, names, evaluation.journal.since(mark), imported, raised)


def _going_on(outcomes: list[_Outcome], frame: Frame) -> list[_Outcome]:
    """The combinations with which the module goes on.

    A side that raises is one on which the module cannot be imported: where a handler may be waiting, that is one more
    open question; elsewhere there is no answer on that side, and it does not count.

    Raises:
        Raised: the statement raises.
    """
    evaluation = frame.evaluation
    raised = [outcome.raised for outcome in outcomes if outcome.raised is not None]
    going_on = [outcome for outcome in outcomes if outcome.raised is None]
    if going_on and not evaluation.program.runs_imports and all(map(_is_presumed, raised)):
        return going_on
    handled = bool(raised) and any(evaluation.guards)
    if not going_on or (handled and evaluation.decide(_cause(outcomes, frame))):
        raise raised[0]
    return going_on


def _is_presumed(signal: Raised) -> bool:
    """Whether something unknown is what may fail: in a large tree, imports are taken not to fail for that."""
    return isinstance(signal.exception, Unknown) and failures.is_failure(signal.exception)


def _join(outcomes: list[_Outcome], cause: Unknown, frame: Frame) -> None:
    """Bind what the sides agree about; the rest is unknown, and so is what they changed."""
    evaluation = frame.evaluation
    common = [name for name in outcomes[0].imported if all(name in other.imported for other in outcomes)]
    for name in common:
        with suppress(Raised):
            dispatch.import_module(name, None, evaluation)
    for name in dict.fromkeys(name for outcome in outcomes for name in outcome.names):
        values = [outcome.names.get(name, ABSENT) for outcome in outcomes]
        frame.names[name] = values[0] if _agree(values) else cause
    done: set[Hashable] = set()
    for change in (change for outcome in outcomes for change in outcome.changes):
        told = (id(change.container), change.key)
        if told in done or change.author in common:
            continue
        done.add(told)
        if change.forget is None:
            dispatch.havoc(change.container, cause, frame)
        else:
            change.forget(cause)


def _agree(values: list[Abstract]) -> bool:
    """Whether values of a name are one and the same on all sides."""
    first = values[0]
    if all(value is first for value in values):
        return True
    if isinstance(first, Import):
        return all(isinstance(value, Import) and value.path == first.path for value in values)
    return (
        is_constant(first)
        and not isinstance(first, tuple | frozenset | float)
        and all(type(value) is type(first) and value == first for value in values)
    )


def _cause(outcomes: list[_Outcome], frame: Frame) -> Unknown:
    """The unknown value that what the sides disagree about becomes."""
    questions = frame.evaluation.program.questions
    paths = dict.fromkeys(path for outcome in outcomes for path, _ in outcome.taken)
    texts = [questions[path][0] for path in paths]
    place = next((questions[path][1] for path in paths), None)
    return Unknown(f"hangs on {' and '.join(texts)}", place, joined=frozenset(paths), lost=True)
