"""Objects that a function may give out: through its result, or stored in the object that it makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.aliases import ARGUMENT, Origins, callees, sources
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Container

    from docgen.static.engine.effect_terms import FunctionNode

_RESULTS = (ast.Return, ast.Yield, ast.YieldFrom)
_BINDINGS = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For)


def returned_names(node: FunctionNode, classes: Container[str], holders: set[str]) -> set[str]:
    """Names from outside a function whose objects it may give out, and those of functions that may make its result.

    Args:
        node: The function.
        classes: Names of classes of its body.
        holders: As for `Origins`.
    """
    body: list[ast.AST] = [*node.body] if isinstance(node.body, list) else [node.body]
    parts = [child for statement in body for child in walk(statement)]
    origins = Origins(node, parts, classes, holders)
    results = [part for part in parts if isinstance(part, _RESULTS) or _stores(part)]
    if not isinstance(node.body, list):
        results.append(ast.Return(node.body))
    found = set[str]().union(*(origins.of(part, sources(part, classes)) for part in results))
    return (found | _makers(results, parts)) - {ARGUMENT} - origins.local


def _makers(results: list[ast.AST], parts: list[ast.AST]) -> set[str]:
    """Names of functions that may make the objects that a function gives out."""
    assigned: dict[str, list[ast.AST]] = {}
    for part in parts:
        for target in getattr(part, "targets", None) or [getattr(part, "target", None)]:
            for name in sources(target) if isinstance(part, _BINDINGS) and target is not None else ():
                assigned.setdefault(name, []).append(part)
    seen: set[str] = set()
    found: set[str] = set()
    pending = [*results]
    while pending:
        part = pending.pop()
        found |= callees(part)
        for name in sources(part) - seen:
            seen.add(name)
            pending += assigned.get(name, ())
    return found


def _stores(node: ast.AST) -> bool:
    """Tell whether a statement stores something in an object."""
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets
    )
