"""What importing one module changes in another.

`from registry import TABLE; TABLE["x"] = 1` at the top of a module matters to whoever reads the table of `registry`.
Which modules have been imported when a question is asked is not known; that a module in use holds such a statement
is. What it may change is then unknown.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.effects import CHANGING_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.namespace import Namespace
    from docgen.static.values import ClassValue

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Import, ast.ImportFrom)


class Change(NamedTuple):
    """A name of another module, or an attribute of it, that a module changes; or a function of it that it calls."""

    module: str
    name: str
    attribute: str | None
    called: bool
    in_place: bool


class ChangesAbroad:
    """The changes that the modules in use make to one another."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], tuple[str, bool]] = {}
        self._attributes: dict[tuple[str, str, str], str] = {}
        self._in_place: dict[str, str] = {}
        self._calls: dict[str, dict[str, str]] = {}
        self._methods: dict[str, dict[str, str]] = {}

    def add(self, namespace: Namespace) -> None:
        """Note what a module changes elsewhere."""
        for change in _changes(namespace):
            if change.module == namespace.path:
                continue
            if change.called and change.attribute is None:
                self._calls.setdefault(change.module, {})[change.name] = namespace.path
            elif change.called:
                self._methods.setdefault(change.module, {})[str(change.attribute)] = namespace.path
            elif change.attribute is None:
                _, before = self._names.get((change.module, change.name), ("", True))
                self._names[change.module, change.name] = namespace.path, before and change.in_place
            else:
                self._attributes[change.module, change.name, change.attribute] = namespace.path
                if change.in_place:
                    self._in_place[change.attribute] = namespace.path

    def of_name(self, namespace: Namespace, name: str) -> tuple[str, bool] | None:
        """The module that changes what `name` is bound to in another one, and whether in place; None if none does."""
        module = namespace.path
        if (module, name) in self._names:
            return self._names[module, name]
        for function, by in self._calls.get(module, {}).items():
            if name in namespace.mutations.changed_by_call(function):
                return by, False
        for method, by in self._methods.get(module, {}).items():
            if name in namespace.mutations.changed_by_method(method):
                return by, False
        return None

    def of_attribute(self, cls: ClassValue, attribute: str) -> str | None:
        """The module that changes an attribute of a class of another one, if there is one.

        What is changed in place may be shared with any class that has an attribute of this name.
        """
        module = cls.frame.module.name
        by = self._attributes.get((module, cls.qualname, attribute)) or self._in_place.get(attribute)
        body = cls.namespace
        if by is not None or body is None or module not in self._methods:
            return by
        if attribute not in body.binders or body.defines_function(attribute):
            return None
        space = body.program.namespace(module)
        methods = self._methods[module].items() if space is not None else ()
        return next((by for m, by in methods if space and space.mutations.method_changes_receiver(m)), None)


def _changes(namespace: Namespace) -> Iterator[Change]:
    tree = namespace.program.tree
    for unit in namespace.units:
        if isinstance(unit.node, _DEFINITIONS) and not getattr(unit.node, "decorator_list", None):
            continue
        for part in namespace.index.executed(unit.node):
            for chain, called, in_place in _touched(part):
                path = _resolved(chain, namespace)
                if path is None or not tree.owns(path):
                    continue
                module, rest = _split(path, namespace)
                if module is not None and rest and (not called or len(rest) <= 2):  # noqa: PLR2004
                    yield Change(module, rest[0], rest[1] if len(rest) > 1 else None, called, in_place)


def _touched(part: ast.AST) -> Iterator[tuple[str, bool, bool]]:
    """Dotted names that a node changes or calls: whether it is called, and whether it is changed in place."""
    found: list[tuple[ast.expr, bool, bool]]
    match part:
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            found = [(part, False, False)]
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            found = [(value, False, True)]
        case ast.AugAssign(target=ast.Attribute() as target):
            found = [(target, False, True)]
        case ast.AugAssign(target=ast.Name() as target):
            found = [(target, False, True)]
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in CHANGING_METHODS:
            found = [(value, False, True)]
        case ast.Call(func=function):
            found = [(function, True, False)]
        case _:
            return
    for node, called, in_place in found:
        chain = dotted_name(node)
        if chain is not None:
            yield chain, called, in_place


def dotted_name(node: ast.AST) -> str | None:
    """`a.b.c` as text, and `A().b` as `A.b`; None for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value.func if isinstance(node.value, ast.Call) else node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def _resolved(chain: str, namespace: Namespace) -> str | None:
    """The absolute path of a dotted name whose first part an import binds."""
    first, _, rest = chain.partition(".")
    for module, attribute in namespace.imports(first):
        return ".".join(part for part in (module, attribute, rest) if part)
    return None


def _split(path: str, namespace: Namespace) -> tuple[str | None, list[str]]:
    """The longest module of the tree that a path starts with, and the rest."""
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        if namespace.program.tree.exists(".".join(parts[:length])):
            return ".".join(parts[:length]), parts[length:]
    return None, []
