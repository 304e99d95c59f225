"""Definitions in a body, by its text: names that are functions, and methods that run without being named."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine import implicit_calls
from docgen.static.engine.effect_terms import CHANGING_FUNCTIONS, CHANGING_METHODS, base_names, methods_of
from docgen.static.source.function_scope import makes_defaults
from docgen.static.source.nodes import walk
from docgen.static.source.scopes import bound_names

if TYPE_CHECKING:
    from docgen.static.engine.effect_terms import FunctionNode


class Definitions:
    """The functions, classes and values of one body."""

    def __init__(self, body: list[ast.stmt], binders: dict[str, list[int]]) -> None:
        """Keep the body.

        Args:
            body: The statements.
            binders: For each name, the statements that bind it.
        """
        self._body = body
        self._binders = binders
        self.classes = frozenset(node.name for node in body if isinstance(node, ast.ClassDef))
        self._methods: dict[str, list[FunctionNode]] | None = None
        self._properties: frozenset[str] | None = None
        self._unnamed: frozenset[str] | None = None

    def is_property(self, name: str) -> bool:
        """Tell whether a class of the body runs a method when an attribute of this name is read."""
        if self._properties is None:
            self._properties = frozenset(
                name for name, methods in self._all_methods().items() if any(map(_names_property, methods))
            )
        return name in self._properties

    def is_class_method(self, name: str) -> bool:
        """Tell whether a method of this name of some class of the body is bound to the class."""
        return any(
            isinstance(decorator, ast.Name) and decorator.id == "classmethod"
            for method in self._all_methods().get(name, ())
            for decorator in getattr(method, "decorator_list", ())
        )

    def runs_unnamed(self) -> bool:
        """Tell whether an operation may run a method that changes an object, or reads one that changes."""
        return bool(self._hidden())

    def _hidden(self) -> frozenset[str]:
        """Methods of the body that operations run without naming them; empty if none of them may change anything."""
        if self._unnamed is None:
            acting = {
                node.name: [name for name, _ in methods]
                for node in self._body
                if isinstance(node, ast.ClassDef)
                and (methods := [m for m in methods_of(node) if m[0] in implicit_calls.ALL])
                and any(self._may_act(part) for _, method in methods for part in walk(method))
            }
            made = self._made_classes() & acting.keys() if acting else set[str]()
            self._unnamed = frozenset(name for cls in made for name in acting[cls])
        return self._unnamed

    def _made_classes(self) -> set[str]:
        """Classes of which the body may make objects, and their bases."""
        named: set[str] = set()
        for part in (part for node in self._body for part in walk(node)):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "cls":
                return set(self.classes)
            if isinstance(part, ast.Call) and not (
                isinstance(part.func, ast.Name) and part.func.id in {"isinstance", "issubclass", "super"}
            ):
                named |= {n.id for n in (part.func, *part.args) if isinstance(n, ast.Name)}
            elif isinstance(part, ast.FunctionDef | ast.ClassDef):
                named |= {n.id for n in part.decorator_list if isinstance(n, ast.Name)}
        pending = [*(named & self.classes)]
        found: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in found and name in self.classes:
                found.add(name)
                pending += [b for i in self._binders.get(name, ()) for b in base_names(self._body[i])]
        return found

    def _may_act(self, part: ast.AST) -> bool:
        """Tell whether a node of a method may change an object, run code that does, or read an object that changes."""
        match part:
            case ast.Name(id=name):
                return self._holds_value(name)
            case ast.Attribute() | ast.Subscript():
                return not isinstance(part.ctx, ast.Load)
            case ast.Call(func=ast.Attribute(attr=name)):
                return name in CHANGING_METHODS or name in self._all_methods()
            case ast.Call(func=ast.Name(id=name)):
                return name in self._binders or name in CHANGING_FUNCTIONS
        return isinstance(part, ast.AugAssign | ast.Call | ast.Global | ast.Yield | ast.YieldFrom)

    def _holds_value(self, name: str) -> bool:
        """Tell whether a name of the body may be bound to anything but an import, a class or a plain function."""
        return any(
            bool(node.decorator_list)
            if isinstance(node, ast.FunctionDef)
            else not isinstance(node, ast.Import | ast.ImportFrom | ast.ClassDef)
            for node in (self._body[index] for index in self._binders.get(name, ()))
        )

    def _all_methods(self) -> dict[str, list[FunctionNode]]:
        if self._methods is None:
            self._methods = {}
            for node in self._body:
                for name, method in methods_of(node) if isinstance(node, ast.ClassDef) else ():
                    self._methods.setdefault(name, []).append(method)
        return self._methods

    def _holders(self, function: FunctionNode) -> set[str]:
        """Names that the statement that defines a function binds."""
        return {
            name
            for node in self._body
            if any(n is function for n in walk(node))
            for name in bound_names(node)
        }

    def _is_only_function(self, name: str) -> bool:
        """Tell whether a name of the body is bound only by definitions of functions that hold no objects."""
        nodes = [self._body[index] for index in self._binders.get(name, ())]
        return bool(nodes) and all(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not makes_defaults(node)
            for node in nodes
        )

    def _is_function(self, name: str) -> bool:
        """Tell whether a name of the body may be bound to a function or a class."""
        definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        for index in self._binders.get(name, ()):
            node = self._body[index]
            if isinstance(node, definitions) or isinstance(
                getattr(node, "value", None), ast.Lambda | ast.Name
            ):
                return True
        return False

    def _is_import(self, name: str) -> bool:
        nodes = [self._body[index] for index in self._binders.get(name, ())]
        return bool(nodes) and all(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes)


def _names_property(method: FunctionNode) -> bool:
    """Tell whether a decorator of a method is some kind of property, by the words in it."""
    return any(
        "property" in str(getattr(node, field, ""))
        for decorator in getattr(method, "decorator_list", ())
        for node in walk(decorator)
        for field in ("id", "attr", "arg", "value")
    )
