"""What importing one module changes in another.

`from registry import TABLE; TABLE["x"] = 1` at the top of a module matters to whoever reads the table of `registry`.
Which modules have been imported when a question is asked is not known; that a module in use holds such a statement
is. What it may change is then unknown, and so is what may share objects with it, in whichever module.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.effect_terms import CHANGING_METHODS
from docgen.static.nodes import walk
from docgen.static.tree import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.namespace import Namespace
    from docgen.static.program import Program
    from docgen.static.type_values import ClassValue

_TOUCHING = (ast.Attribute, ast.AugAssign, ast.Call, ast.Subscript)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Import, ast.ImportFrom)


class Touch(NamedTuple):
    """What a node does to a dotted name: `set`, `change` in place, `call`, or `read` an attribute of it."""

    chain: str
    kind: str


class ChangesAbroad:
    """The changes that the modules in use make to one another."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._pending: list[Namespace] = []
        self._used: set[str] = set()
        self._calls: dict[str, list[tuple[str, str | None, str, str]]] = {}
        self._rebound: dict[tuple[str, str], str] = {}
        self._attributes: dict[tuple[str, str, str], str] = {}
        self._in_place: dict[tuple[str, str], str] = {}
        self._inside: dict[str, str] = {}
        self._reached: set[tuple[str, str, str]] = set()
        self._called: set[tuple[str, ...]] = set()

    def add(self, namespace: Namespace) -> None:
        """Take a module into account; it is read when somebody asks, as reading it takes the modules that it names."""
        self._pending.append(namespace)
        self._used.add(namespace.path)

    def of_name(self, namespace: Namespace, name: str) -> tuple[str, bool] | None:
        """The module that changes what `name` is bound to in another one, and whether in place; None if none does."""
        if self._pending:
            self._read_pending()
        key = namespace.path, name
        if key in self._rebound:
            return self._rebound[key], False
        return (self._in_place[key], True) if key in self._in_place else None

    def of_attribute(self, cls: ClassValue, attribute: str) -> tuple[str, bool] | None:
        """The same of an attribute of a class."""
        if self._pending:
            self._read_pending()
        if not (self._attributes or self._inside or self._in_place):
            return None
        module, name = cls.frame.module.name, cls.qualname.partition(".")[0]
        by = self._attributes.get((module, name, attribute))
        if by is not None:
            return by, False
        by = self._inside.get(attribute) or self._in_place.get((module, name))
        return None if by is None else (by, True)

    def _read_pending(self) -> None:
        while self._pending:
            namespace = self._pending.pop()
            self._read(namespace)
            for call in self._calls.pop(namespace.path, ()):
                self._call(namespace.path, *call)

    def _read(self, namespace: Namespace) -> None:
        """Note what a module changes elsewhere."""
        for index, unit in enumerate(namespace.units):
            if isinstance(unit.node, _DEFINITIONS) and not getattr(unit.node, "decorator_list", None):
                continue
            for part in _run_with(unit.node, namespace):
                if not isinstance(part, _TOUCHING):
                    continue
                for touch in _touched(part):
                    for module, rest in self._resolved(touch, namespace):
                        self._note(touch.kind, module, rest, namespace.path)
                if isinstance(part, ast.Call) and _is_own(part.func, namespace):
                    for name in namespace.mutations.changes(index):
                        for module, rest in self._resolved(Touch(name, "set"), namespace):
                            self._change(module, rest[0], namespace.path)

    def _note(self, kind: str, module: str, rest: list[str], by: str) -> None:
        name, *inner = rest
        if kind == "set" and not inner:
            self._rebound.setdefault((module, name), by)
        elif kind == "set":
            self._set(module, name, inner[0], by)
        elif kind == "change" and inner:
            self._change_inside(module, name, inner[0], by)
        elif kind == "change":
            self._change(module, name, by)
        elif len(inner) <= 1:
            self._call(module, name, inner[0] if inner else None, kind, by)

    def _set(self, module: str, name: str, attribute: str, by: str) -> None:
        """An attribute of what a name of a module stands for is set."""
        if module == by or (module, name, attribute) in self._attributes:
            return
        self._attributes[module, name, attribute] = by
        namespace = self._program.readable_namespace(module)
        if namespace is not None and not namespace.defines_class(name):
            self._change(module, name, by)
            for other in namespace.mutations.sharing(name):
                self._set(module, other, attribute, by)
                for source, original in self._origins(namespace, other):
                    self._set(source, original, attribute, by)

    def _change_inside(self, module: str, name: str, attribute: str, by: str) -> None:
        """An attribute of what a name of a module stands for is changed in place."""
        namespace = self._program.readable_namespace(module)
        if namespace is None or module == by or (module, name, attribute) in self._reached:
            return
        self._reached.add((module, name, attribute))
        for source, original in self._origins(namespace, name):
            self._change_inside(source, original, attribute, by)
        if not namespace.defines_class(name):
            self._change(module, name, by)
            return
        # It may be shared with any class that has an attribute of this name, and with whatever the class is read by.
        self._inside.setdefault(attribute, by)
        for other in namespace.mutations.sharing(name):
            if not namespace.defines_class(other):
                self._in_place.setdefault((module, other), by)

    def _change(self, module: str, name: str, by: str) -> None:
        """What a name of a module stands for is changed in place."""
        namespace = self._program.readable_namespace(module)
        if module == by or (module, name) in self._in_place or namespace is None:
            return
        if not namespace.defines_function(name):
            self._in_place[module, name] = by
            self._spread(namespace, name, by)

    def _spread(self, namespace: Namespace, name: str, by: str) -> None:
        """A change to what a name stands for is one to all that may share objects with it."""
        for other in namespace.mutations.sharing(name):
            if other != name:
                self._change(namespace.path, other, by)
            for module, original in self._origins(namespace, other):
                self._change(module, original, by)

    def _call(self, module: str, name: str, method: str | None, kind: str, by: str) -> None:
        """A function of a module, or a method of a class of it, is called; or an attribute is read that may be one."""
        if module not in self._used:  # what a module that nobody uses does to itself, nobody has to know yet
            self._calls.setdefault(module, []).append((name, method, kind, by))
            return
        namespace = self._program.readable_namespace(module)
        key = (module, name, method or "", kind, by)
        if namespace is None or module == by or key in self._called:
            return
        self._called.add(key)
        mutations = namespace.mutations
        if kind == "call" or mutations.is_property(str(method)):
            changed = mutations.changed_by_method(method) if method else mutations.changed_by_call(name)
            for other in changed:
                self._rebound.setdefault((module, other), by)
                self._spread(namespace, other, by)
            if method and mutations.method_changes_receiver(method):
                self._change(module, name, by)
        for source, original in self._origins(namespace, name, with_bases=method is not None):
            self._call(source, original, method, kind, by)

    def _origins(
        self, namespace: Namespace, name: str, *, with_bases: bool = False
    ) -> Iterator[tuple[str, str]]:
        """Names of modules of the tree that imports bind a name to; those of a class's bases, too, if wanted."""
        tree = self._program.tree
        for module, attribute in namespace.imports(name):
            if attribute is not None and tree.owns(module):
                yield module, attribute
        if name not in namespace.binders:
            for index in namespace.stars:
                node = namespace.units[index].node
                if isinstance(node, ast.ImportFrom) and tree.owns(module := absolute(node, namespace.module)):
                    yield module, name
        for base in namespace.bases(name) if with_bases else ():
            yield namespace.path, base
            yield from self._origins(namespace, base)

    def _stood_for(self, name: str, kind: str, namespace: Namespace, seen: set[str]) -> Iterator[str]:
        """Imported names of a module that the value of a name of it may come from.

        Setting an attribute of a class leaves its bases as they are; what it inherits may be changed in place.
        """
        seen.add(name)
        if any(namespace.imports(name)):
            yield name
        elif namespace.defines_class(name):
            for base in namespace.bases(name) if kind != "set" else ():
                if base not in seen:
                    yield from self._stood_for(base, kind, namespace, seen)
        else:
            for other in namespace.assigned_from(name) - seen:
                yield from self._stood_for(other, kind, namespace, seen)

    def _resolved(self, touch: Touch, namespace: Namespace) -> Iterator[tuple[str, list[str]]]:
        """The modules of the tree, and names in them, that a dotted name of a module may stand for."""
        tree = self._program.tree
        first, _, rest = touch.chain.partition(".")
        if first not in namespace.binders:
            return
        for name in self._stood_for(first, touch.kind, namespace, set()):
            for source, attribute in namespace.imports(name):
                path = ".".join(part for part in (source, attribute, rest) if part)
                module, names = _split(path, namespace) if tree.owns(path) else (None, [])
                if module is not None and names:
                    yield module, names


def _touched(part: ast.AST) -> Iterator[Touch]:
    """What a node does to dotted names."""
    found: list[tuple[ast.expr, str]]
    match part:
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            found = [(part, "set")]
        case ast.Attribute(value=ast.Name() | ast.Call()):
            found = [(part, "read")]
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            found = [(value, "change")]
        case ast.AugAssign(target=ast.Attribute() | ast.Name() as target):
            found = [(target, "change")]
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in CHANGING_METHODS:
            found = [(value, "change"), (part.func, "call")]
        case ast.Call(func=function):
            found = [(function, "call")]
        case _:
            return
    for node, kind in found:
        chain = dotted_name(node)
        if chain is not None:
            yield Touch(chain, kind)


def _run_with(node: ast.stmt, namespace: Namespace) -> Iterator[ast.AST]:
    """The nodes that run with a statement; those of the functions and classes of the module that it calls, too."""
    pending = [*namespace.index.executed(node)]
    seen: set[str] = set()
    while pending:
        part = pending.pop()
        yield part
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id not in seen:
            seen.add(part.func.id)
            for index in namespace.binders.get(part.func.id, ()):
                called = namespace.units[index].node
                if isinstance(called, ast.FunctionDef | ast.ClassDef):
                    pending += walk(called)


def _is_own(function: ast.expr, namespace: Namespace) -> bool:
    """Whether what is called is defined in the module itself; one from elsewhere is asked about where it is."""
    return (
        isinstance(function, ast.Name)
        and function.id in namespace.binders
        and not any(namespace.imports(function.id))
    )


def dotted_name(node: ast.AST) -> str | None:
    """`a.b.c` as text, and `A().b` as `A.b`; None for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value.func if isinstance(node.value, ast.Call) else node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def _split(path: str, namespace: Namespace) -> tuple[str | None, list[str]]:
    """The longest module of the tree that a path starts with, and the rest."""
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        if namespace.program.tree.exists(".".join(parts[:length])):
            return ".".join(parts[:length]), parts[length:]
    return None, []
