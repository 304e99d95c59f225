"""Discovery by inheritance: every class of some modules that derives from a base."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from docgen.discovery.found import Found
from docgen.discovery.lookup import begin, class_binding, configured, definitions, matches, matching_modules
from docgen.errors import ConfigError, SourceError
from docgen.static.engine.guarded import attempted
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Discovery
    from docgen.discovery.found import Candidate
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.namespace import Namespace


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """The configured modules.

    Args:
        program: The documented program.
        scenarios: Under whose assumptions classes are looked for; one that derives under any is a row.
        discovery: The base, and the modules to search.

    Raises:
        ConfigError: the configured path leads to no class of the tree, or no module matches.
    """
    _base(program, scenarios, discovery)
    return matching_modules(program, scenarios[0], discovery.modules)


def rows(
    candidate: Candidate, program: Program, scenarios: Sequence[str], discovery: Discovery
) -> Iterator[Found]:
    """Every subclass of the base in a module, in the order of definition.

    A module is forgotten once its classes have been handed on and asked: half a million lines of syntax trees do not
    fit in memory. What another module needs of it is read again.
    """
    base = _base(program, scenarios, discovery)
    try:
        namespace = program.namespace(candidate.name)
    except SourceError:
        return  # noted by the tree, which reports every unreadable file
    if namespace is not None:
        found = [*_found_in(namespace, base, program, scenarios)]
        yield from (entry for entry in found if entry.name not in discovery.skip)
    program.forget(lambda name: name != base.frame.module.name and matches(name, discovery.modules))


def _base(program: Program, scenarios: Sequence[str], discovery: Discovery) -> ClassValue:
    base = configured(program, scenarios[0], discovery.path)
    if not isinstance(base, ClassValue):
        raise ConfigError(
            f"{discovery.path} is no class",
            remedy="set `path` under [discovery] to the base class",
            key=("discovery", "path"),
        )
    return base


def _found_in(
    namespace: Namespace, base: ClassValue, program: Program, scenarios: Sequence[str]
) -> Iterator[Found]:
    """The classes that a module defines, those in conditional blocks included, in the order of the text."""
    nodes: dict[str, list[tuple[int, ast.ClassDef]]] = {}
    for index, unit in enumerate(namespace.units):
        for node in definitions(unit.node):
            if isinstance(node, ast.ClassDef):
                nodes.setdefault(node.name, []).append((index, node))
    rows: set[str] = set()
    imported = False
    for scenario in scenarios:
        here = begin(program, scenario, namespace.path)
        if imported and not here:
            continue
        imported = imported or here
        missing = [name for name in nodes if name not in rows]
        rows.update(name for name in missing if _may_derive(namespace, nodes[name], base, program.evaluation))
    for name in nodes:
        if name in rows:
            yield Found(
                name=name,
                path=f"{namespace.path}.{name}",
                location=namespace.module.location(nodes[name][-1][1]),
                docstring=ast.get_docstring(nodes[name][-1][1]) or "",
                bind=class_binding(namespace.path, name, program),
            )


def _may_derive(
    namespace: Namespace, sites: list[tuple[int, ast.ClassDef]], base: ClassValue, evaluation: Evaluation
) -> bool:
    """Whether a class derives from the base, or may: then its row says what is not known of it.

    Where its name leads to no class, or one of several definitions was taken, the bases in the text tell.
    """
    try:
        cls = attempted(lambda: namespace.lookup(sites[0][1].name, evaluation))
    except Raised:
        cls = ABSENT
    if isinstance(cls, ClassValue) and (_derives(cls, base.path) or len(sites) == 1):
        return _derives(cls, base.path) and cls.frame.module.name == namespace.path
    if cls is ABSENT and not evaluation.taken:
        return False  # no condition was open: it is not defined
    return any(_base_derives(node, index, namespace, base, evaluation) for index, node in sites)


def _base_derives(
    node: ast.ClassDef, index: int, namespace: Namespace, base: ClassValue, evaluation: Evaluation
) -> bool:
    frame = Frame(evaluation, namespace.module, namespace=namespace, position=index)
    for expression in node.bases:
        try:
            value = attempted(partial(dispatch.evaluate, expression, frame))
        except Raised:
            continue  # a name of the side of a condition that this path does not take
        if isinstance(value, ClassValue) and _derives(value, base.path):
            return True
        # What another package defines does not derive from a class of this one.
        if isinstance(value, Unknown) and not (value.path and not evaluation.program.tree.owns(value.path)):
            return True
    return False


def _derives(cls: ClassValue, path: str) -> bool:
    """Whether a class of this path is among its ancestors, or is it: each path that is run may make classes anew."""
    return any(isinstance(ancestor, ClassValue) and ancestor.path == path for ancestor in cls.mro)
