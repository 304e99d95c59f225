"""The statements of a module or a class body, and what their text says."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.source.inertness import Inertness
from docgen.static.source.mangling import mangled_in
from docgen.static.source.scopes import declaration
from docgen.static.source.tree import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.program import Program
    from docgen.static.engine.records import Record
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract
    from docgen.static.source.inertness import Kind
    from docgen.static.source.tree import Module


class Kept:
    """The outcome of a statement that is the same on every path, under some assumptions."""

    __slots__ = ("assumptions", "blamed", "names", "reads")

    def __init__(
        self,
        assumptions: tuple[tuple[str, str | bool | None], ...],
        names: dict[str, Abstract],
        record: Record,
    ) -> None:
        self.assumptions = assumptions
        self.names = names
        self.blamed = frozenset(record.blamed)
        self.reads = record.reads


class Unit:
    """One statement of a body, and what is known of running it."""

    __slots__ = ("kept", "node")

    def __init__(self, node: ast.stmt) -> None:
        self.node = node
        self.kept: list[Kept] = []


class ModuleFacts:
    """The statements of a body.

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
        self.scope = module.scope_of(body, is_module=cls is None)
        self.binders = self.scope.binders
        if cls is not None:
            self.binders = {mangled_in(cls.name, name): sites for name, sites in self.scope.binders.items()}
        self.stars = self.scope.stars
        self._from_imports: dict[tuple[str, str], list[str]] | None = None
        self._kinds: tuple[Kind, ...] | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """When each statement runs."""
        if self._kinds is None:
            self._kinds = Inertness(self.body, self.scope, self.module, self.program.tree.owns, None).kinds
        return self._kinds

    @property
    def from_imports(self) -> dict[tuple[str, str], list[str]]:
        """For each name of another module that `from` imports bind, the names that they bind it to."""
        if self._from_imports is None:
            self._from_imports = {}
            for local in self.binders:
                for module, name in self.imports(local):
                    if name is not None:
                        self._from_imports.setdefault((module, name), []).append(local)
        return self._from_imports

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

    def binding(self, name: str) -> ast.stmt | None:
        """The last statement that may bind `name`: its declaration, for a reader."""
        sites = self.binders.get(name)
        return declaration(self.units[sites[-1]].node, name) if sites else None
