"""Choices for every combination of values that the configuration lists, as pages hold them to look them up."""

from __future__ import annotations

import itertools
import pickle
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from docgen.digests import SEVERAL
from docgen.explain.choice import Choice
from docgen.explain.selection import Selector
from docgen.explain.settings import Settings
from docgen.model.evidence import Evidence
from docgen.project.cache import Cache
from docgen.project.introspection import refuse_unreadable, say_nothing
from docgen.project.processes import forked
from docgen.project.processors import usable_processors
from docgen.static.answers.questions import Questioner
from docgen.static.source.extent import has_small_extent
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from docgen.config import Config, Scenario
    from docgen.config.explain import Explain
    from docgen.explain.settings import Case
    from docgen.model.cell import Value
    from docgen.project.project import Project


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter, in the words that users set it with."""

    name: str
    """Its name."""
    normal: str | None
    """Its default; None if that is unknown."""
    values: tuple[str, ...]
    """The values that it can take; empty for numbers, truth values and plain text."""


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """The choices of all listed combinations."""

    inputs: tuple[Input, ...]
    """The parameters."""
    tables: tuple[dict[str, tuple[str, ...]], ...]
    """For each entry of `tabled`, the values of its parameters; those of the last one change first."""
    choices: dict[str, tuple[tuple[Choice, ...], ...]]
    """For each scenario and each entry, the choices of its combinations in order."""


def tabled_choices(project: Project, progress: Callable[[str], None] | None = None) -> Choices:
    """The choices of all combinations under `tabled`, recalled where nothing has changed that they were drawn from.

    Args:
        project: A project that has `explain`.
        progress: Called with the name of each scenario that is done; not called where the choices are recalled.

    Raises:
        DocgenError: the source cannot be read, or a value is not known.
    """
    request, config, scenarios = project.request, project.config, project.model.scenarios
    small = has_small_extent(request.root, config.packages)
    question = ["tabled", small, config, scenarios]
    return Cache(enabled=request.keep).answer(
        request.root, question, Choices, lambda: _asked(project, progress or say_nothing)
    )


def _asked(project: Project, progress: Callable[[str], None]) -> tuple[Choices, Evidence]:
    """Ask each scenario in a process of its own, for each choice takes a large tree a quarter of a second."""
    scenarios = project.config.named(project.model.scenarios)
    tree = _tree(project)
    (inputs, tables), evidence = tree.witnessed(lambda: _read(tree, project.config, scenarios))
    refuse_unreadable(tree)
    found: dict[str, tuple[tuple[Choice, ...], ...]] = {}

    def work(number: int) -> bytes:
        return pickle.dumps(_chosen(project, scenarios[number]))

    with closing(forked(usable_processors(), len(scenarios), work, bytes)) as answers:
        for number, content in answers:
            if number is not None:
                choices, own = pickle.loads(content)  # noqa: S301 - from a process that this one forked
                found[scenarios[number].name] = choices
                evidence = _both(evidence, own)
                progress(scenarios[number].shown)
    ordered = {scenario.name: found[scenario.name] for scenario in scenarios}
    return Choices(inputs=inputs, tables=tables, choices=ordered), evidence


def _tree(project: Project) -> SourceTree:
    return SourceTree(project.request.root, project.config.packages, project.request.outside)


def _chosen(project: Project, scenario: Scenario) -> tuple[tuple[tuple[Choice, ...], ...], Evidence]:
    """The choices of all entries under one scenario."""
    tree, config = _tree(project), project.config
    rules = _rules(config)

    def choose() -> tuple[tuple[Choice, ...], ...]:
        settings = Settings(rules, Questioner(tree, config, [scenario]))
        cases = [[*_cases(settings, each.values)] for each in rules.tabled]
        selector = Selector(tree, config, rules, [scenario], [*itertools.chain(*cases)], None)
        chosen = iter(selector.choices(everything=False))
        return tuple(tuple(itertools.islice(chosen, len(each))) for each in cases)

    choices, evidence = tree.witnessed(choose)
    refuse_unreadable(tree)
    return choices, evidence


def _cases(settings: Settings, values: Mapping[str, Sequence[Value]]) -> list[Case]:
    return [
        settings.case(dict(zip(values, combination, strict=True)), {})
        for combination in itertools.product(*values.values())
    ]


def _read(
    tree: SourceTree, config: Config, scenarios: Sequence[Scenario]
) -> tuple[tuple[Input, ...], tuple[dict[str, tuple[str, ...]], ...]]:
    """The parameters, and the values of each entry, in words."""
    rules = _rules(config)
    questioner = Questioner(tree, config, scenarios[:1])
    settings = Settings(rules, questioner)
    inputs = tuple(
        Input(name=each.name, normal=_normal(questioner, each.default), values=settings.known(each.name))
        for each in rules.parameter
    )
    tables = tuple(
        {
            name: tuple(_word(settings.case({name: value}, {}).shown[name]) for value in values)
            for name, values in each.values.items()
        }
        for each in rules.tabled
    )
    return inputs, tables


def _normal(questioner: Questioner, default: str) -> str | None:
    (cell,) = questioner.evaluated([default], lambda _: {}, None)
    return None if cell.reason or cell.conditions else _word(cell.value)


def _word(value: Value) -> str:
    """A value as users write it."""
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def _rules(config: Config) -> Explain:
    if config.explain is None:
        raise ValueError("the configuration has no [explain]")
    return config.explain


def _both(one: Evidence, other: Evidence) -> Evidence:
    """The evidence of two results together; what changed between them proves nothing."""

    def merged(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
        changed = [path for path in first.keys() & second.keys() if first[path] != second[path]]
        return {**first, **second, **dict.fromkeys(changed, SEVERAL)}

    return Evidence(
        merged(one.files, other.files),
        merged(one.listings, other.listings),
        merged(one.imports, other.imports),
    )
