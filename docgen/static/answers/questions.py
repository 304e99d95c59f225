"""Putting the configured questions to the documented source."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from docgen.model.cell import Cell, Value, grouped
from docgen.static.answers import interpreter
from docgen.static.answers.cells import cell_of
from docgen.static.answers.declarations import Declaration, deciding
from docgen.static.answers.definitions import Definitions
from docgen.static.answers.domains import Domains
from docgen.static.answers.exploration import Exhausted, Known, Leaf, Tree, explore
from docgen.static.answers.paths import evaluate_with, leaf_of, refuse_inapplicable
from docgen.static.answers.refusing import is_refusal
from docgen.static.answers.sharing import Shared
from docgen.static.answers.value_by_value import cell_by_value, is_settled
from docgen.static.engine.configuration import NOWHERE, assumptions, parse_expression
from docgen.static.execution.expressions import truth
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docgen.config import Capability, Config, Scenario, ValueList
    from docgen.model.location import Location
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.tree import SourceTree


CLASS_STEPS = 100_000
"""Steps for all the answers of one class, after which its other answers are unknown; a class usually takes some
thousands.
"""

Names = Callable[["Evaluation"], "Mapping[str, Abstract]"]


class Answer(msgspec.Struct, frozen=True):
    """One answer, and the declaration that decided it."""

    cell: Cell
    """The answer."""
    declaration: Declaration | None
    """The most derived declaration that it depends on."""


class _Parts(NamedTuple):
    """Parts of an answer over a domain, which is asked value by value."""

    bind: Names
    """Gives the names that the probe sees."""
    capability: Capability
    """The question."""
    of_value: Callable[[int, Evaluation], Abstract]
    """Tells whether the value at a place of the domain is supported, on the path that is being run."""


class Questioner:
    """Asks the classes of one source tree, under every scenario.

    An answer that depends on no assumption, or on assumptions that two scenarios share, is computed once.
    """

    def __init__(self, tree: SourceTree, config: Config, scenarios: Sequence[Scenario]) -> None:
        self.scenarios = tuple(scenario.name for scenario in scenarios)
        self.spelling = config.spelling
        self.program = interpreter.Program(tree, {s.name: assumptions(s) for s in scenarios}, config.aliases)
        self.program.entry = tree.split(config.discovery.path)[0]
        self.domains = Domains(self.program)
        """The values that variables of probes take."""
        self.definitions = Definitions(self.program, config)
        """The meanings of the names that probes use."""
        self._asked: Names | None = None
        self._steps = 0
        """Steps that the answers of the current class have taken so far."""
        self._coarsely = False
        """True if one of these answers could only be found coarsely."""

    def answers(self, bind: Names, capability: Capability, fallback: Location) -> tuple[Answer, ...]:
        """The answers of a backend to one capability; every scenario is in exactly one.

        Args:
            bind: Gives the names that the probe sees, on the path that is being run.
            capability: The question.
            fallback: The backend's definition, which is the place of an answer that depends on no declaration of its
                class.
        """
        self._begin(bind)

        def names_for(evaluation: Evaluation) -> Mapping[str, Abstract]:
            self._refuse_exhausted()
            names = bind(evaluation)
            if capability.applies:
                what = f"applies of capability {capability.key}"
                applies = self.definitions.expression(capability.applies, what, evaluation)
                refuse_inapplicable(applies, names, evaluation)
            return names

        def compute(evaluation: Evaluation) -> Abstract:
            names = names_for(evaluation)
            if capability.variable is None:
                return self._unless_refused(names, capability, evaluation)
            values = self.domains.members(capability, evaluation)
            return self._supported(names, capability, values, evaluation)

        def of_value(position: int, evaluation: Evaluation) -> Abstract:
            names = names_for(evaluation)
            value = self.domains.members(capability, evaluation)[position]
            return bool(self._supported(names, capability, [value], evaluation))

        return self._ask(
            compute, fallback, _Parts(bind, capability, of_value) if capability.variable else None
        )

    def values(self, value_list: ValueList) -> tuple[Cell, ...]:
        """The answers of a configured list."""
        expression = parse_expression(value_list.expression, f"expression of list {value_list.key}")
        self._begin(None)
        answers = self._ask(lambda evaluation: evaluate_with(expression, {}, evaluation), None)
        return tuple(answer.cell for answer in answers)

    def domain(self, capability: Capability) -> tuple[Value, ...] | None:
        """The canonical values that a capability ranges over; None if it has no domain or it cannot be read."""
        return self.domains.values(capability, self.scenarios[0], self.spelling)

    def under(self, scenarios: Sequence[str]) -> Self:
        """The same questioner, limited to these of its scenarios."""
        fewer = copy.copy(self)
        fewer.scenarios = tuple(scenarios)
        return fewer

    def objects(self, capability: Capability) -> list[Abstract]:
        """The values that a capability ranges over under the first scenario, where `domain` has found them."""
        return self.domains.objects(capability, self.scenarios[0])

    def evaluated(
        self,
        expressions: Sequence[str],
        bind: Names,
        fallback: Location | None,
        scenarios: Sequence[str] | None = None,
    ) -> tuple[Cell, ...]:
        """Answers of expressions under each scenario.

        Args:
            expressions: The expressions, of which the first that fits the signatures of the documented code answers.
            bind: Gives the names that it sees, on the path that is being run.
            fallback: The place of an answer that depends on no declaration.
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
        """Value of the first expression that fits the signatures of the code, on the path that is being run."""
        nodes = [parse_expression(text, "expression") for text in expressions]
        for node in nodes[:-1]:
            try:
                return evaluate_with(node, names, evaluation)
            except Raised as signal:
                if not isinstance(signal.exception, TypeError):
                    raise
        return evaluate_with(nodes[-1], names, evaluation)

    def value(self, expression: str, evaluation: Evaluation) -> Abstract:
        """Value of an expression over absolute dotted paths, on the path that is being run."""
        return evaluate_with(parse_expression(expression, "expression"), {}, evaluation)

    def _begin(self, asked: Names | None) -> None:
        """Start the limits of a class; a question that is about no class has limits of its own."""
        if asked is None or asked is not self._asked:
            self._asked, self._steps, self._coarsely = asked, 0, False

    def _refuse_exhausted(self) -> None:
        """Refuse further questions to a class whose answers took too many steps.

        Raises:
            Unsupported: they did.
        """
        if self._steps > CLASS_STEPS:
            raise Unsupported(f"the answers of its class take more than {CLASS_STEPS} steps", None)

    def _ask(
        self,
        compute: Callable[[Evaluation], Abstract],
        fallback: Location | None,
        parts: _Parts | None = None,
    ) -> tuple[Answer, ...]:
        found: list[tuple[str, Answer]] = []
        shared = Shared[Answer](self.program.assumptions)
        for scenario in self.scenarios:
            answer = shared.under(scenario, partial(self._answer, compute, fallback, scenario, parts))
            found.append((scenario, answer))
        groups = grouped(found, lambda first, other: first is other or first.cell.same_answer(other.cell))
        return tuple(
            Answer(msgspec.structs.replace(answer.cell, scenarios=tuple(names)), answer.declaration)
            for answer, names in groups
        )

    def _answer(
        self,
        compute: Callable[[Evaluation], Abstract],
        fallback: Location | None,
        scenario: str,
        parts: _Parts | None,
    ) -> tuple[Answer, set[str]]:
        """The answer under one scenario, and the assumptions that it depends on."""
        leaned: set[str] = set()
        consulted: list[tuple[int, ClassValue, str]] = []

        def attempt(evaluation: Evaluation, compute: Callable[[Evaluation], Abstract] = compute) -> Leaf:
            leaf = leaf_of(lambda: compute(evaluation), self.spelling, evaluation)
            leaned.update(evaluation.record.assumptions)
            consulted.extend(evaluation.consulted)
            return leaf

        tree = self._explored(attempt, scenario)
        if isinstance(tree, Exhausted) and not self._coarsely:
            consulted.clear()
            self._coarsely = self._asked is not None
            tree = self._explored(attempt, scenario, coarsely=True)
        trees = self._value_by_value(parts, attempt, scenario) if parts and not is_settled(tree) else None
        declaration = deciding(consulted, self.program.evaluation.subject)
        location = declaration.location if declaration else fallback
        cell = cell_by_value(*trees, location, scenario) if trees else cell_of(tree, location, scenario)
        return Answer(cell, declaration), leaned

    def _value_by_value(
        self, parts: _Parts, attempt: Callable[..., Leaf], scenario: str
    ) -> tuple[list[Value], list[Tree]] | None:
        """The values of a domain, with the answer for each; None if class or domain are unknown."""

        def values(evaluation: Evaluation) -> Abstract:
            parts.bind(evaluation)
            return self.domains.members(parts.capability, evaluation)

        domain = self._explored(partial(attempt, compute=values), scenario)
        if not isinstance(domain, Known) or not isinstance(domain.value, list) or not domain.value:
            return None
        return domain.value, [
            self._explored(partial(attempt, compute=partial(parts.of_value, position)), scenario)
            for position in range(len(domain.value))
        ]

    def _explored(
        self, attempt: Callable[[Evaluation], Leaf], scenario: str, *, coarsely: bool = False
    ) -> Tree:
        tree = explore(self.program, scenario, attempt, coarsely=coarsely or self._coarsely)
        self._steps += self.program.evaluation.steps
        return tree

    def _unless_refused(
        self, names: Mapping[str, Abstract], capability: Capability, evaluation: Evaluation
    ) -> Abstract:
        """Answer of the probe; no, if it raises an exception that means a refusal."""
        what = f"probe of capability {capability.key}"
        probe = self.definitions.expression(capability.probe, what, evaluation)
        try:
            return evaluate_with(probe, names, evaluation)
        except Raised as signal:
            if is_refusal(signal.exception, [self.value(path, evaluation) for path in capability.refuses]):
                return False
            raise

    def _supported(
        self,
        names: Mapping[str, Abstract],
        capability: Capability,
        values: Sequence[Abstract],
        evaluation: Evaluation,
    ) -> list[Abstract]:
        """The values for which the probe is true."""
        supported = []
        for value in values:
            given = {**names, str(capability.variable): value}
            answer = self._unless_refused(given, capability, evaluation)
            if isinstance(answer, Unknown):
                raise Indefinite(answer)
            if truth(answer, Frame(evaluation, NOWHERE)):
                supported.append(value)
        return supported
