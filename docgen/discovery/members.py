"""Discovery by membership: the public classes of a module or a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.discovery.exclusion import excludes_module
from docgen.discovery.found import Candidate, Found
from docgen.discovery.lookup import class_binding, configured
from docgen.errors import ConfigError, SourceError
from docgen.static.answers.families import public_members
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, ModuleValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Discovery
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.namespace import Namespace


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """The module, or the modules of a package that exposes no class itself.

    Args:
        program: The documented program.
        scenarios: Names of scenarios; a member that exists under any of them is a row.
        discovery: The path of the module.

    Raises:
        ConfigError: the configured path leads to no module.
    """
    module = configured(program, scenarios[0], discovery.path)
    if not isinstance(module, ModuleValue):
        raise ConfigError(
            f"{discovery.path} is no module",
            remedy="set `path` under [discovery] to a module or package",
            key=("discovery", "path"),
        )
    names = [module.namespace.path]
    if module.namespace.module.is_package and not _members(module.namespace, program, scenarios):
        names = [name for name in program.tree.names() if name.startswith(f"{names[0]}.")]
    for name in sorted(names):
        if not excludes_module(name, discovery):
            yield Candidate(name=name, location=program.tree.first_line(name), scenario=scenarios[0])


def rows(
    candidate: Candidate, program: Program, scenarios: Sequence[str], discovery: Discovery
) -> Iterator[Found]:
    """Every public class of a module."""
    try:
        namespace = program.namespace(candidate.name)
    except SourceError:
        return  # the tree notes this, and reports every unreadable file
    for name, value in _members(namespace, program, scenarios).items() if namespace else ():
        if name in discovery.skip:
            continue
        cls = value if isinstance(value, ClassValue) else None
        node = namespace.binding(name) if namespace else None
        place = namespace.module.location(node) if namespace and node else candidate.location
        yield Found(
            name=name,
            path=cls.path if cls else f"{candidate.name}.{name}",
            location=cls.place.location if cls and cls.place else place,
            docstring=(cls.docstring or "") if cls else "",
            bind=class_binding(candidate.name, name, program),
        )


def _members(namespace: Namespace, program: Program, scenarios: Sequence[str]) -> dict[str, Abstract]:
    """The public classes of a module under any scenario; a known class takes precedence over an unknown one.

    Raises:
        ConfigError: the public names are unknown.
    """
    found: dict[str, Abstract] = {}
    for scenario in scenarios:
        program.evaluation.start(scenario, ())
        try:
            for name, value in public_members(namespace, program.evaluation):
                if not isinstance(found.get(name), ClassValue):
                    found[name] = value
        except Indefinite as signal:
            what = f"the members of {namespace.path} are not known: {signal.value.reason}"
            remedy = "set `path` under [discovery] to another module"
            raise ConfigError(what, remedy=remedy, key=("discovery", "path")) from None
    return found
