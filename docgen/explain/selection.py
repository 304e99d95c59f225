"""The backend that the documented code chooses, found by evaluating its source alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.config.explain import ASKED
from docgen.errors import ConfigError
from docgen.explain.cases import assuming, cases_of
from docgen.explain.choice import Candidate, Choice, Explanation
from docgen.explain.examined import candidate
from docgen.explain.settings import Settings
from docgen.model.cell import Cell, State
from docgen.model.location import Location
from docgen.project.introspection import discovered, refuse_unreadable
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from docgen.config import Config, Scenario
    from docgen.config.explain import Explain
    from docgen.discovery.found import Found
    from docgen.explain.settings import Case
    from docgen.model.cell import Value
    from docgen.model.evidence import Evidence
    from docgen.static.answers.questions import Names
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import Abstract


class Inquiry(NamedTuple):
    """A request to explain choices."""

    scenarios: tuple[str, ...] | None
    """Names of the scenarios; all if None."""
    settings: dict[str, str]
    """Parameters by name, as people write them."""
    model: dict[str, Value] | None
    """A model's configuration as plain data; `settings` override it."""
    everything: bool
    """True if backends of lower priority, and those that the order does not hold, are examined as well."""


def explain(
    root: Path, config: Config, inquiry: Inquiry, progress: Callable[[str], None] | None = None
) -> tuple[Explanation, Evidence]:
    """Choose for every kind of layer, under every scenario.

    Args:
        root: The documented project.
        config: Its configuration, whose `explain` describes how the code chooses.
        inquiry: The request.
        progress: Called with the name of each backend before it is examined.

    Returns:
        The choices, and the evidence that they were drawn from.

    Raises:
        ConfigError: there is no `explain`, or a parameter or a value of one is not known.
        SourceError: the source cannot be read.
    """
    rules = config.explain
    if rules is None:
        raise ConfigError(
            "no [explain] in the configuration",
            remedy="add it, with `refusals` and `order`, to say how the code chooses",
        )
    tree = SourceTree(root, config.packages)
    scenarios = config.named(inquiry.scenarios)

    def choose() -> Explanation:
        model = inquiry.model or {}
        settings = Settings(rules, Questioner(tree, config, scenarios))
        found = (
            [{}]
            if inquiry.model is None
            else cases_of(tree, config, rules, scenarios, settings.case({}, model))
        )
        cases = [settings.case({**case, **inquiry.settings}, model) for case in found]
        selector = Selector(tree, config, rules, scenarios, cases, progress)
        return selector.explanation(everything=inquiry.everything)

    explanation, evidence = tree.witnessed(choose)
    refuse_unreadable(tree)
    return explanation, evidence


class Selector:
    """Chooses for some cases under some scenarios, and evaluates no more of the documented code than that takes.

    The evaluation treats each case under each scenario as a scenario of its own, once for the order and once for the
    refusals, because assumptions may depend on the case. Answers that depend on none of this are shared all the same.
    """

    def __init__(
        self,
        tree: SourceTree,
        config: Config,
        rules: Explain,
        scenarios: Sequence[Scenario],
        cases: Sequence[Case],
        progress: Callable[[str], None] | None,
    ) -> None:
        self._rules = rules
        self._scenarios = [scenario.name for scenario in scenarios]
        self._cases = cases
        self._progress = progress
        self._variants: dict[tuple[int, str, bool], str] = {}
        """For each case, scenario and whether its order is asked for, the variant that holds its assumptions."""
        variants: dict[tuple[str, tuple[tuple[str, str], ...]], Scenario] = {}
        for number, case in enumerate(cases):
            for ordering, assumed in ((False, rules.assume), (True, {**rules.assume, **rules.order_assume})):
                for scenario in scenarios:
                    name = f"{scenario.name}, case {number}{', order' if ordering else ''}"
                    made = assuming(scenario, name, assumed, case)
                    same = variants.setdefault((scenario.name, tuple(made.assume.items())), made)
                    self._variants[number, scenario.name, ordering] = same.name
        self._questioner = Questioner(tree, config, [*variants.values()])
        first = [self._variants[0, scenario, False] for scenario in self._scenarios]
        self._rows = {row.name: row for row in discovered(self._questioner.under(first), config)}
        self._cells: dict[tuple[int, str, str], Cell] = {}
        self._orders: dict[int, Mapping[str, Cell | None]] = {}

    def explanation(self, *, everything: bool) -> Explanation:
        """The choices, and the backends that serve all cases."""
        choices = self.choices(everything=everything)
        return Explanation(choices=choices, together=self._together(choices))

    def choices(self, *, everything: bool) -> tuple[Choice, ...]:
        """The choices for one case after the other, each under every scenario."""
        return tuple(
            choice
            for number in range(len(self._cases))
            for choice in self._choices(number, self._order(number), everything=everything)
        )

    def _order(self, number: int) -> Mapping[str, Cell | None]:
        if number not in self._orders:
            self._orders[number] = self._evaluated_order(number)
        return self._orders[number]

    def _evaluated_order(self, number: int) -> dict[str, Cell | None]:
        """The cell of the order of preference under each scenario; None where the order is that of the rows."""
        rules = self._rules
        if not rules.order:
            return dict.fromkeys(self._scenarios)
        bind = self._bind(number, rules.order)
        return {**self._asked(number, self._scenarios, rules.order, bind, None, ordering=True)}

    def _choices(self, number: int, orders: Mapping[str, Cell | None], *, everything: bool) -> list[Choice]:
        tried = {scenario: self._names(order) for scenario, order in orders.items()}
        self._examine_until_decided(number, tried)
        if everything:
            for name in self._rows:
                self._examine(number, name, self._scenarios)
        return [
            Choice(
                scenario=scenario,
                settings=self._cases[number].shown,
                candidates=tuple(self._listed(number, scenario, tried[scenario])),
                doubt=_doubt_of_order(orders[scenario]),
            )
            for scenario in self._scenarios
        ]

    def _names(self, order: Cell | None) -> list[str]:
        """The names of the backends in the order of preference, as far as it is known."""
        if order is None:
            return [*self._rows]
        return (
            [str(name) for name in order.value] if isinstance(order.value, list) and _is_known(order) else []
        )

    def _listed(self, number: int, scenario: str, tried: list[str]) -> list[Candidate]:
        """Return the examined backends under a scenario, in order of preference, then in the order of the rows."""
        names = [*tried, *(name for name in self._rows if name not in tried)]
        return [
            self._candidate(number, scenario, name, tried=name in tried)
            for name in names
            if (number, scenario, name) in self._cells or (name in tried and name not in self._rows)
        ]

    def _examine_until_decided(self, number: int, tried: Mapping[str, Sequence[str]]) -> None:
        """Examine backends in order of preference until, under each scenario, one is not rejected."""
        pending = {scenario: list(names) for scenario, names in tried.items() if names}
        while pending:
            name = next(iter(pending.values()))[0]
            group = [scenario for scenario, names in pending.items() if names[0] == name]
            self._examine(number, name, group)
            for scenario in group:
                del pending[scenario][0]
                rejected = self._candidate(number, scenario, name, tried=True).reasons
                if not rejected or not pending[scenario]:
                    del pending[scenario]

    def _examine(self, number: int, name: str, scenarios: Sequence[str]) -> None:
        """Evaluate the refusals of a backend under these scenarios."""
        missing = [each for each in scenarios if (number, each, name) not in self._cells]
        row = self._rows.get(name)
        if row is None or not missing:
            return
        if self._progress:
            self._progress(name)
        self._cells.update(
            {(number, each, name): cell for each, cell in self._refusals(number, row, missing).items()}
        )

    def _refusals(self, number: int, row: Found, scenarios: Sequence[str]) -> dict[str, Cell]:
        if row.bind is None:
            reason = row.problem or "there is no class"
            return dict.fromkeys(scenarios, Cell.unknown(reason, row.location, tuple(scenarios)))
        of_class, bind = row.bind, self._bind(number, self._rules.refusals)
        return self._asked(
            number,
            scenarios,
            self._rules.refusals,
            lambda evaluation: {**bind(evaluation), **of_class(evaluation)},
            row.location,
        )

    def _asked(
        self,
        number: int,
        scenarios: Sequence[str],
        expressions: Sequence[str],
        bind: Names,
        fallback: Location | None,
        *,
        ordering: bool = False,
    ) -> dict[str, Cell]:
        """The answer under each scenario."""
        variants = {self._variants[number, each, ordering]: each for each in scenarios}
        cells = self._questioner.evaluated(expressions, bind, fallback, tuple(variants))
        return {variants[variant]: cell for cell in cells for variant in cell.scenarios}

    def _bind(self, number: int, expressions: Sequence[str]) -> Names:
        """Bind the names that expressions mention: parameters, and the values that the code makes of them."""
        rules, case = self._rules, self._cases[number]
        texts = case.names((*expressions, *rules.asked))

        def bind(evaluation: Evaluation) -> dict[str, Abstract]:
            names = {name: self._questioner.value(text, evaluation) for name, text in texts.items()}
            if rules.asked:
                names[ASKED] = self._questioner.first_value(rules.asked, names, evaluation)
            return names

        return bind

    def _candidate(self, number: int, scenario: str, name: str, *, tried: bool) -> Candidate:
        row = self._rows.get(name)
        if row is None:
            place = Location("configuration", 1)
            return Candidate(name=name, location=place, tried=tried, doubt="it is no row of this project")
        return candidate(name, row.location, self._cells[number, scenario, name], tried=tried)

    def _together(self, choices: Sequence[Choice]) -> dict[str, Candidate | None]:
        """Find the backend that serves all cases under each scenario where several cases each have a choice."""
        if len(self._cases) == 1:
            return {}
        orders = [self._order(number) for number in range(len(self._cases))]
        unchosen = {choice.scenario for choice in choices if choice.chosen is None}
        return {
            scenario: self._serves_all(scenario, [self._names(order[scenario]) for order in orders])
            for scenario in self._scenarios
            if scenario not in unchosen
        }

    def _serves_all(self, scenario: str, orders: Sequence[Sequence[str]]) -> Candidate | None:
        for name in orders[0]:
            if not all(name in order for order in orders):
                continue
            served = []
            for number in range(len(orders)):
                self._examine(number, name, [scenario])
                served.append(self._candidate(number, scenario, name, tried=True))
                if served[-1].reasons:
                    break
            else:
                return next((each for each in served if each.doubt), served[0])
        return None


def _is_known(cell: Cell) -> bool:
    return cell.state is State.KNOWN and isinstance(cell.value, list)


def _doubt_of_order(order: Cell | None) -> str | None:
    if order is None or _is_known(order):
        return None
    if order.reason is not None and order.reason.startswith("raises "):
        return f"no backend is chosen: the order of preference {order.reason}"
    return f"the order of preference is unknown: {order.reason or 'it varies'}"
