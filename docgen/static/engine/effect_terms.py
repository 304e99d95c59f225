"""What effects are told in: what a piece of text changes, mentions and may call."""

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
"""Behind the name of an import, says that what a call of it returns is changed."""

CHANGING_FUNCTIONS = frozenset({"delattr", "next", "setattr"})

BUILTIN_TYPES = frozenset({"dict", "list", "object", "set"})
"""Types whose methods may be called with what they change: `list.append(NAMES, 1)`."""

HARMLESS_FUNCTIONS = frozenset(vars(builtins)) - CHANGING_FUNCTIONS

CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__init_subclass__"})

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Effects(NamedTuple):
    """What a piece of text may do when it runs."""

    mentions: frozenset[str]
    """Names that it reads, binds or calls, through functions of the body too."""
    changes: frozenset[str]
    """Names whose objects it may change; imports that return such, with RESULT."""
    rebinds: frozenset[str] = frozenset()
    """Names that it may rebind as globals, whose objects stay as they are."""

    @property
    def affected(self) -> frozenset[str]:
        """Names that may stand for something else than before."""
        return self.changes | self.rebinds


class Direct(NamedTuple):
    """What a piece of text does itself, and what it may call."""

    mentions: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    rebinds: frozenset[str] = frozenset()
    arguments: bool = False
    """Whether it may change what it is called with."""
    handed: tuple[tuple[Callee, frozenset[str]], ...] = ()
    """Names that are changed if what they are handed to changes its arguments."""
    fetched: tuple[Callee, ...] = ()
    """Calls whose result is changed."""
    results: tuple[tuple[Callee, Callee], ...] = ()
    """Calls, each with one whose result is changed if the first changes its arguments."""
    calls: tuple[Callee, ...] = ()


class Callee(NamedTuple):
    """Something of the body that can be called: what a name stands for, a method of any class, or one function."""

    name: str
    method: str | None = None
    """For a class, only this method; for an empty name, this method of any class."""
    node: FunctionNode | None = None


def methods_of(node: ast.AST) -> Iterator[tuple[str, FunctionNode]]:
    """The methods of a class and of the classes inside it; what functions define inside themselves is none."""
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
    """Yield what a call of a class runs, or one of its methods; those of its bases too."""
    wanted = CONSTRUCTORS if method is None else {method}
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and child.name in wanted:
            yield Callee("", None, child)
    for base in base_names(node):
        yield Callee(base, method)
