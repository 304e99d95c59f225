"""The statements of a body, and the scope of its names by its text; nothing is run here."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeGuard

from docgen.static.source.nodes import children, executed, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.mutations import Mutations
    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.values import Abstract, SourceSpan


Assumptions = tuple[tuple[str, "str | bool | None"], ...]
"""Assumptions of a scenario about some paths."""

END = 1 << 30
"""A limit after the last statement."""

STARS = "*"
"""Name under which a statement's star imports are bound, in order; no program can use this name."""


class Import:
    """Binding of an import statement, which is resolved when the name is looked up."""

    __slots__ = ("attribute", "module", "place")

    def __init__(self, module: str, attribute: str | None, place: SourceSpan) -> None:
        self.module = module
        self.attribute = attribute
        self.place = place


class Unit:
    """One statement of a body, and the results of running it."""

    __slots__ = ("kept", "node")

    def __init__(self, node: ast.stmt) -> None:
        self.node = node
        self.kept: list[tuple[Assumptions, dict[str, Abstract]]] = []


class Timeline:
    """A run of statements that change objects which others made: kept together, with the bindings of each.

    Attributes:
        assumptions: The assumptions that it depends on.
        bindings: The bindings of each statement, by its index.
        written: Constants that the functions it called bound to names of modules.
    """

    __slots__ = ("assumptions", "bindings", "written")

    def __init__(
        self,
        assumptions: Assumptions,
        bindings: dict[int, dict[str, Abstract]],
        written: dict[tuple[Namespace, str], Abstract],
    ) -> None:
        self.assumptions = assumptions
        self.bindings = bindings
        self.written = written


class BodyIndex:
    """Index of the names in a body's text; computed once, however often its class statement runs."""

    __slots__ = ("_executed", "binders", "global_names", "lazy", "mutations", "stars")

    def __init__(self, body: list[ast.stmt], *, is_module: bool) -> None:
        self._executed: dict[int, list[ast.AST]] = {}
        self.binders: dict[str, list[int]] = {}
        self.stars: list[int] = []
        self.global_names = frozenset() if is_module else frozenset(declared_global(body))
        """Names that a class body binds in its module."""
        for index, node in enumerate(body):
            for name in bound_names(node):
                if name in self.global_names:
                    continue
                if name == "*":
                    self.stars.append(index)
                else:
                    self.binders.setdefault(name, []).append(index)
        self.lazy = is_module and any(map(_replaces_module, body)) and any(map(is_for_checkers, body))
        self.mutations: Mutations | None = None

    def executed(self, node: ast.stmt) -> list[ast.AST]:
        """The nodes that run when a statement of the body does, or one inside it."""
        if id(node) not in self._executed:
            self._executed[id(node)] = executed(node)
        return self._executed[id(node)]


def declared_global(body: list[ast.stmt]) -> Iterator[str]:
    """Names in the `global` statements of a class body."""
    for node in body:
        if isinstance(node, ast.Global):
            yield from node.names
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from declared_global([child for child in children(node) if isinstance(child, ast.stmt)])


def _replaces_module(node: ast.stmt) -> bool:
    """Tell whether a statement holds `sys.modules[__name__] = ...`.

    Such a module imports lazily, and the object that takes its place provides the names that the module imports under
    `if TYPE_CHECKING`: this is the purpose of the idiom, and type checkers rely on it.
    """
    if isinstance(node, ast.If | ast.Try):
        bodies = [node.body, node.orelse]
        return any(_replaces_module(child) for body in bodies for child in body)
    match node:
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Name(id="__name__"))],
            value=ast.Call(),
        ):
            return True
    return False


def is_for_checkers(node: ast.stmt) -> TypeGuard[ast.If]:
    """Tell whether a statement has a part that only type checkers look at."""
    return isinstance(node, ast.If) and any(
        isinstance(part, ast.Name | ast.Attribute)
        and "TYPE_CHECKING" in (getattr(part, "id", ""), getattr(part, "attr", ""))
        for part in walk(node.test)
    )


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
