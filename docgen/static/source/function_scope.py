"""Scope of the names in a function, by its text."""

from __future__ import annotations

import ast
from weakref import WeakKeyDictionary

from docgen.static.source.nodes import children, walk

_MADE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Call)


class FunctionScope:
    """Scope of a function's names, as CPython's compiler decides it before the function runs."""

    __slots__ = ("bound", "global_names", "is_generator", "nonlocal_names", "positional")

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self.bound: set[str] = set()
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()
        self.is_generator = False
        arguments = node.args
        by_name = (*arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
        positional = (*arguments.posonlyargs, *arguments.args)
        self.positional = tuple(argument.arg for argument in positional) if by_name == (None, None) else None
        """Names of the parameters, if all of them take arguments by their position."""
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            self.bound.add(argument.arg)
        for star in (arguments.vararg, arguments.kwarg):
            if star:
                self.bound.add(star.arg)
        for child in node.body if isinstance(node.body, list) else [node.body]:
            self._visit(child)
        self.bound -= self.global_names | self.nonlocal_names

    def _visit(self, node: ast.AST) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.bound.add(node.name)
                inner: list[ast.AST] = [*node.decorator_list]
                if isinstance(node, ast.ClassDef):
                    inner += [*node.bases, *(k.value for k in node.keywords)]
                else:
                    inner += [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
                for child in inner:
                    self._visit(child)
                return
            case ast.Lambda():
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                # Its targets are its own; a walrus inside it binds here.
                self.bound |= {n.target.id for n in walk(node) if isinstance(n, ast.NamedExpr)}
                self._visit(node.generators[0].iter)
                return
            case ast.Name(ctx=ast.Store() | ast.Del()):
                self.bound.add(node.id)
            case ast.Global():
                self.global_names |= set(node.names)
            case ast.Nonlocal():
                self.nonlocal_names |= set(node.names)
            case ast.Yield() | ast.YieldFrom():
                self.is_generator = True
            case ast.Import() | ast.ImportFrom():
                self.bound |= {(a.asname or a.name).partition(".")[0] for a in node.names}
            case ast.ExceptHandler(name=str() as name):
                self.bound.add(name)
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                self.bound.add(name)
            case ast.MatchMapping(rest=str() as name):
                self.bound.add(name)
        for child in children(node):
            self._visit(child)


def function_scope(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> FunctionScope:
    """Return the scope of a function's names; computed once."""
    known = _SCOPES.get(node)
    if known is None:
        known = _SCOPES[node] = FunctionScope(node)
    return known


def makes_defaults(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Tell whether a default of a function is a new object, which calls may change."""
    return any(
        isinstance(default, _MADE) for default in (*node.args.defaults, *node.args.kw_defaults) if default
    )


_SCOPES: WeakKeyDictionary[ast.AST, FunctionScope] = WeakKeyDictionary()
"""Scopes that are known; each is forgotten with its tree, for a process may read many, one after the other."""
