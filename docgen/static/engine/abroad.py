"""Changes that importing one module makes to another.

`from registry import TABLE; TABLE["x"] = 1` at the top level of a module matters to anyone who reads the table of
`registry`. It is unknown which modules have been imported when a question is asked, but it is known that a module in
use holds such a statement. Objects that the statement may change are then unknown, and so is anything that may share
objects with them, in any module.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.aliases import sources
from docgen.static.engine.touches import ANY, TOUCHING, Touch, dotted_name, touched
from docgen.static.source.relative_imports import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue

_IMPORTS = (ast.Import, ast.ImportFrom)


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
        self._reached: set[tuple[str, str, str]] = set()
        self._called: set[tuple[str, ...]] = set()

    def add(self, namespace: Namespace) -> None:
        """Take a module into account; it is read only when needed, because reading it takes the modules it names."""
        self._pending.append(namespace)
        self._used.add(namespace.path)

    def of_name(self, namespace: Namespace, name: str) -> tuple[str, bool] | None:
        """The module that changes an object of another one's `name`, and true if it does so in place; None if none."""
        if self._pending:
            self._read_pending()
        key = namespace.path, name
        if key in self._rebound:
            return self._rebound[key], False
        return (self._in_place[key], True) if key in self._in_place else None

    def of_attribute(self, cls: ClassValue, attribute: str) -> tuple[str, bool] | None:
        """The same for an attribute of a class."""
        if self._pending:
            self._read_pending()
        module = cls.frame.module.name
        if module not in self._touched and attribute not in self._inside:
            return None
        name = cls.qualname.partition(".")[0]
        for known in (attribute, ANY) if self._attributes else ():
            if (module, name, known) in self._attributes:
                return self._attributes[module, name, known], False
        by = self._inside.get(attribute) or self._in_place.get((module, name))
        return None if by is None else (by, True)

    def _read_pending(self) -> None:
        while self._pending:
            namespace = self._pending.pop()
            with self._program.tree.reads.by(namespace.path):
                self._read(namespace)
            for call in self._calls.pop(namespace.path, ()):
                self._call(namespace.path, *call)

    def _read(self, namespace: Namespace) -> None:
        """Record the changes that a module makes elsewhere."""
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
                    for kind, module, rest in self._resolved(touch, namespace):
                        self._note(kind, module, rest, namespace.path)
            for name in namespace.mutations.changes_in_place(index) - named:
                for _, module, rest in self._resolved(Touch(name, "set"), namespace):
                    self._change(module, rest[0], namespace.path)
            for name in namespace.mutations.changed_results(index):
                for _, module, rest in self._resolved(Touch(name, "fetch"), namespace):
                    self._fetch(module, rest[0], None, namespace.path)

        for chain, value in stored:
            if chain in changed:
                self._change_stored(value, namespace)

    def _change_stored(self, value: ast.expr, namespace: Namespace) -> None:
        """Record that a value stored under a name that is changed is changed with it."""
        for name in sources(value):
            for _, module, rest in self._resolved(Touch(name, "change"), namespace):
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
                for source, original in self._origins(namespace, other):
                    self._set(source, original, attribute, by)

    def _change_inside(self, module: str, name: str, attribute: str, by: str) -> None:
        """Record that an attribute of a name's object is changed in place."""
        namespace = self._program.readable_namespace(module)
        if namespace is None or module == by or (module, name, attribute) in self._reached:
            return
        self._reached.add((module, name, attribute))
        for source, original in self._origins(namespace, name):
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
                for module, original in self._origins(namespace, held):
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
            for source, original in self._origins(namespace, other):
                self._fetch(source, original, None, by)
        for source, original in self._origins(namespace, name, with_bases=method is not None):
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
        """Modules of the tree, and names in them, to which imports bind a name; on request those of a class's bases."""
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

    def _stood_for(
        self, name: str, kind: str, namespace: Namespace, seen: set[str]
    ) -> Iterator[tuple[str, str]]:
        """Imported names from which the value of a module's name may come, each with the kind of change to it.

        Setting an attribute of a class leaves its bases unchanged; objects that it inherits may be changed in place.
        """
        seen.add(name)
        if self._is_imported(name, namespace):
            yield kind, name
            return
        if is_class := namespace.defines_class(name):
            others = {*namespace.bases(name)} if kind != "set" else set[str]()
            if kind in {"change", "inside"}:
                others |= namespace.held_by_class(name, whole=True)
        else:
            others = namespace.assigned_from(name, deep=kind == "inside")
        for other in others - seen:
            yield from self._stood_for(other, kind, namespace, seen)
        if not is_class:
            kind = "fetch" if kind in {"set", "change", "inside"} else kind
            yield from (
                (kind, made) for made in namespace.fetched_from(name) if self._is_imported(made, namespace)
            )

    @staticmethod
    def _is_imported(name: str, namespace: Namespace) -> bool:
        """Tell whether an import may bind a name of a module, by the name or with all others."""
        return any(namespace.imports(name)) or (bool(namespace.stars) and name not in namespace.binders)

    def _resolved(self, touch: Touch, namespace: Namespace) -> Iterator[tuple[str, str, list[str]]]:
        """Yield the kinds of changes to names of modules for which a dotted name of a module may stand."""
        first, _, rest = touch.chain.partition(".")
        bound = first in namespace.binders
        for kind, name in (
            self._stood_for(first, touch.kind, namespace, set()) if bound else [(touch.kind, first)]
        ):
            for module, names in self._elsewhere(f"{name}.{rest}" if rest else name, namespace):
                yield "change" if kind == "inside" else kind, module, names

    def _elsewhere(self, chain: str, namespace: Namespace) -> Iterator[tuple[str, list[str]]]:
        """Modules of the tree, each with the names in it, for which a dotted name of a module may stand."""
        if chain.partition(".")[0] in namespace.binders:
            yield from namespace.elsewhere(chain)
            return
        tree = self._program.tree
        for index in namespace.stars:
            node = namespace.units[index].node
            if isinstance(node, ast.ImportFrom) and tree.owns(module := absolute(node, namespace.module)):
                yield module, chain.split(".")
