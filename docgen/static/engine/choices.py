"""Decisions of a module's statements that are left open until a name that depends on them is asked for.

`try: import numpy` stands in many modules, and few answers depend on it. If a statement decides on something unknown
and only binds names, it is run on all its sides at once, and each name stands for a choice. A statement that does
more is decided immediately, and the whole path depends on it; after a few such decisions, the next statement is given
up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.static.engine.world import SET_ORDER
from docgen.static.objects.bindings import rebind
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.origins import Origin
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.records import Decision

_SIDES = 16
"""Most sides of one statement that are run at once."""
_DEPTH = 8
"""Most decisions on one of those sides."""
_DECIDED = 3
"""Most decisions on which whole paths may depend while modules are imported: each side is a world of its own."""


class Choice:
    """The values that a name has on the sides of open decisions."""

    __slots__ = ("decision", "no", "yes")

    def __init__(self, decision: Decision, yes: Abstract, no: Abstract) -> None:
        self.decision = decision
        self.yes = yes
        self.no = no

    def picked(self, evaluation: Evaluation) -> Abstract:
        """The value on the path that is being run."""
        value: Abstract = self
        while isinstance(value, Choice):
            decision = value.decision
            outcome = evaluation.decide(decision.question, decision.text, decision.place)
            value = value.yes if outcome else value.no
        return value

    def leaves(self) -> Iterator[Abstract]:
        """The values."""
        for value in (self.yes, self.no):
            if isinstance(value, Choice):
                yield from value.leaves()
            else:
                yield value


class _TooManyError(Exception):
    """A statement has more sides than are run."""


class _Side(NamedTuple):
    """One side of a statement."""

    taken: tuple[Decision, ...]
    """The decisions that lead to it."""
    names: dict[str, Abstract]
    """The values of the names that the statement binds."""


class _Before:
    """The state before a statement."""

    def __init__(self, names: dict[str, Abstract], bound: frozenset[str], evaluation: Evaluation) -> None:
        self._names = names
        self._evaluation = evaluation
        self._values = {name: names.get(name, ABSENT) for name in bound}
        self._marked = evaluation.world.marked
        self._changes = evaluation.world.mark()
        self._tables = tuple(map(dict, evaluation.tables()))
        self._held = len(evaluation.held)

    def is_left(self) -> bool:
        """Tell whether a statement did more than bind its names."""
        evaluation = self._evaluation
        return (
            len(evaluation.undo) > self._changes
            or len(evaluation.held) > self._held
            or any(kept.keys() != table.keys() for kept, table in self._pairs())
        )

    def _pairs(self) -> Iterator[tuple[dict[Any, Any], dict[Any, Any]]]:
        return zip(self._tables, self._evaluation.tables(), strict=True)

    def put_back(self) -> None:
        """Undo what the statement did."""
        self._evaluation.world.rewind(self._changes)
        del self._evaluation.held[self._held :]
        for kept, table in self._pairs():
            table.clear()
            table.update(kept)
        self.bind(self._values)

    def release(self) -> None:
        """Forget the state: nothing will be put back to it."""
        self._evaluation.world.release(self._changes, self._marked)

    def bind(self, values: dict[str, Abstract]) -> None:
        """Give the names that the statement binds their values."""
        for name, value in values.items():
            rebind(self._names, name, value)

    def bound(self) -> dict[str, Abstract]:
        """The values of the names that the statement binds."""
        return {name: self._names.get(name, ABSENT) for name in self._values}


def settle_later(
    names: dict[str, Abstract], bound: frozenset[str], evaluation: Evaluation, run: Callable[[], None]
) -> None:
    """Run a statement of a module, and leave its decisions open where possible.

    Args:
        names: The names of the module.
        bound: The names that the statement may bind.
        evaluation: The evaluation that runs the statement.
        run: Runs the statement.

    Raises:
        Raised: the statement raises on this path.
    """
    before = _Before(names, bound, evaluation)
    taken, prefix, settled = evaluation.taken, evaluation.prefix, evaluation.settled
    most = _DECIDED
    try:
        sides = _sides(before, evaluation, run)
    except _TooManyError:
        sides, most = None, len(taken)
    finally:
        evaluation.taken, evaluation.prefix, evaluation.settled = taken, prefix, settled
    if sides is None:
        before.put_back()
        evaluation.at_most(most, run)
    elif sides:
        before.bind({name: _merged(sides, name, 0) for name in sides[0].names})
    before.release()


def _sides(before: _Before, evaluation: Evaluation, run: Callable[[], None]) -> list[_Side] | None:
    """Run every side of a statement; empty if it decides nothing, None if it has to be decided.

    Raises:
        _TooManyError: there are too many sides to run them all.
    """
    settled = evaluation.settled
    sides: list[_Side] = []
    pending: list[tuple[bool, ...]] = [()]
    while pending:
        evaluation.taken, evaluation.prefix, evaluation.settled = [], pending.pop(), dict(settled)
        try:
            exceeded = evaluation.at_most(_DEPTH, run, frozenset({SET_ORDER}))
        except Raised:
            if sides or evaluation.taken:
                return None
            raise
        taken = tuple(evaluation.taken)
        if not taken and not sides:
            return []
        orders = (
            bool(taken or exceeded)
            and all(decision.text == SET_ORDER for decision in taken)
            and all(question.origin is Origin.ORDER for question in exceeded)
        )
        if exceeded and not orders:
            raise _TooManyError
        if before.is_left():
            return None
        if exceeded or len(sides) + len(pending) >= _SIDES:
            if not orders:
                raise _TooManyError
            # Its effects in other orders are similar.
            unordered = Unknown(SET_ORDER, taken[0].place, origin=Origin.ORDER)
            return [_Side((), dict.fromkeys(before.bound(), unordered))]
        outcomes = tuple(decision.outcome for decision in taken)
        known = len(evaluation.prefix)
        pending += [(*outcomes[:index], not outcomes[index]) for index in range(known, len(outcomes))]
        sides.append(_Side(taken, before.bound()))
        before.put_back()
    return sides


def _merged(sides: list[_Side], name: str, depth: int) -> Abstract:
    """The value of a name, by the decisions that matter to it."""
    if len(sides) == 1:
        return sides[0].names[name]
    decision = sides[0].taken[depth]
    yes = _merged([side for side in sides if side.taken[depth].outcome], name, depth + 1)
    no = _merged([side for side in sides if not side.taken[depth].outcome], name, depth + 1)
    same = yes is no or (isinstance(yes, _PLAIN) and type(yes) is type(no) and yes == no)
    return yes if same else Choice(decision, yes, no)


_PLAIN = (bool, int, str, bytes)
