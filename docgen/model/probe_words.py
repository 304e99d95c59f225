"""Words in probes that Python does not have, translated into Python.

Both evaluators translate them, so that the source and the imported class are asked by the same text. Standard library
only: the child process that asks imported classes uses this module too.
"""

from __future__ import annotations

import ast

_OVERRIDES = "overrides"
_ARGUMENTS = 2


def expanded(node: ast.expr) -> ast.expr:
    """Translate an expression: `overrides(cls, pkg.Base.name)` asks if `cls` has another `name` than `pkg.Base`.

    It is true where `cls`, or a class between the two, has another function, property or class method of that name.
    """
    changed: ast.expr = _Expansion().visit(node)
    return ast.fix_missing_locations(changed)


class _Expansion(ast.NodeTransformer):
    """Replaces the words by Python."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[cls, ast.Attribute(value=base, attr=attribute)], keywords=[]
            ) if name == _OVERRIDES and len(node.args) == _ARGUMENTS:
                static = "inspect.getattr_static"
                name = repr(attribute)
                text = f"{static}({ast.unparse(cls)}, {name}) is not {static}({ast.unparse(base)}, {name})"
                return ast.copy_location(ast.parse(text, mode="eval").body, node)
        return node
