"""Statements of a module that may fail without an explicit `raise`, by their text.

The text errs on the side of cheapness: running every class statement of every module would cost more than the answers.
Of definitions, only those are taken to fail that Python itself checks, and of which all parts are at hand.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from docgen.static.source.nodes import walk
from docgen.static.source.scopes import bound_names, is_for_checkers

if TYPE_CHECKING:
    from collections.abc import Sequence

_BUILTINS = frozenset(vars(builtins))
ENUMS = ("Enum", "Flag")
"""Ends of the names of classes whose members are checked."""
_SLOTS = "__slots__"
_PLAIN = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Load),
    *(ast.UnaryOp, ast.USub, ast.Name),
)
"""Nodes of values that fail only where a name does not exist."""


class FailingStatements:
    """The statements of one module that may fail."""

    def __init__(self, body: Sequence[ast.stmt]) -> None:
        """Find the definitions of the module.

        Args:
            body: Its statements.
        """
        self._body = body
        self._classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
        self._functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}

    def indices(self) -> list[int]:
        """Places of the statements among those of the module."""
        return [index for index, node in enumerate(self._body) if self._may_fail(node)]

    def _may_fail(self, node: ast.stmt) -> bool:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
                return False
            case ast.Assign(targets=[ast.Name()], value=value):
                return not _is_plain(value)
            case ast.AnnAssign(target=ast.Name(), value=value):
                return value is not None and not _is_plain(value)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return any(map(self._is_own, node.decorator_list))
            case ast.ClassDef():
                return self._is_checked(node)
            case ast.If():
                inner = node.orelse if is_for_checkers(node) else [*node.body, *node.orelse]
                return any(map(self._may_fail, inner))
        return True

    def _is_own(self, decorator: ast.expr) -> bool:
        """Tell whether a decorator is made by a function or a class of the module."""
        made = decorator.func if isinstance(decorator, ast.Call) else decorator
        return isinstance(made, ast.Name) and (made.id in self._functions or made.id in self._classes)

    def _is_checked(self, node: ast.ClassDef) -> bool:
        """Tell whether Python checks what a class statement makes, of parts of the module itself."""
        bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        names = [_last_name(base) for base in bases]
        builtin = [
            isinstance(base, ast.Constant) or name in _BUILTINS
            for base, name in zip(bases, names, strict=True)
        ]
        own = [is_builtin or name in self._classes for is_builtin, name in zip(builtin, names, strict=True)]
        decorators = {_last_name(each) for each in node.decorator_list}
        return (
            any(builtin)
            or (len(bases) > 1 and (all(own) or len({*names}) < len(names)))
            or any(map(self._is_own, node.decorator_list))
            or "unique" in decorators
            or ("dataclass" in decorators and _is_odd(node))
            or self._is_enum(node, frozenset())
            or any(_SLOTS in bound_names(each) for each in node.body)
        )

    def _is_enum(self, node: ast.ClassDef, seen: frozenset[str]) -> bool:
        for name in map(_last_name, node.bases):
            if name.endswith(ENUMS):
                return True
            if (
                name in self._classes
                and name not in seen
                and self._is_enum(self._classes[name], seen | {name})
            ):
                return True
        return False


def _is_odd(node: ast.ClassDef) -> bool:
    """Tell whether the fields of a dataclass may be refused: one without a default comes late, or a default changes."""
    given = [each.value for each in node.body if isinstance(each, ast.AnnAssign)]
    if any(isinstance(value, ast.List | ast.Dict | ast.Set) for value in given):
        return True
    before = bool(node.bases)  # whose fields may have defaults
    for value in given:
        if value is None and before:
            return True
        before = before or value is not None
    return False


def _is_plain(value: ast.expr) -> bool:
    return all(isinstance(part, _PLAIN) for part in walk(value))


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
