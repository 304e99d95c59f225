"""Terms in which effects are described: names that a piece of text changes, mentions and may call."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


CHANGING_METHODS = frozenset(
    [
        "add",
        "append",
        "clear",
        "discard",
        "extend",
        "insert",
        "move_to_end",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
        "appendleft",
        "popleft",
        "difference_update",
        "intersection_update",
        "symmetric_difference_update",
        "register",
        "__setitem__",
        "__delitem__",
        "__setattr__",
        "__delattr__",
    ]
)
"""Methods that change their receiver."""

HARMLESS_METHODS = (
    frozenset(
        name for kind in (str, bytes, list, dict, set, frozenset, tuple, int, float) for name in dir(kind)
    )
    - CHANGING_METHODS
) | {"debug", "error", "exception", "info", "info_once", "log", "warning", "warning_once"}
"""Methods that leave receiver and arguments as they are."""

RESULT = "()"
"""Suffix of an import's name that says that the result of calling it is changed."""

CHANGING_FUNCTIONS = frozenset({"delattr", "next", "setattr"})

BUILTIN_TYPES = frozenset({"dict", "list", "object", "set", "type"})
"""Types whose methods may be called with the object that they change: `list.append(NAMES, 1)`."""

HARMLESS_FUNCTIONS = frozenset(vars(builtins)) - CHANGING_FUNCTIONS

CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__init_subclass__"})

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Effects(NamedTuple):
    """Effects that a piece of text may have when it runs."""

    mentions: frozenset[str]
    """Names that it reads, binds or calls, also through functions of the body."""
    changes: frozenset[str]
    """Names whose objects it may change; imports that return such objects, with RESULT."""
    rebinds: frozenset[str] = frozenset()
    """Names that it may rebind as globals, without changing their objects."""

    @property
    def affected(self) -> frozenset[str]:
        """Names that may stand for another object than before."""
        return self.changes | self.rebinds


class Direct(NamedTuple):
    """Direct effects of a piece of text, and the calls that it may make."""

    mentions: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    rebinds: frozenset[str] = frozenset()
    arguments: bool = False
    """True if it may change its arguments."""
    handed: tuple[tuple[Callee, frozenset[str]], ...] = ()
    """Callees with names that they are handed, which are changed if the callee changes its arguments."""
    fetched: tuple[Callee, ...] = ()
    """Calls whose result is changed."""
    results: tuple[tuple[Callee, Callee], ...] = ()
    """Calls, each with one whose result is changed if the first changes its arguments."""
    calls: tuple[Callee, ...] = ()


class Callee(NamedTuple):
    """A callable of the body: the object of a name, a method of any class, or one function."""

    name: str
    method: str | None = None
    """For a class, only this method; for an empty name, this method of any class."""
    node: FunctionNode | None = None


def methods_of(node: ast.AST) -> Iterator[tuple[str, FunctionNode]]:
    """The methods of a class and of the classes inside it; functions inside functions are left out."""
    for field in ("body", "orelse", "handlers", "finalbody"):
        for child in getattr(node, field, ()):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child.name, child
            elif isinstance(child, ast.ClassDef | ast.If | ast.Try | ast.ExceptHandler | ast.With):
                yield from methods_of(child)


def base_names(node: ast.stmt) -> list[str]:
    """Bases of a class statement that are plain names."""
    return (
        [base.id for base in node.bases if isinstance(base, ast.Name)]
        if isinstance(node, ast.ClassDef)
        else []
    )


def constructors_of(node: ast.ClassDef, method: str | None) -> Iterator[Callee]:
    """Yield the methods that calling a class, or one of its methods, runs; those of its bases too."""
    wanted = CONSTRUCTORS if method is None else {method}
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and child.name in wanted:
            yield Callee("", None, child)
    for base in base_names(node):
        yield Callee(base, method)
