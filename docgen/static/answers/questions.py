"""Putting the configured questions to the documented source."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

import msgspec

from docgen.model.cell import Cell, Value, grouped
from docgen.static.answers import interpreter
from docgen.static.answers.canonical import canonical
from docgen.static.answers.cells import cell_of
from docgen.static.answers.declarations import Declaration, deciding
from docgen.static.answers.exploration import (
    Exhausted,
    Known,
    Leaf,
    Tree,
    Undeclared,
    Undetermined,
    Unimportable,
    explore,
)
from docgen.static.answers.families import public_classes, require_some, subclasses
from docgen.static.engine.guarded import attempted
from docgen.static.engine.namespace import describe
from docgen.static.engine.program import INSTALLED, NOWHERE, parse_expression
from docgen.static.execution.expressions import evaluate, truth
from docgen.static.execution.iteration import items
from docgen.static.objects.control_flow import Indefinite, Raised, Unavailable, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_aliases import Generic, literal_values
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import Abstract, ModuleValue, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docgen.config import Capability, Config, Scenario, ValueList
    from docgen.model.location import Location
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.source.tree import SourceTree


CLASS_STEPS = 100_000
"""Steps for all the answers of one class, after which the others are not worked out; a class takes some thousands."""

_UNTIDY = Undetermined("when a generator that was left halfway tidies up is not known", None)

Names = Callable[["Evaluation"], "Mapping[str, Abstract]"]


class Answer(msgspec.Struct, frozen=True):
    """One answer, and what decided it."""

    cell: Cell
    """The answer."""
    declaration: Declaration | None
    """The most derived declaration that it leaned on."""


class Questioner:
    """Asks the classes of one source tree, under every scenario.

    An answer that leaned on no assumption, or on assumptions that two scenarios share, is worked out once.
    """

    def __init__(self, tree: SourceTree, config: Config, scenarios: Sequence[Scenario]) -> None:
        self.scenarios = tuple(scenario.name for scenario in scenarios)
        self.spelling = config.spelling
        self._domains: dict[tuple[str, int], list[tuple[dict[str, str | bool | None], list[Abstract]]]] = {}
        self.program = interpreter.Program(tree, {s.name: assumptions(s) for s in scenarios}, config.aliases)
        self._asked: Names | None = None
        self._steps = 0
        """Steps that the answers of the class that is being asked took so far."""
        self._coarsely = False
        """Whether one of them found no end otherwise."""

    def answers(self, bind: Names, capability: Capability, fallback: Location) -> tuple[Answer, ...]:
        """The answers of a backend to one capability; every scenario is in exactly one.

        Args:
            bind: Gives the names that the probe sees, on the path that is being run.
            capability: The question.
            fallback: Where the backend is defined: the place of an answer that leaned on no declaration of its class.
        """
        probe = parse_expression(capability.probe, f"probe of capability {capability.key}")
        self._begin(bind)

        def compute(evaluation: Evaluation) -> Abstract:
            if self._steps > CLASS_STEPS:
                raise Unsupported(f"the answers of its class take more than {CLASS_STEPS} steps", None)
            names = bind(evaluation)
            if capability.variable is None:
                return self._probe(probe, names, evaluation)
            return self._supported(probe, names, capability, evaluation)

        return self._ask(compute, fallback)

    def values(self, value_list: ValueList) -> tuple[Cell, ...]:
        """The answers of a configured list."""
        expression = parse_expression(value_list.expression, f"expression of list {value_list.key}")
        self._begin(None)
        answers = self._ask(lambda evaluation: self._probe(expression, {}, evaluation), None)
        return tuple(answer.cell for answer in answers)

    def domain(self, capability: Capability) -> tuple[Value, ...] | None:
        """The canonical values that a capability ranges over; None if it has no domain or it cannot be read."""
        if capability.variable is None:
            return None
        tree = explore(
            self.program,
            self.scenarios[0],
            lambda evaluation: self._leaf(lambda: self.members(capability, evaluation), evaluation),
        )
        return tuple(tree.value) if isinstance(tree, Known) and isinstance(tree.value, list) else None

    def under(self, scenarios: Sequence[str]) -> Self:
        """The same questioner, that asks under these of its scenarios only."""
        fewer = copy.copy(self)
        fewer.scenarios = tuple(scenarios)
        return fewer

    def objects(self, capability: Capability) -> list[Abstract]:
        """The values that a capability ranges over under the first scenario, where `domain` has found them."""
        found: list[Abstract] = []

        def note(evaluation: Evaluation) -> Leaf:
            found[:] = self.members(capability, evaluation)
            return Known(None)

        explore(self.program, self.scenarios[0], note)
        return found

    def evaluated(
        self,
        expressions: Sequence[str],
        bind: Names,
        fallback: Location | None,
        scenarios: Sequence[str] | None = None,
    ) -> tuple[Cell, ...]:
        """What expressions say under each scenario.

        Args:
            expressions: The first that can be called as it stands, by the signatures of the documented code, answers.
            bind: Gives the names that it sees, on the path that is being run.
            fallback: The place of an answer that leaned on no declaration.
            scenarios: Names of the scenarios to ask under; all if None.
        """
        self._begin(None)
        asker = self if scenarios is None else self.under(scenarios)
        answers = asker._ask(
            lambda evaluation: self.first_value(expressions, bind(evaluation), evaluation), fallback
        )
        return tuple(answer.cell for answer in answers)

    def first_value(
        self, expressions: Sequence[str], names: Mapping[str, Abstract], evaluation: Evaluation
    ) -> Abstract:
        """What the first expression says that can be called as it stands, on the path that is being run."""
        nodes = [parse_expression(text, "expression") for text in expressions]
        for node in nodes[:-1]:
            try:
                return self._probe(node, names, evaluation)
            except Raised as signal:
                if not isinstance(signal.exception, TypeError):
                    raise
        return self._probe(nodes[-1], names, evaluation)

    def value(self, expression: str, evaluation: Evaluation) -> Abstract:
        """What an expression over absolute dotted paths is, on the path that is being run."""
        return self._probe(parse_expression(expression, "expression"), {}, evaluation)

    def _begin(self, asked: Names | None) -> None:
        """Bounds are those of a class; what is asked of none has its own."""
        if asked is None or asked is not self._asked:
            self._asked, self._steps, self._coarsely = asked, 0, False

    def _ask(
        self, compute: Callable[[Evaluation], Abstract], fallback: Location | None
    ) -> tuple[Answer, ...]:
        found: list[tuple[str, Answer]] = []
        answered: list[tuple[dict[str, str | bool | None], Answer]] = []
        for scenario in self.scenarios:
            assumed = self.program.assumptions[scenario]
            shared = (a for leaned, a in answered if all(assumed.get(p) == v for p, v in leaned.items()))
            answer = next(shared, None)
            if answer is None:
                answer, leaned = self._answer(compute, fallback, scenario)
                answered.append(({path: assumed.get(path) for path in leaned}, answer))
            found.append((scenario, answer))
        groups = grouped(found, lambda first, other: first.cell.same_answer(other.cell))
        return tuple(
            Answer(msgspec.structs.replace(answer.cell, scenarios=tuple(names)), answer.declaration)
            for answer, names in groups
        )

    def _answer(
        self,
        compute: Callable[[Evaluation], Abstract],
        fallback: Location | None,
        scenario: str,
    ) -> tuple[Answer, set[str]]:
        """The answer under one scenario, and the assumptions that it leaned on."""
        leaned: set[str] = set()
        consulted: list[tuple[int, ClassValue, str]] = []

        def attempt(evaluation: Evaluation) -> Leaf:
            leaf = self._leaf(lambda: compute(evaluation), evaluation)
            leaned.update(evaluation.record.assumptions)
            consulted.extend(evaluation.consulted)
            return leaf

        tree = self._explored(attempt, scenario)
        if isinstance(tree, Exhausted) and not self._coarsely:
            consulted.clear()
            self._coarsely = self._asked is not None
            tree = self._explored(attempt, scenario, coarsely=True)
        declaration = deciding(consulted, self.program.evaluation.subject)
        location = declaration.location if declaration else fallback
        return Answer(cell_of(tree, location, scenario), declaration), leaned

    def _explored(
        self, attempt: Callable[[Evaluation], Leaf], scenario: str, *, coarsely: bool = False
    ) -> Tree:
        tree = explore(self.program, scenario, attempt, coarsely=coarsely or self._coarsely)
        self._steps += self.program.evaluation.steps
        return tree

    def _leaf(self, compute: Callable[[], Abstract], evaluation: Evaluation) -> Leaf:
        """The answer of the path that is being run."""
        place = SourceSpan(NOWHERE, ast.Constant(None))
        try:
            value = attempted(lambda: canonical(compute(), self.spelling, Frame(evaluation, NOWHERE), place))
        except Unavailable as signal:
            return Unimportable(signal.reason, _location(signal.place))
        except Raised as signal:
            if evaluation.suspended:
                return _UNTIDY
            missing = _undeclared(signal, evaluation.subject)
            return missing or Undetermined(f"raises {describe(signal.exception)}", _location(signal.place))
        if isinstance(value, Unknown):
            return Undetermined(value.reason, _location(value.place))
        return _UNTIDY if evaluation.suspended else Known(value)

    def _probe(self, node: ast.expr, names: Mapping[str, Abstract], evaluation: Evaluation) -> Abstract:
        frame = Frame(evaluation, NOWHERE)
        frame.names.update(names)
        return evaluate(node, frame)

    def _supported(
        self, probe: ast.expr, names: Mapping[str, Abstract], capability: Capability, evaluation: Evaluation
    ) -> list[Abstract]:
        """The values of the domain for which the probe is true."""
        supported = []
        for value in self.members(capability, evaluation):
            answer = self._probe(probe, {**names, str(capability.variable): value}, evaluation)
            if isinstance(answer, Unknown):
                raise Indefinite(answer)
            if truth(answer, Frame(evaluation, NOWHERE)):
                supported.append(value)
        return supported

    def members(self, capability: Capability, evaluation: Evaluation) -> list[Abstract]:
        """The values that the capability's variable takes; worked out once where every path finds the same.

        Raises:
            Indefinite: they cannot be told.
        """
        kept = self._domains.setdefault((capability.key, self.program.generation), [])
        reads, kept_as = self.program.tree.reads, f"domain of {capability.key}"
        reads.note(kept_as)
        for leaned, values in kept:
            if all(evaluation.assumed.get(path) == value for path, value in leaned.items()):
                evaluation.record.assumptions.update(leaned)
                return values
        with reads.by(kept_as):
            values, record = evaluation.recorded(lambda: self._domain_values(capability, evaluation))
        if record.keepable:
            kept.append(({path: evaluation.assumed.get(path) for path in record.assumptions}, values))
        return values

    def _domain_values(self, capability: Capability, evaluation: Evaluation) -> list[Abstract]:
        source = capability.over[str(capability.variable)]
        what = f"domain of capability {capability.key}"
        if not isinstance(source, str):
            return [self._probe(parse_expression(text, what), {}, evaluation) for text in source]
        frame = Frame(evaluation, NOWHERE)
        value = self._probe(parse_expression(source, what), {}, evaluation)
        if isinstance(value, Generic):
            return list(literal_values(value))
        if isinstance(value, ModuleValue):
            return require_some(source, list(public_classes(value.namespace, evaluation)))
        if isinstance(value, ClassValue) and not is_enum(value):
            return require_some(source, list(subclasses(value, evaluation)))
        return list(items(value, frame, None))


def assumptions(scenario: Scenario) -> dict[str, str | bool]:
    """What a scenario assumes, by the path that the evaluation asks for."""
    return {
        **scenario.assume,
        **{INSTALLED + name: True for name in scenario.installed},
        **{INSTALLED + name: False for name in scenario.missing},
    }


def _undeclared(signal: Raised, subject: ClassValue | None) -> Undeclared | None:
    """Whether the probe itself asked the class, or a list's expression a module, for an attribute that is not there."""
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
