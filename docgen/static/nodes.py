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
