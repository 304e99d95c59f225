"""Going through syntax trees, twice as fast as `ast.walk` does: what docgen reads first is the text of every module."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(node: ast.AST) -> list[ast.AST]:
    """The node and all below it, in no particular order; contexts and operators, which hold nothing, are left out."""
    found = [node]
    for each in found:
        for value in each.__dict__.values():
            if value.__class__ is list:
                found += [child for child in value if isinstance(child, ast.AST)]
            elif isinstance(value, ast.AST) and value._fields:
                found.append(value)
    return found


def statements_below(node: ast.stmt) -> Iterator[ast.stmt]:
    """The statements just inside a compound statement, those of its handlers and cases included."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body
        elif isinstance(child, ast.stmt):
            yield child


def executed(node: ast.stmt) -> list[ast.AST]:
    """The nodes that run when the statement runs; a decorator counts as a call."""
    found: list[ast.AST] = []
    _add_executed(node, found)
    return found


def _add_executed(node: ast.AST, found: list[ast.AST]) -> None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        outside: list[ast.expr] = []
        for decorator in node.decorator_list:
            called = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
            outside.append(called)
            found.append(ast.Expr(called))
        if isinstance(node, ast.ClassDef):
            outside += [base for base in node.bases if not isinstance(base, ast.Name)]
            outside += [keyword.value for keyword in node.keywords if not isinstance(keyword.value, ast.Name)]
        else:
            outside += [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        for expression in outside:
            found += walk(expression)
        for statement in node.body if isinstance(node, ast.ClassDef) else ():
            _add_executed(statement, found)
        return
    found.append(node)
    children = [node.target, node.value] if isinstance(node, ast.AnnAssign) else ast.iter_child_nodes(node)
    for child in filter(None, children):
        if isinstance(child, ast.stmt):
            _add_executed(child, found)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            found.append(child)
            for inner in ast.iter_child_nodes(child):
                if isinstance(inner, ast.stmt):
                    _add_executed(inner, found)
                else:
                    found += walk(inner)
        else:
            found += walk(child)
