"""Runs that ask about some scenarios only, and the pages that hold all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from docgen.errors import PageError, together
from docgen.model.location import Location
from docgen.project.project import open_project
from docgen.rendering.scenarios import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docgen.project.project import Project
    from docgen.rendering.pages import PageState
    from docgen.rendering.scenarios import ScenarioWords

_PART = re.compile(r"(?P<words>.*?)(?: \((?P<where>[^()]*)\))?", re.DOTALL)
_OPENING, _CLOSING = "([", ")]"


def is_partial(project: Project) -> bool:
    """Tell whether a run asks about fewer scenarios than there are."""
    return len(project.model.scenarios) < len(project.config.scenarios)


def of_all_scenarios(project: Project) -> Project:
    """The project with the answers of every scenario, as its pages need them."""
    return open_project(replace(project.request, scenarios=())) if is_partial(project) else project


def refuse_to_write(project: Project, states: Sequence[PageState]) -> None:
    """Refuse to write pages that also hold scenarios the run does not ask about: their answers would be lost.

    Raises:
        PageError: there is such a page.
    """
    if not is_partial(project):
        return
    whole = {page.path for page in project.config.page if page.template}
    command = replace(project.request, scenarios=()).build_command
    errors = [
        PageError(
            f"the page holds other scenarios than {', '.join(project.model.scenarios)}, and would lose them",
            location=Location(state.file.name, 1),
            remedy=command,
        )
        for state in states
        if state.file.name in whole or _holds_others(state)
    ]
    if errors:
        raise together(errors)


def _holds_others(state: PageState) -> bool:
    """Tell whether a page shows answers of all scenarios, as a region does, and a value that names no scenario."""
    from docgen.rendering.markers import regions  # noqa: PLC0415
    from docgen.rendering.values import places  # noqa: PLC0415

    text, path = state.expected, state.file.name
    return bool(regions(text, path)) or any("scenario" not in place.fields for place in places(text, path))


def said_under(text: str, scenario: str, words: ScenarioWords) -> frozenset[str]:
    """The words of a cell that hold under a scenario.

    Args:
        text: The cell, as docgen writes it: parts, with the scenarios in which each holds.
        scenario: The scenario.
        words: The names of the scenarios that the page knows.
    """
    parts = [(match["words"], match["where"]) for part in _parts(text) if (match := _PART.fullmatch(part))]
    named = [words.named(where) if where and where != ELSEWHERE else None for _, where in parts]
    elsewhere = set(words.names).difference(*(names for names in named if names is not None))
    held = set()
    for (said, where), names in zip(parts, named, strict=True):
        if names is None and where and where != ELSEWHERE:
            held.add(f"{said} ({where})")  # a remark that names no scenario
        elif scenario in _where(names, elsewhere, where, words.names):
            held.add(said)
    # Words of one list may stand in parts that hold in different scenarios.
    return frozenset(word for said in held for word in said.split(", "))


def _where(
    names: Collection[str] | None, elsewhere: Collection[str], where: str | None, every: Collection[str]
) -> Collection[str]:
    if where == ELSEWHERE:
        return elsewhere
    return every if names is None else names


def _parts(text: str) -> Iterator[str]:
    """The parts of a cell; brackets, which hold notes for example, are not split."""
    start = depth = 0
    for position, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0 and text.startswith("; ", position):
            yield text[start:position]
            start = position + len("; ")
    yield text[start:]
