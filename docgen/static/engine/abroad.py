"""Changes that importing one module makes to another.

`from registry import TABLE; TABLE["x"] = 1` at the top level of a module matters to anyone who reads the table of
`registry`. It is unknown which modules have been imported when a question is asked, but it is known that a module in
use holds such a statement. Objects that the statement may change are then unknown, and so is anything that may share
objects with them, in any module. Modules that a module in use imports for what they do are in use as well.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.aliases import sources
from docgen.static.engine.changed_arguments import changed_arguments
from docgen.static.engine.class_making import HOOK, changed_of_bases, class_touches
from docgen.static.engine.effect_imports import effect_imports
from docgen.static.engine.touched_names import origins, resolved
from docgen.static.engine.touches import ANY, TOUCHING, Touch, dotted_name, touched

if TYPE_CHECKING:
    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue

_IMPORTS = (ast.Import, ast.ImportFrom)
_HOOKS = frozenset({"__dir__", "__getattr__"})
"""Functions of a module that give its names."""
_NAMES = "__dict__"
"""Attribute that holds all names of a module."""


class ChangesAbroad:
    """The changes that the modules in use make to each other."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._pending: list[Namespace] = []
        self._used: set[str] = set()
        self._calls: dict[str, list[tuple[str, str | None, str, str]]] = {}
        self._rebound: dict[tuple[str, str], str] = {}
        self._attributes: dict[tuple[str, str, str], str] = {}
        self._in_place: dict[tuple[str, str], str] = {}
        self._inside: dict[str, str] = {}
        self._touched: set[str] = set()
        self._hooks: dict[str, frozenset[str] | None] = {}
        self._reached: set[tuple[str, str, str]] = set()
        self._called: set[tuple[str, ...]] = set()

    def add(self, namespace: Namespace) -> None:
        """Take a module into account; it is read only when needed, because reading it takes the modules it names."""
        self._pending.append(namespace)
        self._used.add(namespace.path)

    @property
    def used(self) -> int | None:
        """Number of modules that are taken into account; None while some are yet to be read."""
        return None if self._pending else len(self._used)

    def of_name(self, namespace: Namespace, name: str) -> tuple[str, bool] | None:
        """The module that changes an object of another one's `name`, and true if it does so in place; None if none."""
        if self._pending:
            self._read_pending()
        key = namespace.path, name
        by = self._rebound.get(key)
        if by is None and not name.startswith("__"):
            by = self._rebound.get((namespace.path, ANY))
        if by is not None and by != namespace.path:
            return by, False
        return (self._in_place[key], True) if key in self._in_place else None

    def of_module(self, path: str) -> str | None:
        """The module that puts something else in the place of another one, or changes all its names; None if none."""
        if self._pending:
            self._read_pending()
        return self._rebound.get((path, ANY))

    def of_attribute(self, cls: ClassValue, attribute: str) -> tuple[str, bool] | None:
        """The same for an attribute of a class."""
        if self._pending:
            self._read_pending()
        module = cls.frame.module.name
        if module not in self._touched and attribute not in self._inside:
            return None
        name = cls.qualname.partition(".")[0]
        for known in (attribute, ANY):
            if (module, name, known) in self._attributes:
                return self._attributes[module, name, known], False
        by = self._inside.get(attribute) or self._in_place.get((module, name))
        return None if by is None else (by, True)

    def _read_pending(self) -> None:
        while self._pending:
            namespace = self._pending.pop()
            with self._program.tree.reads.by(namespace.path):
                with self._program.tree.reads.uncounted():
                    for module in effect_imports(namespace):
                        self._program.readable_namespace(module)
                self._read(namespace)
            for call in self._calls.pop(namespace.path, ()):
                self._call(namespace.path, *call)

    def _read(self, namespace: Namespace) -> None:
        """Record the changes that a module makes elsewhere."""
        self._read_hooks(namespace)
        stored: list[tuple[str, ast.expr]] = []
        changed: set[str] = set()
        for index, unit in enumerate(namespace.units):
            if isinstance(unit.node, _IMPORTS) or not namespace.index.executed(unit.node):
                continue  # a function's definition runs only decorators and defaults
            named: set[str] = set()
            for part in namespace.run_with(unit.node):
                if isinstance(part, ast.Assign):
                    stored += [
                        (dotted_name(t) or "", part.value)
                        for t in part.targets
                        if not isinstance(t, ast.Name)
                    ]
                for touch in touched(part) if part.__class__ in TOUCHING else ():
                    if touch.kind in {"change", "inside"}:
                        changed.add(touch.chain)
                    if touch.says_all:
                        named.add(touch.chain.partition(".")[0])
                    self._take(touch, namespace)
            for touch in (*class_touches(unit.node), *changed_arguments(unit.node, namespace)):
                self._take(touch, namespace)
            for name in namespace.mutations.changes_in_place(index) - named:
                for _, module, rest in resolved(Touch(name, "set"), namespace):
                    self._change(module, rest[0], namespace.path)
            for name in namespace.mutations.changed_results(index):
                for _, module, rest in resolved(Touch(name, "fetch"), namespace):
                    self._fetch(module, rest[0], None, namespace.path)
        # A value stored under a name that is changed is changed with it.
        for name in [name for chain, value in stored if chain in changed for name in sources(value)]:
            for _, module, rest in resolved(Touch(name, "change"), namespace):
                self._change(module, rest[0], namespace.path)

    def _read_hooks(self, namespace: Namespace) -> None:
        """Record the changes of functions that run whenever anybody asks the module for a name."""
        for hook in sorted(_HOOKS & namespace.binders.keys()):
            for name in namespace.mutations.changed_by_call(hook):
                self._mark(namespace.path, name, namespace.path)

    def _take(self, touch: Touch, namespace: Namespace) -> None:
        for kind, module, rest in resolved(touch, namespace):
            self._note(kind, module, rest, namespace.path)

    def _note(self, kind: str, module: str, rest: list[str], by: str) -> None:
        name, *inner = rest
        if kind in {"set", "change"} and (name == _NAMES or self._program.tree.exists(f"{module}.{name}")):
            whole = module if name == _NAMES else f"{module}.{name}"
            if whole != by and not (inner and kind == "set"):
                self._rebound.setdefault((whole, ANY), by)
        if kind == "set" and not inner:
            self._rebound.setdefault((module, name), by)
        elif kind == "set":
            self._set(module, name, inner[0], by)
        elif kind == "change" and inner:
            self._change_inside(module, name, inner[0], by)
        elif kind == "change":
            self._change(module, name, by)
        elif kind == "fetch":
            self._fetch(module, name, inner[0] if inner else None, by)
        elif len(inner) <= 1:
            self._call(module, name, inner[0] if inner else None, kind, by)

    def _set(self, module: str, name: str, attribute: str, by: str) -> None:
        """Record that an attribute of a name's object is set."""
        if module == by or (module, name, attribute) in self._attributes:
            return
        self._attributes[module, name, attribute] = by
        self._touched.add(module)
        namespace = self._program.readable_namespace(module)
        if namespace is not None and not namespace.defines_class(name):
            self._change(module, name, by)
            for other in namespace.mutations.sharing(name):
                self._set(module, other, attribute, by)
                for source, original in origins(namespace, other):
                    self._set(source, original, attribute, by)

    def _change_inside(self, module: str, name: str, attribute: str, by: str) -> None:
        """Record that an attribute of a name's object is changed in place."""
        namespace = self._program.readable_namespace(module)
        if namespace is None or module == by or (module, name, attribute) in self._reached:
            return
        self._reached.add((module, name, attribute))
        for source, original in origins(namespace, name):
            self._change_inside(source, original, attribute, by)
        if not namespace.defines_class(name):
            self._change(module, name, by)
            return
        self._fetch(module, name, attribute, by)
        # It may be shared with any class that has an attribute of this name, and with anything through which the
        # class is read.
        self._inside.setdefault(attribute, by)
        for other in namespace.mutations.sharing(name):
            if not namespace.defines_class(other) or name in namespace.held_by_class(other, whole=False):
                self._mark(module, other, by)

    def _change(self, module: str, name: str, by: str) -> None:
        """Record that the object of a module's name is changed in place."""
        namespace = self._program.readable_namespace(module)
        if module == by or (module, name) in self._in_place or namespace is None:
            return
        if not namespace.defines_function(name):
            self._mark(module, name, by)
            self._spread(namespace, name, by)

    def _mark(self, module: str, name: str, by: str) -> None:
        self._in_place.setdefault((module, name), by)
        self._touched.add(module)

    def _spread(self, namespace: Namespace, name: str, by: str) -> None:
        """Extend a change of a name's object to everything that may share objects with it."""
        shared = namespace.mutations.sharing(name)
        for other in shared if namespace.path != by else ():
            if other != name and not namespace.defines_function(other):
                self._mark(namespace.path, other, by)
        key = (namespace.path, namespace.mutations.group(name), "", "share", by)
        if key in self._called:
            return
        self._called.add(key)
        for other in {name, *shared}:
            for held in {other, *namespace.assigned_from(other, deep=True)}:
                for module, original in origins(namespace, held):
                    self._change(module, original, by)

    def _fetch(self, module: str, name: str, method: str | None, by: str) -> None:
        """Record that the result of a function of a module, or of a method of its classes, is changed in place."""
        namespace = self._program.readable_namespace(module)
        key = (module, name, method or "", "fetch", by)
        if namespace is None or module == by or key in self._called:
            return
        self._called.add(key)
        mutations = namespace.mutations
        given_out = mutations.returned_by(name, method)
        if method is not None and namespace.defines_class(name):
            given_out |= mutations.returned_by(name, None)  # values that its constructor stores
        for other in given_out:
            self._change(module, other, by)
            for source, original in origins(namespace, other):
                self._fetch(source, original, None, by)
        for source, original in origins(namespace, name, with_bases=method is not None):
            self._fetch(source, original, method, by)

    def _call(self, module: str, name: str, method: str | None, kind: str, by: str) -> None:
        """Record that a function of a module, or a method of its classes, is called, or read as an attribute."""
        if module not in self._used:  # changes that an unused module makes to itself are not needed yet
            self._calls.setdefault(module, []).append((name, method, kind, by))
            return
        namespace = self._program.readable_namespace(module)
        key = (module, name, method or "", kind, by)
        if namespace is None or module == by or key in self._called:
            return
        self._called.add(key)
        mutations = namespace.mutations
        if kind in {"call", "hand"} or mutations.is_property(str(method)):
            changed = mutations.changed_by_method(method) if method else mutations.changed_by_call(name)
            for other in changed:
                self._rebound.setdefault((module, other), by)
                self._spread(namespace, other, by)
            if method == HOOK:
                self._make_subclass(namespace, name, by)
            elif (
                method
                and mutations.method_changes_receiver(method)
                and not (
                    # Who is handed a function of a class gives it its first argument.
                    kind == "hand" and namespace.defines_class(name) and not mutations.is_class_method(method)
                )
            ):
                self._change(module, name, by)
        for source, original in origins(namespace, name, with_bases=method is not None):
            self._call(source, original, method, kind, by)

    def _make_subclass(self, namespace: Namespace, name: str, by: str) -> None:
        """Record that a class is derived from one of a module's, whose hooks may change what that holds."""
        if namespace.path not in self._hooks:
            self._hooks[namespace.path] = changed_of_bases(namespace.body)
        attributes = self._hooks[namespace.path]
        if attributes is None:
            self._change(namespace.path, name, by)
        for attribute in attributes or ():
            self._change_inside(namespace.path, name, attribute, by)
