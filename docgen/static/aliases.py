"""Which names a value may come from, so that a change to it is a change to what they stand for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.frames import FunctionScope
from docgen.static.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Container

ARGUMENT = "<argument>"
"""Stands for whatever the caller of a function hands over."""

_SCALARS = frozenset(
    {"bool", "bytes", "float", "hash", "id", "int", "isinstance", "issubclass", "len", "repr", "str"}
)
"""Builtins whose result holds none of their arguments."""
_COPIES = frozenset({"dict", "frozenset", "list", "set", "sorted", "tuple"})
"""Builtins whose result is a new container."""
_FRESH = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant, ast.JoinedStr)


def sources(node: ast.AST, classes: Container[str] = ()) -> set[str]:
    """Names whose objects the value of an expression may be, or may hold.

    Args:
        node: The expression.
        classes: Names of classes: an object of one shares what the class holds.
    """
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.Compare() | ast.JoinedStr() | ast.Constant():
            return set()
        case ast.IfExp(body=body, orelse=otherwise):
            return sources(body, classes) | sources(otherwise, classes)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            given = [] if name in _SCALARS else [*args, *keywords]
            found = {name} if name in classes else set[str]()
            return found.union(*(sources(part, classes) for part in given))
    return set[str]().union(*(sources(child, classes) for child in ast.iter_child_nodes(node)))


def callees(node: ast.AST) -> set[str]:
    """Names that an expression calls: its value may be whatever they return."""
    called = {n.func.id for n in walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    return called - _SCALARS - _COPIES


def is_fresh(node: ast.expr) -> bool:
    """Whether an expression makes a new object, whatever that object holds."""
    return isinstance(node, _FRESH) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _COPIES | _SCALARS
    )


class Origins:
    """Where the local names of a function get their objects from."""

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        parts: list[ast.AST],
        classes: Container[str],
    ) -> None:
        self._classes = classes
        scope = FunctionScope(node)
        self.local = frozenset(scope.bound)
        self._itself: dict[str, set[str]] = {}
        self._holds: dict[str, set[str]] = {}
        arguments = node.args
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        given += [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
        for argument in given:
            self._bind(argument.arg, {ARGUMENT}, {ARGUMENT})
        constructs = isinstance(node, ast.FunctionDef) and node.name in {"__init__", "__post_init__"}
        if constructs and arguments.args:
            self._itself[arguments.args[0].arg] = set()  # a constructor fills an object that is its own
        for part in parts:
            self._read(part)

    def _read(self, part: ast.AST) -> None:
        match part:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                self._assign(target, value)
            case ast.AugAssign(target=target, value=value):
                for name in sources(target):
                    self._bind(name, set(), sources(value, self._classes))
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                self._spread(target, sources(value, self._classes))
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._spread(target, sources(value, self._classes))
            case ast.Match(subject=value, cases=cases):
                for inner in (n for case in cases for n in walk(case.pattern)):
                    bound = getattr(inner, "name", None) or getattr(inner, "rest", None)
                    if isinstance(bound, str):
                        self._bind(bound, sources(value, self._classes), sources(value, self._classes))
            case ast.Call(func=ast.Attribute(value=receiver), args=args):
                for name in sources(receiver):
                    self._bind(
                        name, set(), set[str]().union(*(sources(part, self._classes) for part in args))
                    )

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            found = sources(value, self._classes)
            self._bind(target.id, set() if is_fresh(value) else found, found)
        else:
            self._spread(target, sources(value, self._classes))

    def _spread(self, target: ast.expr, found: set[str]) -> None:
        for name in sources(target):
            self._bind(name, found, found)

    def _bind(self, name: str, itself: set[str], holds: set[str]) -> None:
        self._itself.setdefault(name, set()).update(itself)
        self._holds.setdefault(name, set()).update(holds)

    def of(self, target: ast.expr, found: set[str]) -> set[str]:
        """The global names, and ARGUMENT, that a change to `target` may concern."""
        direct = isinstance(target, ast.Name)
        result: set[str] = set()
        pending = [(name, direct) for name in found]
        seen = set(pending)
        while pending:
            name, shallow = pending.pop()
            if name not in self.local:
                result.add(name)
                continue
            for origin in (self._itself if shallow else self._holds).get(name, ()):
                if origin == ARGUMENT:
                    result.add(ARGUMENT)
                elif (origin, shallow) not in seen:
                    seen.add((origin, shallow))
                    pending.append((origin, shallow))
        return result
