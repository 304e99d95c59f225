"""Discovery by a registry that is a dictionary from names to backends, or a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.discovery.found import Candidate, Found
from docgen.discovery.lookup import configured
from docgen.discovery.registered import Registered, dotted_path, problem_of
from docgen.errors import ConfigError
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.objects import dispatch
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Discovery
    from docgen.model.location import Location
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation

_KEY = ("discovery", "path")


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """Every entry of the registry, in its order.

    An entry whose value is None or an empty text is a placeholder and no backend.

    Args:
        program: The documented program.
        scenarios: Names of scenarios; an entry that exists under any of them is a row.
        discovery: The path of the registry.

    Raises:
        ConfigError: the configured path leads to no dictionary and no list, its entries are not known, or names to
            skip are not in it.
    """
    known: dict[str, None] = {}
    found: list[Candidate] = []
    location, package = _registry_place(program, discovery.path)
    for scenario in scenarios:
        entries = _entries(configured(program, scenario, discovery.path), discovery.path)
        for name, value in entries.items():
            if name not in known and name not in discovery.skip and not _is_placeholder(value):
                path = dotted_path(value, package, program)
                problem = problem_of(path, program) if path else None
                found.append(
                    Candidate(name=name, location=location, scenario=scenario, path=path, problem=problem)
                )
        known |= dict.fromkeys(entries)
    if strange := sorted({*discovery.skip} - known.keys()):
        what = f"{discovery.path} has no entry {', '.join(strange)}"
        raise ConfigError(what, remedy="correct `skip`", key=("discovery", "skip"))
    return iter(found)


def rows(
    candidate: Candidate, program: Program, _scenarios: Sequence[str], discovery: Discovery
) -> Iterator[Found]:
    """The row of an entry."""
    if candidate.problem is not None:
        yield Found(
            name=candidate.name,
            path=candidate.path,
            location=candidate.location,
            problem=candidate.problem,
        )
        return
    node = parse_expression(discovery.path, "discovery path")

    def look_up(evaluation: Evaluation) -> Abstract:
        registry = dispatch.evaluate(node, Frame(evaluation, NOWHERE))
        if isinstance(registry, Unknown):
            raise Unsupported(registry.reason, registry.place, origin=registry.origin)
        value = _entries(registry, discovery.path).get(candidate.name, ABSENT)
        if value is ABSENT:
            raise Unsupported(f"{discovery.path} has no entry {candidate.name}", None)
        return value

    _, package = _registry_place(program, discovery.path)
    entry = Registered(look_up, package, program)
    yield entry.found(candidate.name, candidate.scenario, candidate.location, candidate.path)


def _entries(registry: Abstract, path: str) -> dict[str, Abstract]:
    """Names and values; the names of a list are those of its classes, with their modules where several have one name.

    Raises:
        ConfigError: it is no dictionary and no list, or a name is not known.
    """
    if isinstance(registry, Instance) and isinstance(registry.payload, dict):
        registry = registry.payload
    if isinstance(registry, dict):
        return {_spelt(key, path): value for key, value in registry.items()}
    if isinstance(registry, list | tuple | set | frozenset):
        names = [_name_of(value, path) for value in registry]
        return {
            name if names.count(name) == 1 else _qualified(value, f"{name} ({number})"): value
            for number, (name, value) in enumerate(zip(names, registry, strict=True), 1)
        }
    raise ConfigError(
        f"{path} is no dictionary and no list of backends",
        remedy="set `path` under [discovery] to the registry",
        key=_KEY,
    )


def _spelt(key: Abstract, path: str) -> str:
    if isinstance(key, Instance) and is_enum(key.cls):
        return str(key.attributes["_name_"])
    if isinstance(key, ClassValue):
        return key.name
    if isinstance(key, str | int | float | bool):
        return str(key)
    if isinstance(key, tuple):
        return ", ".join(_spelt(part, path) for part in key)
    raise _unclear(key, path)


def _name_of(value: Abstract, path: str) -> str:
    if isinstance(value, str):
        return value.replace(":", ".").rpartition(".")[2]
    if isinstance(value, ClassValue | FunctionValue):
        return value.name
    if isinstance(value, Instance):
        return value.cls.name
    raise _unclear(value, path)


def _qualified(value: Abstract, numbered: str) -> str:
    """The name of a list's entry that is not the only one of its name; a class that is listed twice is one entry."""
    if isinstance(value, str):
        return value.replace(":", ".")
    return value.path if isinstance(value, ClassValue) else numbered


def _unclear(value: Abstract, path: str) -> ConfigError:
    reason = value.reason if isinstance(value, Unknown) else f"it is a {type(value).__name__}"
    what = f"the name of an entry of {path} is not known: {reason}"
    return ConfigError(what, remedy="set `path` under [discovery] to another registry", key=_KEY)


def _is_placeholder(value: Abstract) -> bool:
    return value is None or (isinstance(value, str) and not value)


def _registry_place(program: Program, path: str) -> tuple[Location, str]:
    """Look up the place where a registry is bound, and the package of its module, where relative paths start."""
    module, rest = program.tree.split(path)
    namespace = program.readable_namespace(module) if module else None
    if module is None or namespace is None or not rest:
        return program.tree.first_line(module or path), module or ""
    node = namespace.binding(rest[0])
    source = namespace.module
    return source.location(node) if node else program.tree.first_line(module), source.package
