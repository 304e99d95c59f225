"""What a function may give out: through its result, or stored in the object that it makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.aliases import ARGUMENT, Origins, callees, sources
from docgen.static.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Container

    from docgen.static.effect_terms import FunctionNode

_RESULTS = (ast.Return, ast.Yield, ast.YieldFrom)
_BINDINGS = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For)


def returned_names(node: FunctionNode, classes: Container[str], holders: set[str]) -> set[str]:
    """Names from outside a function whose objects it may give out, and those of functions that may make its result.

    Args:
        node: The function.
        classes: Names of classes of its body.
        holders: As `Origins` has it.
    """
    body: list[ast.AST] = [*node.body] if isinstance(node.body, list) else [node.body]
    parts = [child for statement in body for child in walk(statement)]
    origins = Origins(node, parts, classes, holders)
    found: set[str] = set()
    for part in parts if isinstance(node.body, list) else [ast.Return(node.body)]:
        if isinstance(part, _RESULTS) or (isinstance(part, ast.Assign) and _stores(part)):
            found |= origins.of(part, sources(part, classes))
        if isinstance(part, _RESULTS + _BINDINGS):
            found |= callees(part) - origins.local
    return found - {ARGUMENT}


def _stores(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
