"""Modules of a large tree that refuse to be imported under a scenario: one runs into its own `raise`.

Only statements that hold an explicit `raise`, an `assert` or an exit are run, each on its own, and names are looked up
that a module imports from one that binds them on some ways only. Where such a statement or name hangs on something
unknown, it is taken not to raise, unless a handler waits for that.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.engine.apart import execute_statement, run_apart
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import SourceSpan, Unknown
from docgen.static.source.refusals import raises_import_error, refuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.objects.values import Abstract
    from docgen.static.source.scopes import Import

    Act = Callable[[Evaluation], object]


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

    def __init__(self, unsure: Callable[[str], tuple[Import, ...]]) -> None:
        """Begin with nothing known.

        Args:
            unsure: Gives the names that a module imports from modules that bind them on some ways only.
        """
        self._unsure = unsure
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
        with evaluation.program.tree.reads.by(f"{_REFUSED}{name}"):
            if name in self._asked:
                return None  # its own statement leads to it
            if key not in self._found:
                self._asked.add(name)
                try:
                    self._found[key] = self._run(name, evaluation)
                finally:
                    self._asked.remove(name)
        refusal, assumptions = self._found[key]
        evaluation.record.assumptions |= assumptions
        return refusal

    def _run(self, name: str, evaluation: Evaluation) -> tuple[Refusal | None, frozenset[str]]:
        assumptions: frozenset[str] = frozenset()
        unsure: Refusal | None = None
        for act, place, exception in self._acts(name, evaluation.program):
            outcome, leaned = run_apart(act, evaluation.program, evaluation.scenario)
            assumptions |= leaned
            if isinstance(outcome, Raised):
                raised = outcome.exception if unsure is None else unsure.exception
                return Refusal(raised, outcome.place or place, name, is_sure=True), assumptions
            if outcome is not None and unsure is None:
                unsure = Refusal(exception, place, name, is_sure=False)
        return unsure, assumptions

    def _acts(self, name: str, program: Program) -> Iterator[tuple[Act, SourceSpan, Abstract]]:
        """Yield all that may refuse the import of a module, with its place and the exception that it would raise."""
        for each in self._unsure(name):
            yield partial(program.resolve, each), each.place, ImportError(each.attribute)
        namespace = program.readable_namespace(name)
        for index, unit in enumerate(namespace.units) if namespace is not None else ():
            if namespace is not None and refuses(unit.node):
                place = SourceSpan(namespace.module, unit.node)
                unnamed = Unknown(f"what the import of {name} raises", place, key=("raised by", name))
                exception = ImportError(name) if raises_import_error(unit.node) else unnamed
                yield partial(execute_statement, namespace, index), place, exception


_REFUSED = "refused by "
"""Prefix of the reader under which everything is recorded that decides if a module refuses its import."""
