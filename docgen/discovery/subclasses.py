"""Discovery by inheritance: every class of some modules that derives from a base."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from docgen.discovery.found import Found
from docgen.discovery.lookup import (
    class_binding,
    configured,
    definitions,
    matches,
    matching_modules,
    names_of,
)
from docgen.discovery.written_bases import may_lead_to
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


_CLASSLIKE = re.compile(r"[A-Z]\w*[a-z]\w*")
"""Usual spelling of the names of classes: capitalised words."""


class Site(NamedTuple):
    """A statement that binds a class."""

    position: int
    """Its number in the module."""
    node: ast.stmt
    """The statement."""
    bases: list[ast.expr]
    """Expressions that the class may derive from: bases, or arguments of the call that makes it."""


def candidates(program: Program, scenarios: Sequence[str], discovery: Discovery) -> Iterator[Candidate]:
    """The configured modules.

    Args:
        program: The documented program.
        scenarios: Names of scenarios; a class that derives from the base under any of them is a row.
        discovery: The base, and the modules to search.

    Raises:
        ConfigError: the configured path leads to no class of the tree, or no module matches.
    """
    _base(program, scenarios, discovery)
    return matching_modules(program, scenarios[0], discovery)


def rows(
    candidate: Candidate, program: Program, scenarios: Sequence[str], discovery: Discovery
) -> Iterator[Found]:
    """Every subclass of the base in a module, in the order of definition.

    A module is dropped once its classes have been asked, because half a million lines of syntax trees do not fit in
    memory. If another module needs it, it is read again.
    """
    base = _base(program, scenarios, discovery)
    try:
        namespace = program.namespace(candidate.name)
    except SourceError:
        return  # the tree notes this, and reports every unreadable file
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
    """The classes that a module defines, including those in conditional blocks and those that calls make.

    They come in the order of the text, those that calls make last.
    """
    nodes: dict[str, list[Site]] = {}
    made: dict[str, list[Site]] = {}
    for index, unit in enumerate(namespace.units):
        for node in definitions(unit.node):
            if isinstance(node, ast.ClassDef):
                nodes.setdefault(node.name, []).append(Site(index, node, node.bases))
        if name := _made_by_call(unit.node):
            made.setdefault(name, []).append(Site(index, unit.node, [*_arguments(unit.node)]))
    made = {name: sites for name, sites in made.items() if name not in nodes}
    rows: set[str] = set()
    for scenario in scenarios:
        program.evaluation.start(scenario, ())
        space = names_of(namespace, program)
        for name, sites in (nodes | made).items():
            if name not in rows and _may_derive(space, name, sites, base, program.evaluation):
                rows.add(name)
    for name, sites in (nodes | made).items():
        if name in rows:
            definition = sites[-1].node
            yield Found(
                name=name,
                path=f"{namespace.path}.{name}",
                location=namespace.module.location(definition),
                docstring=(ast.get_docstring(definition) or "")
                if isinstance(definition, ast.ClassDef)
                else "",
                bind=class_binding(namespace.path, name, program),
            )


def _made_by_call(node: ast.stmt) -> str | None:
    """The name to which a statement binds the result of a call, if it is spelt like the name of a class."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call()) if _CLASSLIKE.fullmatch(name):
            return name
    return None


def _arguments(node: ast.stmt) -> Iterator[ast.expr]:
    """The names and attributes among the arguments of the call that a statement binds."""
    call = node.value if isinstance(node, ast.Assign) else None
    given = [*call.args, *(k.value for k in call.keywords)] if isinstance(call, ast.Call) else []
    while given:
        argument = given.pop()
        if isinstance(argument, ast.Tuple | ast.List):
            given += argument.elts
        elif isinstance(argument, ast.Name | ast.Attribute):
            yield argument


def _may_derive(
    namespace: Namespace, name: str, sites: list[Site], base: ClassValue, evaluation: Evaluation
) -> bool:
    """Tell whether a class derives from the base, or may; in that case its row shows what is unknown.

    Where its name leads to no class, or to one of several definitions, the bases in the text decide.
    """
    try:
        cls = attempted(lambda: namespace.lookup(name, evaluation))
    except Raised:
        cls = ABSENT
    if isinstance(cls, ClassValue) and _derives(cls, base.path):
        return _is_own(cls, name, namespace, evaluation)
    if isinstance(cls, ClassValue) and len(sites) == 1:
        # A class that a package outside the tree makes from the base may derive from it.
        hidden = any(isinstance(ancestor, Unknown) for ancestor in cls.mro)
        return hidden and any(may_lead_to(each, namespace, base.path) for each in sites[0].bases)
    if cls is ABSENT and not evaluation.taken:
        return False  # no condition was open, so it is not defined
    if not isinstance(cls, Unknown | ClassValue) and cls is not ABSENT:
        return False
    return any(_base_derives(site, namespace, base, evaluation) for site in sites)


def _is_own(cls: ClassValue, name: str, namespace: Namespace, evaluation: Evaluation) -> bool:
    """Tell whether a module defines a class itself, instead of giving another name to a row of another module."""
    home, qualname = cls.frame.module.name, cls.qualname
    if (home, qualname) == (namespace.path, name):
        return True
    try:
        original = attempted(lambda: evaluation.program.module_attribute(home, qualname, evaluation))
    except Raised:
        original = ABSENT
    return original is not cls


def _base_derives(site: Site, namespace: Namespace, base: ClassValue, evaluation: Evaluation) -> bool:
    frame = Frame(evaluation, namespace.module, namespace=namespace, position=site.position)
    for expression in site.bases:
        try:
            value = attempted(partial(dispatch.evaluate, expression, frame))
        except Raised:
            continue  # a name bound on the side of a condition that this path does not take
        if isinstance(value, ClassValue) and _derives(value, base.path):
            return True
        # A class of another package does not derive from one of this package, unless it was made from one.
        outside = isinstance(value, Unknown) and value.path and not evaluation.program.tree.owns(value.path)
        hidden = not outside or may_lead_to(expression, namespace, base.path)
        if isinstance(value, Unknown) and hidden and isinstance(site.node, ast.ClassDef):
            return True
    return False


def _derives(cls: ClassValue, path: str) -> bool:
    """Tell whether a class of this path is among its ancestors, or is itself; each path may make its own classes."""
    return any(isinstance(ancestor, ClassValue) and ancestor.path == path for ancestor in cls.mro)
