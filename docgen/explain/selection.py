"""Which backend the documented code chooses for a configuration, and why each other is not, from its source alone."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Capability
from docgen.errors import ConfigError, nearest, use_one_of
from docgen.model.cell import Cell, State, Value
from docgen.model.location import Location
from docgen.project.introspection import discovered, refuse_unreadable
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from docgen.config import Config
    from docgen.config.explain import Explain, Parameter
    from docgen.discovery.found import Found
    from docgen.static.answers.questions import Names
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import Abstract


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one backend."""

    name: str
    """Its name."""
    location: Location
    """Where it is declared."""
    tried: bool
    """Whether the order of preference has it."""
    reasons: tuple[str, ...] = ()
    """Why it does not fit, in the words of the code; or that it cannot be imported, and why."""
    doubt: str | None = None
    """Why that cannot be told; None if it can."""

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons and self.doubt is None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome for one kind of layer under one scenario."""

    scenario: str
    """The scenario."""
    settings: dict[str, Value]
    """The parameters that were set, in canonical form."""
    candidates: tuple[Candidate, ...]
    """Those that are tried, in order of preference, then the others in the order of the rows."""
    doubt: str | None = None
    """Why the order of preference cannot be told; None if it can."""

    @property
    def chosen(self) -> Candidate | None:
        """The first that fits; None if none does, or if that hangs on something that is not known."""
        for candidate in self.candidates:
            if candidate.tried and (candidate.fits or candidate.doubt):
                return candidate if candidate.fits else None
        return None


def explain(
    root: Path,
    config: Config,
    scenarios: Sequence[str] | None,
    settings: Mapping[str, str],
    model: dict[str, Value] | None = None,
) -> tuple[Choice, ...]:
    """Choose for every kind of layer, under every scenario.

    Args:
        root: The documented project.
        config: What it says; its `explain` says how the code chooses.
        scenarios: Names of the scenarios; all if None.
        settings: Parameters by name, as people write them.
        model: A model's configuration as plain data; what it says is overridden by `settings`.

    Raises:
        ConfigError: there is no `explain`, or a parameter or a value of one is not known.
        SourceError: the source cannot be read.
    """
    rules = config.explain
    if rules is None:
        raise ConfigError(
            "no [explain] in the configuration", remedy="say how the code chooses: docs/explain.md"
        )
    asked = [s for s in config.scenarios if scenarios is None or s.name in scenarios]
    questioner = Questioner(SourceTree(root, config.packages), config, asked)
    explainer = _Explainer(rules, questioner, [*discovered(questioner, config)])
    cases = explainer.cases(model) if model is not None else [{}]
    choices = tuple(choice for case in cases for choice in explainer.choices({**case, **settings}))
    refuse_unreadable(questioner.program.tree)
    return choices


def common(choices: Sequence[Choice]) -> Candidate | None:
    """The preferred backend that serves all of some choices of one scenario; with a doubt, the first that may."""
    first, *others = choices
    for candidate in first.candidates:
        same = [candidate, *(c for o in others for c in o.candidates if c.name == candidate.name)]
        if len(same) == len(choices) and all(each.tried and not each.reasons for each in same):
            return next((each for each in same if each.doubt), candidate)
    return None


class _Explainer:
    def __init__(self, rules: Explain, questioner: Questioner, rows: list[Found]) -> None:
        self._rules = rules
        self._questioner = questioner
        self._rows = rows
        self._parameters = {parameter.name: parameter for parameter in rules.parameter}

    def cases(self, model: dict[str, Value]) -> list[dict[str, Value]]:
        """What a model's configuration says of each kind of layer that it has.

        Raises:
            ConfigError: the configuration has no expression for it, or it does not say for this model.
        """
        remedy = "correct `cases` under [explain], or set the parameters by hand"
        if not self._rules.cases:
            raise ConfigError("[explain] does not say how to read a model's configuration", remedy=remedy)
        (cell, *_) = self._questioner.evaluated([self._rules.cases], lambda _: {"config": model}, None)
        found = cell.value
        if not isinstance(found, list) or not all(isinstance(case, dict) for case in found):
            reason = cell.reason or "it is no list of dictionaries"
            raise ConfigError(f"the model's configuration cannot be read: {reason}", remedy=remedy)
        # What a case gives as None is not stated: the parameter's default stands.
        return [
            {name: value for name, value in case.items() if value is not None}
            for case in found
            if isinstance(case, dict)
        ]

    def choices(self, settings: Mapping[str, Value]) -> list[Choice]:
        """The choice under every scenario."""
        shown: dict[str, Value] = {}
        names: dict[str, Names] = {}
        for name, given in settings.items():
            parameter = self._parameter(name)
            shown[name], names[name] = self._setting(parameter, given)
        for name, parameter in self._parameters.items():
            names.setdefault(name, self._bound(parameter.name, parameter.default))

        def bind(evaluation: Evaluation) -> dict[str, Abstract]:
            return {name: give(evaluation)[name] for name, give in names.items()}

        order = _by_scenario(
            self._questioner.evaluated(self._rules.order, bind, None) if self._rules.order else ()
        )
        refusals = {row.name: _by_scenario(self._refusals(row, bind)) for row in self._rows}
        return [
            self._choice(scenario, shown, order.get(scenario), {n: r[scenario] for n, r in refusals.items()})
            for scenario in self._questioner.scenarios
        ]

    def _choice(
        self, scenario: str, settings: dict[str, Value], order: Cell | None, refusals: Mapping[str, Cell]
    ) -> Choice:
        places = {row.name: row.location for row in self._rows}
        doubt = None
        preferred = list(places)
        if order is not None:
            known = order.state is State.KNOWN and isinstance(order.value, list)
            doubt = None if known else f"the order of preference is not known: {order.reason or 'it varies'}"
            preferred = [str(name) for name in order.value] if isinstance(order.value, list) and known else []
        rest = [name for name in places if name not in preferred]
        candidates = tuple(
            _candidate(name, places.get(name), refusals.get(name), tried=name in preferred)
            for name in (*preferred, *rest)
        )
        return Choice(scenario=scenario, settings=settings, candidates=candidates, doubt=doubt)

    def _refusals(self, row: Found, bind: Names) -> tuple[Cell, ...]:
        if row.bind is None:
            reason = row.problem or "there is no class"
            return (Cell.unknown(reason, row.location, self._questioner.scenarios),)
        of_class = row.bind
        return self._questioner.evaluated(
            self._rules.refusals,
            lambda evaluation: {**bind(evaluation), **of_class(evaluation)},
            row.location,
        )

    def _parameter(self, name: str) -> Parameter:
        if name not in self._parameters:
            raise ConfigError(
                f"no parameter {name!r}{nearest(name, self._parameters)}", remedy=use_one_of(self._parameters)
            )
        return self._parameters[name]

    def _setting(self, parameter: Parameter, given: Value) -> tuple[Value, Names]:
        """A parameter's value in canonical form, and what gives it to an expression."""
        name = parameter.name
        if not parameter.values:
            value = _literal(given) if isinstance(given, str) else given
            return value, lambda _: {name: value}
        domain = Capability(key=f"parameter_{name}", header=name, probe="True", over={name: parameter.values})
        known = self._questioner.domain(domain)
        if known is None:
            raise ConfigError(
                f"the values of parameter {name} cannot be read", remedy="correct it under [explain]"
            )
        spelt = [str(value) for value in known]
        folded = [text.casefold() for text in spelt]
        if str(given).casefold() not in folded:
            raise ConfigError(
                f"{name} has no value {given!r}{nearest(str(given), spelt)}", remedy=use_one_of(spelt)
            )
        position = folded.index(str(given).casefold())
        return known[position], lambda path: {name: self._questioner.members(domain, path)[position]}

    def _bound(self, name: str, expression: str) -> Names:
        return lambda path: {name: self._questioner.value(expression, path)}


def _candidate(name: str, location: Location | None, cell: Cell | None, *, tried: bool) -> Candidate:
    if cell is None or location is None:
        place = Location("configuration", 1)
        return Candidate(name=name, location=place, tried=tried, doubt="it is no row of this project")
    if cell.state is State.KNOWN and isinstance(cell.value, list):
        reasons = tuple(str(reason) for reason in cell.value)
        return Candidate(name=name, location=cell.location or location, tried=tried, reasons=reasons)
    if cell.state is State.UNAVAILABLE:
        reasons = (f"unavailable: {cell.reason}",)
        return Candidate(name=name, location=cell.location or location, tried=tried, reasons=reasons)
    conditions = "; ".join(f"{each.value} when {each.when}" for each in cell.conditions)
    doubt = cell.reason or conditions or f"the refusals are no list but {cell.value!r}"
    return Candidate(name=name, location=cell.location or location, tried=tried, doubt=doubt)


def _by_scenario(cells: Sequence[Cell]) -> dict[str, Cell]:
    return {scenario: cell for cell in cells for scenario in cell.scenarios}


def _literal(text: str) -> Value:
    """A value as people write it: as in Python or JSON, or else plain text."""
    words: dict[str, Value] = {"true": True, "false": False, "null": None, "none": None}
    if text.casefold() in words:
        return words[text.casefold()]
    try:
        value: Value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value
