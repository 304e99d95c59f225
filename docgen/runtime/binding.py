"""Rewrite a module's text so that assumed names are bound to their assumed values.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import types
    from collections.abc import Set as AbstractSet

HOOK = "__docgen_assumed__"
"""Global by which the rewritten module asks for a value: called with a name, and with the value that the text gave it.
"""


def bind(
    source: bytes, filename: str, assumed: AbstractSet[str], amended: AbstractSet[str]
) -> types.CodeType:
    """Compile a module whose top-level bindings of some names ask the hook.

    Lines keep their numbers.

    Args:
        source: The module's text.
        filename: Its file.
        assumed: Names whose value is assumed. `NAME = expression` no longer evaluates its expression, which might
            need the assumed machine; definitions, imports and unpacking run unchanged, and the hook then gives the
            value.
        amended: Names that keep their value, on which the hook sets attributes.
    """
    tree = _Binder(assumed, amended).visit(ast.parse(source, filename=filename))
    return compile(ast.fix_missing_locations(tree), filename, "exec", dont_inherit=True)


class _Binder(ast.NodeTransformer):
    """Rewrites statements of the module itself; names that functions and classes bind are left alone."""

    def __init__(self, assumed: AbstractSet[str], amended: AbstractSet[str]) -> None:
        self._assumed = assumed
        self._names = assumed | amended

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | list[ast.stmt]:
        """`NAME = ...`, `A = NAME = ...`, `A, NAME = ...`."""
        match node.targets:
            case [ast.Name(id=name)] if name in self._assumed:
                node.value = _ask(name, node.value, with_value=False)
                return node
        bound = {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
        return self._after(node, bound)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | list[ast.stmt]:
        """`NAME: type = ...`; an annotation alone binds nothing."""
        if node.value is None or not isinstance(node.target, ast.Name):
            return node
        if node.target.id not in self._assumed:
            return self._after(node, {node.target.id})
        node.value = _ask(node.target.id, node.value, with_value=False)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt | list[ast.stmt]:
        """`def NAME`."""
        return self._after(node, {node.name})

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt | list[ast.stmt]:
        """`async def NAME`."""
        return self._after(node, {node.name})

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt | list[ast.stmt]:
        """`class NAME`."""
        return self._after(node, {node.name})

    def visit_Import(self, node: ast.Import) -> ast.stmt | list[ast.stmt]:
        """`import NAME`, `import m as NAME`."""
        return self._after(node, {a.asname or a.name.partition(".")[0] for a in node.names})

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt]:
        """`from m import NAME`, `from m import n as NAME`."""
        if node.module == "__future__":
            return node
        return self._after(node, {a.asname or a.name for a in node.names})

    def _after(self, node: ast.stmt, bound: set[str]) -> ast.stmt | list[ast.stmt]:
        """The statement, followed by new bindings of the names that it bound."""
        again = [
            ast.copy_location(
                ast.Assign([ast.Name(name, ast.Store())], _ask(name, node, with_value=True)), node
            )
            for name in sorted(bound.intersection(self._names))
        ]
        return [node, *again] if again else node


def _ask(name: str, place: ast.AST, *, with_value: bool) -> ast.expr:
    """`hook("name")` or `hook("name", name)`."""
    arguments: list[ast.expr] = [ast.Constant(name)]
    if with_value:
        arguments.append(ast.Name(name, ast.Load()))
    call = ast.Call(ast.Name(HOOK, ast.Load()), arguments, [])
    for node in ast.walk(call):
        ast.copy_location(node, place)
    return call
