"""Modules of a large tree that refuse to be imported under a scenario: one runs into its own `raise`.

Only statements that hold an explicit `raise`, an `assert` or an exit are run, each on its own. Where such a statement
hangs on something unknown, it is taken not to raise, unless a handler waits for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from docgen.static.engine.apart import run_apart
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import SourceSpan, Unknown
from docgen.static.source.refusals import raises_import_error, refuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.objects.values import Abstract


class Refusal(NamedTuple):
    """A statement that refuses the import of its module, or may."""

    exception: Abstract
    """The exception that it raises."""
    place: SourceSpan | None
    """The place of the statement."""
    module: str
    """The dotted name of the module."""
    is_sure: bool
    """True if it is raised, False if it may be."""


class Refusals:
    """The refusals of one program, each found once for a scenario."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[tuple[str, str], tuple[Refusal | None, frozenset[str]]] = {}
        self._asked: set[str] = set()

    def sure(self, modules: Iterable[str], evaluation: Evaluation) -> Refusal | None:
        """The first refusal that is known to happen.

        Args:
            modules: The modules, by their dotted names.
            evaluation: The evaluation; what the refusal depends on is recorded there.
        """
        return next((each for each in self._each(modules, evaluation) if each.is_sure), None)

    def first(self, modules: Iterable[str], evaluation: Evaluation) -> Refusal | None:
        """The first refusal that happens or may happen; see `sure`."""
        return next(self._each(modules, evaluation), None)

    def _each(self, modules: Iterable[str], evaluation: Evaluation) -> Iterator[Refusal]:
        return (found for name in modules if (found := self._of(name, evaluation)) is not None)

    def _of(self, name: str, evaluation: Evaluation) -> Refusal | None:
        key = name, evaluation.scenario
        with self._program.tree.reads.by(f"{_REFUSED}{name}"):
            if name in self._asked:
                return None  # its own statement leads to it
            if key not in self._found:
                self._asked.add(name)
                try:
                    self._found[key] = self._run(name, evaluation.scenario)
                finally:
                    self._asked.remove(name)
        refusal, assumptions = self._found[key]
        evaluation.record.assumptions |= assumptions
        return refusal

    def _run(self, name: str, scenario: str) -> tuple[Refusal | None, frozenset[str]]:
        assumptions: frozenset[str] = frozenset()
        namespace = self._program.readable_namespace(name)
        if namespace is None:
            return None, assumptions
        for index, unit in enumerate(namespace.units):
            if not refuses(unit.node):
                continue
            outcome, leaned = run_apart(namespace, index, scenario)
            assumptions |= leaned
            if isinstance(outcome, Raised):
                return Refusal(outcome.exception, outcome.place, name, is_sure=True), assumptions
            if outcome is not None:
                place = SourceSpan(namespace.module, unit.node)
                unnamed = Unknown(f"what the import of {name} raises", place, key=("raised by", name))
                exception = ImportError(name) if raises_import_error(unit.node) else unnamed
                return Refusal(exception, place, name, is_sure=False), assumptions
        return None, assumptions


_REFUSED = "refused by "
"""Prefix of the reader under which everything is recorded that decides if a module refuses its import."""
_REFUSALS: WeakKeyDictionary[Program, Refusals] = WeakKeyDictionary()


def refusals_of(program: Program) -> Refusals:
    """The refusals of a program."""
    if program not in _REFUSALS:
        _REFUSALS[program] = Refusals(program)
    return _REFUSALS[program]
