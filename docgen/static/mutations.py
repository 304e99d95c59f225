"""Which statements of a body change a container after it was bound.

Names are evaluated on demand, so a change made in place (`TABLE["x"] = 1`, `NAMES.append("y")`, a decorator that
registers) would be missed, or seen by a statement that ran before it. For a name that is so changed, every
statement that mentions it runs in the body's order; this module tells which statements those are.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGING_METHODS = frozenset(
    {
        "__setitem__",
        "add",
        "append",
        "appendleft",
        "clear",
        "difference_update",
        "discard",
        "extend",
        "insert",
        "intersection_update",
        "pop",
        "popitem",
        "popleft",
        "register",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "symmetric_difference_update",
        "update",
    }
)
"""Methods that change their receiver."""

_INERT = (ast.Constant, ast.JoinedStr, ast.Lambda, ast.Compare, ast.Attribute)
"""Values that nothing can change in place, or that belong to somebody else."""


_INERT_DECORATORS = frozenset({"classmethod", "property", "staticmethod"})
"""Decorators that register nothing."""


class Mutations:
    """The changes of one body."""

    def __init__(self, body: list[ast.stmt], binders: dict[str, list[int]]) -> None:
        self._body = body
        self._binders = binders
        self._changed: dict[str, bool] = {}
        self._timelines: dict[str, tuple[int, ...]] = {}
        self._mentions: list[frozenset[str]] | None = None
        self._changes: frozenset[str] | None = None
        self._inside: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def changed(self, name: str) -> bool:
        """Whether a statement of the body changes in place what `name` is bound to."""
        if name not in self._changed:
            sites = self._binders.get(name, [])
            self._changed[name] = (
                any(_changeable(self._body[i], name) for i in sites) and name in self._all_changes()
            )
        return self._changed[name]

    def timeline(self, name: str) -> tuple[int, ...]:
        """Indices of the statements that mention `name`, directly or through functions they call, in order."""
        if name not in self._timelines:
            if self._mentions is None:
                self._mentions = [self._reach(node)[0] for node in self._body]
            self._timelines[name] = tuple(
                index
                for index, mentions in enumerate(self._mentions)
                if (name in mentions and not isinstance(self._body[index], ast.FunctionDef))
                or index in self._binders[name]
            )
        return self._timelines[name]

    def _all_changes(self) -> frozenset[str]:
        if self._changes is None:
            self._changes = frozenset().union(*(self._changes_of(n) for n in self._body if not _inert(n)))
        return self._changes

    def _changes_of(self, node: ast.stmt) -> frozenset[str]:
        """Names whose values a statement changes in place, itself or through functions of the body that it calls."""
        if isinstance(node, ast.Import | ast.ImportFrom):
            return frozenset()
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.decorator_list
        ):
            return frozenset()
        direct = set(_direct_changes(node))
        for called in _called_names(node):
            if called in self._binders:
                direct |= self._function_reach(called)[1]
        return frozenset(direct)

    def _reach(self, node: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
        """All names below a node, and below the functions and classes of the body that they name."""
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        for name in list(names):
            if name in self._binders:
                names |= self._function_reach(name)[0]
        return frozenset(names), frozenset()

    def _function_reach(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """What calling `name` may mention and change; empty unless it is a function or class of this body."""
        if name in self._inside:
            return self._inside[name]
        self._inside[name] = (frozenset(), frozenset())  # recursion adds nothing
        mentions: set[str] = set()
        changes: set[str] = set()
        for index in self._binders.get(name, []):
            node = self._body[index]
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            mentions |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            for statement in ast.walk(node):
                if isinstance(statement, ast.Global):
                    changes |= set(statement.names)
                elif isinstance(statement, ast.stmt) and not isinstance(
                    statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
                ):
                    changes |= set(_direct_changes(statement))
            for called in mentions & self._binders.keys():
                inner = self._function_reach(called)
                mentions = mentions | inner[0]
                changes |= inner[1]
        self._inside[name] = (frozenset(mentions), frozenset(changes))
        return self._inside[name]


def _changeable(node: ast.stmt, name: str) -> bool:
    """Whether `node` binds `name` to something that can be changed in place."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return False
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return not isinstance(value, _INERT)
    return True


def _inert(node: ast.stmt) -> bool:
    """Whether a statement can change nothing: told at a glance, for the many that only bind names to data."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return all(isinstance(d, ast.Name) and d.id in _INERT_DECORATORS for d in node.decorator_list)
        case ast.Expr(value=value):
            return isinstance(value, ast.Constant)
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(target=ast.Name(), value=value):
            return value is None or _data(value)
    return False


def _data(node: ast.expr) -> bool:
    """Whether an expression is made of names, attributes, constants and displays of them: it calls nothing."""
    match node:
        case ast.Constant() | ast.Name() | ast.Lambda():
            return True
        case ast.Attribute(value=value):
            return _data(value)
        case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
            return all(map(_data, elts))
    return False


def _direct_changes(node: ast.stmt) -> Iterator[str]:
    """Names whose values the statement itself changes: assignment into them, changing methods, calls given them."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for decorator in node.decorator_list:
            yield from _roots(decorator)
        return
    for child in ast.walk(node):
        match child:
            case ast.AugAssign(target=target):
                yield from _roots(target)
            case (
                ast.Subscript(value=value, ctx=ast.Store() | ast.Del())
                | ast.Attribute(value=value, ctx=ast.Store() | ast.Del())
            ):
                yield from _roots(value)
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in CHANGING_METHODS:
                yield from _roots(value)
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[target, *_]):
                yield from _roots(target)
            case ast.Expr(value=ast.Call(args=args, keywords=keywords)):
                for argument in (*args, *(k.value for k in keywords)):
                    if isinstance(argument, ast.Name):
                        yield argument.id


def _roots(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Starred):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Tuple | ast.List):
        for element in node.elts:
            yield from _roots(element)


def _called_names(node: ast.stmt) -> Iterator[str]:
    """Names called when the statement runs; the bodies of functions it defines do not run."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for decorator in node.decorator_list:
            yield from _roots(decorator)
        return
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            yield from _roots(child.func)
