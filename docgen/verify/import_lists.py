"""Imports that a module makes where it runs, each with the functions that it stands in."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Functions = frozenset[int]
"""First lines of functions that ran; that of a decorator where there is one."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One import statement."""

    names: tuple[str, ...]
    """Dotted names that it asks for; of `from a import b` both `a` and `a.b`."""
    inside: tuple[Functions, ...]
    """For each function around it, the lines that may be its first."""

    def runs(self, ran: Functions) -> bool:
        """Tell whether every function around the statement is among those that ran."""
        return all(lines & ran for lines in self.inside)


def imports_of(source: bytes, name: str, *, is_package: bool) -> tuple[Imported, ...]:
    """Imports of a module; none of a text that is not Python. Imports for type checkers never run."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    package = name if is_package else name.rpartition(".")[0]
    return tuple(_found(tree, package))


def _found(tree: ast.Module, package: str) -> Iterator[Imported]:
    pending: list[tuple[ast.AST, tuple[Functions, ...]]] = [(each, ()) for each in tree.body]
    while pending:
        node, inside = pending.pop()
        if isinstance(node, ast.Import):
            yield Imported(tuple(alias.name for alias in node.names), inside)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            yield Imported((base, *(f"{base}.{alias.name}" for alias in node.names)), inside)
        elif isinstance(node, ast.If) and _is_for_type_checkers(node.test):
            pending += [(each, inside) for each in node.orelse]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            within = (*inside, frozenset({first, node.lineno}))
            pending += [(each, within) for each in node.body]
        elif not isinstance(node, ast.expr):
            pending += [(each, inside) for each in ast.iter_child_nodes(node)]


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    above = package.split(".")
    kept = above[: len(above) - (node.level - 1)]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _is_for_type_checkers(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"
