"""Traversal of syntax trees, faster than `ast.walk`, because docgen first reads the text of every module."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_LEAVES = frozenset(
    {
        *("arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "name"),
        *("op", "ops", "rest", "simple", "tag", "type_comment"),
    }
)
"""Fields that hold text, numbers, contexts and operators."""


_MIXED = frozenset({"keys", "kw_defaults", "kwd_attrs", "names"})
"""Fields whose lists hold other things than nodes too: None, or names."""


_COMPOUND = (
    *(ast.AsyncFor, ast.AsyncFunctionDef, ast.AsyncWith, ast.ClassDef, ast.For, ast.FunctionDef, ast.If),
    *(ast.Match, ast.Try, ast.TryStar, ast.While, ast.With),
)
"""Statements that hold statements."""


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """For each type of node, the fields that may hold other nodes, in order."""

    def __missing__(self, cls: type[ast.AST]) -> tuple[str, ...]:
        fields = () if cls is ast.Constant else tuple(name for name in cls._fields if name not in _LEAVES)
        self[cls] = fields
        return fields


_FIELDS = _Fields()


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes just below one, in the order of its fields; contexts and operators are left out."""
    found: list[ast.AST] = []
    for name in _FIELDS[node.__class__]:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [child for child in value if isinstance(child, ast.AST)] if name in _MIXED else value
        elif value is not None and isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """The node and all below it, in no particular order; contexts and operators, which hold no nodes, are left out."""
    found = [node]
    for each in found:
        found += children(each)
    return found


def statements_below(node: ast.stmt) -> Iterator[ast.stmt]:
    """The statements just inside a compound statement, including those of its handlers and cases."""
    for child in children(node) if isinstance(node, _COMPOUND) else ():
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
    below = _run_by_annotated(node) if isinstance(node, ast.AnnAssign) else children(node)
    for child in filter(None, below):
        if isinstance(child, ast.stmt):
            _add_executed(child, found)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            found.append(child)
            for inner in children(child):
                if isinstance(inner, ast.stmt):
                    _add_executed(inner, found)
                else:
                    found += walk(inner)
        else:
            found += walk(child)


def _run_by_annotated(node: ast.AnnAssign) -> list[ast.AST | None]:
    """The parts of an annotated assignment that run; the annotation counts if it calls something."""
    calls = any(isinstance(part, ast.Call) for part in walk(node.annotation))
    return [node.target, node.annotation if calls else None, node.value]
