"""Bases as written in the text of the source, for classes that the evaluation could not determine.

Such a class may still derive from the base: it is then a row, whose answers say what is unknown.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.discovery.lookup import definitions
from docgen.errors import SourceError
from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program


def may_lead_to(expression: ast.expr, namespace: Namespace, path: str) -> bool:
    """Tell whether an expression for a base may stand for the class at `path`, or for one that derives from it.

    Names are followed through imports, definitions and assignments of the documented source; in a call, both its
    function and its arguments are followed.

    Args:
        expression: The base, as written in a class statement of `namespace`.
        namespace: The module.
        path: Dotted path of the class that is looked for.
    """
    seen: set[str] = set()
    pending = [target for part in _parts(expression) for target in _paths(part, namespace)]
    while pending:
        target = pending.pop()
        if target == path:
            return True
        if target not in seen:
            seen.add(target)
            pending += _behind(target, namespace.program)
    return False


def _behind(path: str, program: Program) -> Iterator[str]:
    """Yield dotted paths of the bases of the class at `path`, of its assigned values, and of its imports."""
    module, _, name = path.rpartition(".")
    try:
        home = program.namespace(module) if module and program.tree.exists(module) else None
    except SourceError:
        return  # the tree notes this, and reports every unreadable file
    if home is None:
        return
    for expression in _bound(name, home):
        for part in _parts(expression):
            yield from _paths(part, home)
    yield from (f"{source}.{imported}" for source, imported in home.imports(name) if imported)


def _parts(expression: ast.expr) -> Iterator[ast.expr]:
    """The names and attributes in an expression, the outermost of each chain."""
    if isinstance(expression, ast.Name | ast.Attribute):
        yield expression
        return
    for child in ast.iter_child_nodes(expression):
        if isinstance(child, ast.keyword):
            yield from _parts(child.value)
        elif isinstance(child, ast.expr):
            yield from _parts(child)


def _paths(expression: ast.expr, namespace: Namespace) -> Iterator[str]:
    """Dotted paths that a name or an attribute may stand for."""
    match expression:
        case ast.Name(id=name):
            yield f"{namespace.path}.{name}"
            for module, imported in namespace.imports(name):
                yield f"{module}.{imported}" if imported else module
            for unit in namespace.units:
                if isinstance(unit.node, ast.ImportFrom) and any(
                    each.name == "*" for each in unit.node.names
                ):
                    yield f"{absolute(unit.node, namespace.module)}.{name}"
        case ast.Attribute(value=value, attr=name):
            yield from (f"{path}.{name}" for path in _paths(value, namespace))


def _bound(name: str, namespace: Namespace) -> Iterator[ast.expr]:
    """The bases of the classes of that name in a module, and the values that are assigned to it."""
    for unit in namespace.units:
        for node in definitions(unit.node):
            if isinstance(node, ast.ClassDef) and node.name == name:
                yield from node.bases
        if isinstance(unit.node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in unit.node.targets
        ):
            yield unit.node.value
