"""Going through syntax trees, twice as fast as `ast.walk` does: what docgen reads first is the text of every module."""

from __future__ import annotations

import ast


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
