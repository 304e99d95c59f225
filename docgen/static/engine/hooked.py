"""Classes by name whose subclasses run something when they are made."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.source.inertness import HOOKS
from docgen.static.source.nodes import statements_below

if TYPE_CHECKING:
    from collections.abc import Iterator


class HookedClasses:
    """Names of classes with a hook, a metaclass or keywords, of what derives from them, and of what imports call them.

    A class of another module that happens to have such a name is made in order, too, which does no harm.
    """

    def __init__(self) -> None:
        self._names: set[str] = set()

    def is_hooked(self, node: ast.stmt) -> bool:
        """Whether making the class of a class statement may run something of a base."""
        return isinstance(node, ast.ClassDef) and any(name in self._names for name in _last_names(node.bases))

    def note(self, node: ast.stmt) -> None:
        """Note the classes that a statement which is not inert makes, or gives other names."""
        match node:
            case ast.ImportFrom(names=aliases):
                self._names.update(a.asname for a in aliases if a.asname and a.name in self._names)
            case ast.ClassDef(body=body):
                hooks = any(isinstance(child, ast.FunctionDef) and child.name in HOOKS for child in body)
                odd = any(isinstance(base, ast.Call) for base in node.bases)
                if hooks or odd or node.keywords or self.is_hooked(node):
                    self._names.add(node.name)
                for child in body:
                    self.note(child)
            case ast.Assign(targets=targets, value=value):
                if isinstance(value, ast.Call) or any(name in self._names for name in _last_names([value])):
                    self._names.update(_last_names(targets))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                # Its result is made by a call, which the assignment of it to a name shows.
                return
            case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While() | ast.Match():
                for child in statements_below(node):
                    self.note(child)


def _last_names(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.Subscript(value=value):
                yield from _last_names([value])
