"""Discovery by entry points: objects that a project offers to others under the name of a group."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from docgen.discovery.found import Candidate, Found
from docgen.discovery.registered import Registered, dotted_path, problem_of
from docgen.errors import ConfigError
from docgen.model.location import Location
from docgen.static.objects.control_flow import Unsupported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Discovery
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.values import Abstract

FILE = "pyproject.toml"

_TABLES = (("project", "entry-points"), ("tool", "poetry", "plugins"))
"""Tables of `pyproject.toml` that hold groups of entry points."""


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """Every entry point of the group, in the order of the file.

    Args:
        program: The documented program.
        scenarios: The entry points are the same under each.
        discovery: The group.

    Raises:
        ConfigError: there is no `pyproject.toml`, it is not TOML, or it has no such group.
    """
    text = program.tree.beside(FILE)
    if text is None:
        raise _error(f"there is no {FILE} under the root", "declare the entry points there")
    groups = entry_points(text)
    if discovery.path not in groups:
        known = ", ".join(groups) or "it declares none"
        what = f"{FILE} declares no group of entry points {discovery.path!r}"
        raise _error(what, f"set `path` under [discovery] to one of: {known}")
    lines = text.decode("utf-8", "replace").splitlines()
    for name, value in groups[discovery.path].items():
        if name in discovery.skip:
            continue
        line = next((n for n, each in enumerate(lines, 1) if name in each and value in each), 1)
        path = dotted_path(value, "", program) or (value if value.isidentifier() else None)
        problem = problem_of(path, program) if path else f"{value!r} is no entry point"
        yield Candidate(
            name=name,
            location=Location(FILE, line),
            scenario=scenarios[0],
            path=path,
            problem=problem,
        )


def rows(
    candidate: Candidate, program: Program, _scenarios: Sequence[str], _discovery: Discovery
) -> Iterator[Found]:
    """The row of an entry point; one that names no object in a module is asked as the module."""
    path = candidate.path
    if path is None or candidate.problem is not None:
        yield Found(name=candidate.name, path=path, location=candidate.location, problem=candidate.problem)
        return

    def look_up(_: Evaluation) -> Abstract:
        if "." not in path:
            value = program.module_value(path)
            if not program.tree.exists(path):
                raise Unsupported(f"there is no module {path}", None)
            return value
        return path

    entry = Registered(look_up, "", program)
    yield entry.found(candidate.name, candidate.scenario, candidate.location, path)


def entry_points(text: bytes) -> dict[str, dict[str, str]]:
    """Groups of entry points that a `pyproject.toml` declares.

    Raises:
        ConfigError: it is not TOML.
    """
    try:
        document: Any = tomllib.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _error(f"{FILE} is not TOML: {error}", f"correct {FILE}") from None
    groups: dict[str, dict[str, str]] = {}
    for table in _TABLES:
        found = document
        for key in table:
            found = found.get(key, {}) if isinstance(found, dict) else {}
        for group, points in found.items() if isinstance(found, dict) else ():
            if isinstance(points, dict):
                groups.setdefault(group, {}).update(
                    {name: value for name, value in points.items() if isinstance(value, str)}
                )
    return groups


def _error(what: str, remedy: str) -> ConfigError:
    return ConfigError(what, remedy=remedy, key=("discovery", "path"))
