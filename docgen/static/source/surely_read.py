"""Names that a function reads whenever it is called, by its text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.source.nodes import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.source.name_uses import FunctionNode

_STRAIGHT = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Pass)
"""Statements after which the next one runs, unless one of their expressions raises; and `return`."""


def surely_read(node: FunctionNode) -> Iterator[str]:
    """Yield the names that a function loads before anything decides which of its parts run."""
    if isinstance(node, ast.Lambda):
        yield from _loaded(node.body)
        return
    for statement in node.body:
        if not isinstance(statement, _STRAIGHT):
            return
        yield from _loaded(statement)
        if isinstance(statement, ast.Return):
            return


def _loaded(node: ast.AST) -> Iterator[str]:
    """Yield the names that running a statement or an expression without a decision loads."""
    match node:
        case ast.Name(ctx=ast.Load()):
            yield node.id
        case ast.IfExp(test=test):
            yield from _loaded(test)
        case ast.BoolOp(values=[first, *_]):
            yield from _loaded(first)
        case ast.Compare(left=left, comparators=[first, *_]):
            yield from _loaded(left)
            yield from _loaded(first)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from _loaded(node.generators[0].iter)
        case ast.AnnAssign(value=value):
            if value is not None:
                yield from _loaded(value)
        case ast.Lambda():
            return
        case _:
            for child in children(node):
                yield from _loaded(child)
