"""Discovery by a registry that is an Enum: each member's value is the dotted path of a class."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from docgen.discovery.found import Candidate, Found
from docgen.discovery.lookup import class_binding, configured
from docgen.errors import ConfigError
from docgen.static.answers.availability import require_importable
from docgen.static.engine.guarded import attempted
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unavailable, Unsupported
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Discovery
    from docgen.model.location import Location
    from docgen.static.answers.interpreter import Program


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """Every member of the registry that names a class, in its order, with aliases, because people use them too.

    A member whose value is empty or None is a placeholder, for a plug-in's class for example, and no backend.

    Args:
        program: The documented program.
        scenarios: Names of scenarios; a member that exists under any of them is a row.
        discovery: The path of the Enum.

    Raises:
        ConfigError: the configured path leads to no Enum, its members are unknown, or names to skip are not in it.
    """
    known: dict[str, None] = {}
    entries: list[Candidate] = []
    for scenario in scenarios:
        registry = configured(program, scenario, discovery.path)
        if not is_enum(registry):
            raise ConfigError(
                f"{discovery.path} is no Enum",
                remedy="set `path` under [discovery] to the registry",
                key=("discovery", "path"),
            )
        try:
            members = attempted(partial(dispatch.members, registry, program.evaluation))
        except Raised as signal:
            members = Unknown(str(signal), signal.place)
        if isinstance(members, Unknown):
            what = f"the members of {discovery.path} are unknown: {members.reason}"
            raise ConfigError(what, remedy="set `path` under [discovery] to another registry")
        entries += [
            _candidate(name, member.attributes["_value_"], _location(name, registry), scenario)
            for name, member in members.items()
            if name not in discovery.skip
            and name not in known
            and member.attributes["_value_"] not in (None, "")
        ]
        known |= dict.fromkeys(members)
    if strange := sorted({*discovery.skip} - known.keys()):
        what = f"{discovery.path} has no member {', '.join(strange)}"
        raise ConfigError(what, remedy="correct `skip`", key=("discovery", "skip"))
    return iter(entries)


def _candidate(name: str, value: Abstract, location: Location, scenario: str) -> Candidate:
    if isinstance(value, str):
        return Candidate(name=name, location=location, scenario=scenario, path=value)
    problem = value.reason if isinstance(value, Unknown) else f"{name} is no dotted path of a class"
    return Candidate(name=name, location=location, scenario=scenario, problem=problem)


def rows(
    candidate: Candidate, program: Program, _scenarios: Sequence[str], _discovery: Discovery
) -> Iterator[Found]:
    """The row of a member."""
    name, path, location = candidate.name, candidate.path, candidate.location
    if path is None:
        yield Found(name=name, path=None, location=location, problem=candidate.problem)
        return
    program.evaluation.start(candidate.scenario, ())
    problem, cls = _class_at(path, program)
    if problem is not None:
        yield Found(name=name, path=path, location=location, problem=problem)
        return
    module, _, attribute = path.rpartition(".")
    yield Found(
        name=name,
        path=cls.path if cls and _is_importable(cls, program) else path,
        location=cls.place.location if cls and cls.place else location,
        docstring=(cls.docstring or "") if cls else "",
        bind=class_binding(module, attribute, program),
    )


def _class_at(path: str, program: Program) -> tuple[str | None, ClassValue | None]:
    """Look up a dotted path; return the reason why it leads to no class, and the class if it is known."""
    module, _, attribute = path.rpartition(".")
    if not program.tree.owns(path):
        return f"{path} is outside the documented packages", None
    if not program.tree.exists(module):
        return f"there is no module {module}", None
    try:
        require_importable(module, program.evaluation)
    except (Unavailable, Unsupported):
        return None, None  # every answer of the row says so
    try:
        value = attempted(lambda: program.module_attribute(module, attribute, program.evaluation))
    except Raised as signal:
        return f"{path}: {signal.exception}", None
    if value is ABSENT:
        return f"module {module} has no class {attribute}", None
    return None, value if isinstance(value, ClassValue) else None


def _is_importable(cls: ClassValue, program: Program) -> bool:
    """Tell whether the class is reached by its own path; one that a function made is not."""
    try:
        return cls is attempted(
            lambda: program.module_attribute(cls.frame.module.name, cls.qualname, program.evaluation)
        )
    except Raised:
        return False


def _location(name: str, registry: ClassValue) -> Location:
    node: ast.stmt | None = registry.namespace.binding(name) if registry.namespace else None
    return registry.frame.module.location(node or registry.node or ast.Pass())
