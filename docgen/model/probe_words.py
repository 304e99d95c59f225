"""Words of probes that Python does not have, as the Python that they stand for.

Both evaluators expand them, so that one text is asked of the source and of the imported class. Standard library only:
the child that asks imported classes uses it too.
"""

from __future__ import annotations

import ast

_OVERRIDES = "overrides"
_ARGUMENTS = 2


def expanded(node: ast.expr) -> ast.expr:
    """An expression without such words: `overrides(cls, pkg.Base.name)` asks whether `name` is not that of `pkg.Base`.

    It is true where `cls`, or a class between the two, has another function, property or class method of that name.
    """
    changed: ast.expr = _Expansion().visit(node)
    return ast.fix_missing_locations(changed)


class _Expansion(ast.NodeTransformer):
    """Puts Python in the place of the words."""

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
