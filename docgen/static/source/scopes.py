"""What the text of a module or a class body says of its names, without running any of it."""

from __future__ import annotations

import ast

from docgen.static.source.nodes import children, walk

END = 1 << 30
"""A limit behind the last statement."""

STARS = "*"
"""Under this name, which no program can use, a statement's star imports are bound, in order."""


class Scope:
    """Which statements of a body bind which names; worked out once, however often its class statement runs.

    Attributes:
        binders: For each name, the statements that may bind it.
        stars: The statements that are star imports.
        is_lazy: Whether it is a module that puts a lazily importing object in its own place.
    """

    __slots__ = ("binders", "is_lazy", "stars")

    def __init__(self, body: list[ast.stmt], *, is_module: bool) -> None:
        self.binders: dict[str, list[int]] = {}
        self.stars: list[int] = []
        for index, node in enumerate(body):
            for name in bound_names(node):
                if name == "*":
                    self.stars.append(index)
                else:
                    self.binders.setdefault(name, []).append(index)
        self.is_lazy = is_module and any(map(_replaces_module, body))


def _replaces_module(node: ast.stmt) -> bool:
    """Whether a statement holds `sys.modules[__name__] = ...`.

    Such a module imports lazily, and the object that takes its place serves the names that the module imports under
    `if TYPE_CHECKING`: that is what the idiom is for, and what type checkers go by.
    """
    if isinstance(node, ast.If | ast.Try):
        bodies = [node.body, node.orelse]
        return any(_replaces_module(child) for body in bodies for child in body)
    match node:
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Name(id="__name__"))]
        ):
            return True
    return False


def bound_names(node: ast.stmt) -> list[str]:
    """Names that a statement of a module or class body may bind or delete; `*` for a star import."""
    names: list[str] = []
    _collect(node, names)
    return names


def _collect(node: ast.AST, names: list[str]) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            names.append(node.name)
            return
        case ast.Import():
            names.extend(alias.asname or alias.name.partition(".")[0] for alias in node.names)
            return
        case ast.ImportFrom():
            names.extend(alias.asname or alias.name for alias in node.names)
            return
        case ast.Name(ctx=ast.Store() | ast.Del()):
            names.append(node.id)
            return
        case ast.Constant() | ast.Lambda() | ast.Name() | ast.Attribute(value=ast.Name()):
            return
        case ast.AnnAssign():
            _collect(node.target, names)
            if node.value is not None:
                _collect(node.value, names)
            elif isinstance(node.target, ast.Name):
                names.pop()  # a bare annotation binds nothing
            return
        case ast.ExceptHandler(name=str() as name):
            names.append(name)
        case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
            names.append(name)
        case ast.MatchMapping(rest=str() as name):
            names.append(name)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            names.extend(n.target.id for n in walk(node) if isinstance(n, ast.NamedExpr))
            return
    for child in children(node):
        _collect(child, names)


def declaration(node: ast.stmt, name: str) -> ast.stmt:
    """The innermost statement inside `node` that binds `name`."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        for child in children(node):
            if isinstance(child, ast.stmt) and name in bound_names(child):
                return declaration(child, name)
    return node
