"""What the text of a body says of its names, without running any of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.aliases import is_fresh, sources
from docgen.static.bodies import BodyIndex, Unit, declaration
from docgen.static.mangling import mangled_in
from docgen.static.mutations import Mutations, bindings
from docgen.static.nodes import walk
from docgen.static.tree import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.program import Program
    from docgen.static.tree import Module
    from docgen.static.type_values import ClassValue


class BodyText:
    """The statements of a module or a class body.

    Attributes:
        path: Canonical dotted path that the names hang under.
        cls: The class whose body it is; None for a module.
        binders: For each name, the statements that may bind it.
        stars: The statements that are star imports.
    """

    def __init__(
        self, program: Program, module: Module, path: str, body: list[ast.stmt], cls: ClassValue | None
    ) -> None:
        self.program = program
        self.module = module
        self.path = path
        self.cls = cls
        self.body = body
        self.units = [Unit(node) for node in body]
        index = module.indexes.get(id(body))
        if index is None:
            index = module.indexes[id(body)] = BodyIndex(body, is_module=cls is None)
        self.index = index
        self.binders = index.binders
        if cls is not None:
            self.binders = {mangled_in(cls.name, name): sites for name, sites in index.binders.items()}
        self.stars = index.stars

    @property
    def mutations(self) -> Mutations:
        """Who changes which container."""
        if self.index.mutations is None:
            self.index.mutations = Mutations(
                self.body,
                self.binders,
                self.index.executed,
                self._changes_arguments,
                self._foreign(),
                inside_class=self.cls is not None,
            )
        return self.index.mutations

    def imports(self, name: str) -> Iterator[tuple[str, str | None]]:
        """Modules, and names in them, that imports bind `name` to."""
        for index in self.binders.get(name, ()):
            node = self.units[index].node
            if isinstance(node, ast.ImportFrom):
                module = absolute(node, self.module)
                yield from ((module, a.name) for a in node.names if (a.asname or a.name) == name)
            elif isinstance(node, ast.Import):
                bound = (
                    (a.name, a.asname) if a.asname else (a.name.partition(".")[0],) * 2 for a in node.names
                )
                yield from ((module, None) for module, local in bound if local == name)

    def _changes_arguments(self, name: str) -> bool | None:
        """Whether what an import binds to `name` changes its arguments; None if it is no callable of the tree."""
        for module, attribute in self.imports(name):
            if attribute is not None and self.program.tree.owns(module):
                namespace = self.program.readable_namespace(module)
                if namespace is not None and attribute in namespace.binders:
                    return self._other_changes_arguments(namespace, attribute)
        return None

    def _other_changes_arguments(self, namespace: BodyText, name: str) -> bool:
        asked = (namespace.path, name)
        if asked in self.program.examining:
            return True  # modules that call one another: taken to, for the question came back to itself
        self.program.examining.add(asked)
        try:
            return namespace.mutations.changes_arguments(name)
        finally:
            self.program.examining.remove(asked)

    def _foreign(self) -> frozenset[str]:
        """Names that only imports bind, from outside the tree or as modules."""
        return frozenset(
            name
            for name, sites in self.binders.items()
            if all(isinstance(self.units[i].node, ast.Import | ast.ImportFrom) for i in sites)
            and not any(
                attribute and self.program.tree.owns(module) for module, attribute in self.imports(name)
            )
        )

    def defines_class(self, name: str) -> bool:
        """Whether a class statement binds `name`."""
        return any(isinstance(self.units[index].node, ast.ClassDef) for index in self.binders.get(name, ()))

    def bases(self, name: str) -> Iterator[str]:
        """Names of the module that the bases of a class start with."""
        for index in self.binders.get(name, ()):
            node = self.units[index].node
            for base in node.bases if isinstance(node, ast.ClassDef) else ():
                root = next((n.id for n in walk(base) if isinstance(n, ast.Name)), name)
                if root != name:
                    yield root

    def assigned_from(self, name: str) -> set[str]:
        """Names whose objects a statement binds `name` to; what an operation makes is new."""
        found: set[str] = set()
        for index in self.binders.get(name, ()):
            for node in self.index.executed(self.units[index].node):
                for target, value in bindings(node) if isinstance(node, ast.stmt) else ():
                    new = isinstance(node, ast.AugAssign) or isinstance(value, ast.BinOp) or is_fresh(value)
                    if not new and name in sources(target):
                        found |= sources(value)
        return found

    def defines_function(self, name: str) -> bool:
        """Whether all that binds `name` are function definitions."""
        nodes = [self.units[index].node for index in self.binders.get(name, ())]
        return all(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in nodes)

    def binding(self, name: str) -> ast.stmt | None:
        """The last statement that may bind `name`: its declaration, for a reader."""
        sites = self.binders.get(name)
        return declaration(self.units[sites[-1]].node, name) if sites else None
