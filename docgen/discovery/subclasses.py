"""Discovery by inheritance: every class of some modules that derives from a base."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.discovery.found import Found
from docgen.discovery.lookup import class_binding, configured, matching_modules
from docgen.errors import ConfigError, SourceError
from docgen.static.values import ClassValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config import Discovery
    from docgen.static.interpreter import Program
    from docgen.static.namespace import Namespace


def discover(program: Program, scenario: str, discovery: Discovery) -> Iterator[Found]:
    """Every subclass of the base in the configured modules, module by module, in the order of definition.

    A module is forgotten once its classes have been handed on and asked: half a million lines of syntax trees do not
    fit in memory. What another module needs of it is read again.

    Args:
        program: The documented program.
        scenario: Whose assumptions hold while the classes are looked for.
        discovery: The base, and the modules to search.

    Raises:
        ConfigError: the configured path leads to no class of the tree, or no module matches.
    """
    base = configured(program, scenario, discovery.path)
    if not isinstance(base, ClassValue):
        raise ConfigError(
            f"{discovery.path} is no class", remedy="set `path` under [discovery] to the base class"
        )
    modules = matching_modules(program, discovery.modules)
    searched = frozenset(modules)
    for module in modules:
        try:
            namespace = program.namespace(module)
        except SourceError:
            continue  # noted by the tree, which reports every unreadable file
        if namespace is not None:
            program.evaluation.start(scenario, ())
            yield from [
                _found(cls, module, program)
                for cls in _classes(namespace, program)
                if _derives(cls, base.path) and cls.name not in discovery.skip
            ]
        program.forget(searched - {base.frame.module.name})


def _classes(namespace: Namespace, program: Program) -> list[ClassValue]:
    """The classes that a module defines, those in conditional blocks included."""
    names = {node.name: None for unit in namespace.units for node in _definitions(unit.node)}
    found = [namespace.lookup(name, program.evaluation) for name in names]
    return [cls for cls in found if isinstance(cls, ClassValue) and cls.frame.module.name == namespace.path]


def _derives(cls: ClassValue, path: str) -> bool:
    """Whether a class of this path is among its ancestors, or is it: each path that is run may make classes anew."""
    return any(isinstance(ancestor, ClassValue) and ancestor.path == path for ancestor in cls.mro)


def _definitions(node: ast.stmt) -> Iterator[ast.ClassDef]:
    if isinstance(node, ast.ClassDef):
        yield node
    elif isinstance(node, ast.If | ast.Try | ast.With):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                yield from _definitions(child)
            elif isinstance(child, ast.ExceptHandler):
                for inner in child.body:
                    yield from _definitions(inner)


def _found(cls: ClassValue, module: str, program: Program) -> Found:
    place = cls.place
    return Found(
        name=cls.name,
        path=cls.path,
        location=place.location if place else cls.frame.module.location(ast.Pass()),
        docstring=cls.docstring or "",
        bind=class_binding(module, cls.name, program),
    )
