"""Facts about the names in a body, by its text, without running any of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.static.engine.aliases import callees, is_fresh, sources
from docgen.static.engine.mutations import Mutations, bindings
from docgen.static.engine.touches import spelled_module
from docgen.static.objects.values import SourceSpan, Unknown
from docgen.static.source.dynamic_names import names_bound
from docgen.static.source.function_scope import makes_defaults
from docgen.static.source.mangling import mangled_in
from docgen.static.source.nodes import walk
from docgen.static.source.relative_imports import absolute
from docgen.static.source.scopes import BodyIndex, Unit, declaration, declared_global

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.module import Module


def body_index(module: Module, body: list[ast.stmt], *, is_module: bool) -> BodyIndex:
    """Return the index of names of one of a module's bodies; computed once.

    Raises:
        SourceError: an expression is nested too deeply, which Python's parser takes and its compiler refuses.
    """
    index = module.indexes.get(id(body))
    if index is None:
        try:
            index = module.indexes[id(body)] = BodyIndex(body, is_module=is_module)
        except RecursionError:
            where = module.location(body[0])
            raise SourceError("nested too deeply", location=where, remedy="correct the file") from None
    return index


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
        self._run_with: dict[int, list[ast.AST]] = {}
        self.index = index = body_index(module, body, is_module=cls is None)
        self.binders = index.binders
        if cls is not None:
            self.binders = {mangled_in(cls.name, name): sites for name, sites in index.binders.items()}
        self.stars = index.stars
        self.dynamic: tuple[tuple[int, frozenset[str | None]], ...] = ()
        """Statements that bind names by text, with those names; None among them stands for any name."""
        looked_up = cls is None and not program.runs_imports
        if module.may_bind_by_text or looked_up:
            bound = [self._bound_by_text(node, looked_up=looked_up) for node in body]
            self.dynamic = tuple((at, names) for at, names in enumerate(bound) if names)
        self._values: dict[str, list[tuple[ast.AST, ast.expr]]] = {}
        self._imports: dict[str, tuple[tuple[str, str | None], ...]] = {}

    def _bound_by_text(self, node: ast.stmt, *, looked_up: bool) -> frozenset[str | None]:
        """Names that a statement binds by text; where names are looked up, also what running it in order would bind."""
        found: set[str | None] = set()
        if self.module.may_bind_by_text:
            found |= names_bound(self.run_with(node), replaces=looked_up and not self.index.lazy)
        if looked_up and isinstance(node, ast.ClassDef):
            found |= {*declared_global(node.body)}
        return frozenset(found)

    @property
    def mutations(self) -> Mutations:
        """Return the record of the changes that statements make to containers."""
        if self.index.mutations is None:
            self.index.mutations = Mutations(
                self.body,
                self.binders,
                self.index.executed,
                self.changes_arguments,
                self._foreign(),
                inside_class=self.cls is not None,
            )
        return self.index.mutations

    def imports(self, name: str) -> tuple[tuple[str, str | None], ...]:
        """Modules, and names in them, that imports bind `name` to, on their own or inside other statements."""
        if name not in self._imports:
            self._imports[name] = tuple(self._imports_of(name))
        return self._imports[name]

    def _imports_of(self, name: str) -> Iterator[tuple[str, str | None]]:
        for index in self.binders.get(name, ()):
            statement = self.units[index].node
            nested = isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While)
            for node in self.index.executed(statement) if nested else (statement,):
                yield from self._imported(name, node)

    def _imported(self, name: str, node: ast.AST) -> Iterator[tuple[str, str | None]]:
        if isinstance(node, ast.ImportFrom):
            module = absolute(node, self.module)
            yield from ((module, a.name) for a in node.names if (a.asname or a.name) == name)
        elif isinstance(node, ast.Import):
            bound = ((a.name, a.asname) if a.asname else (a.name.partition(".")[0],) * 2 for a in node.names)
            yield from ((module, None) for module, local in bound if local == name)
        elif isinstance(node, ast.Assign) and (spelled := spelled_module(node.value)) is not None:
            yield from ((spelled, None) for t in node.targets if isinstance(t, ast.Name) and t.id == name)

    def changes_arguments(self, chain: str) -> bool | None:
        """Tell whether the object of an imported dotted name changes its arguments; None if that is unknown."""
        with self.program.tree.reads.by(self.module.name):
            for module, (name, *inner) in self.elsewhere(chain):
                namespace = self.program.readable_namespace(module)
                if namespace is not None and name in namespace.binders and len(inner) <= 1:
                    return self._other_changes_arguments(namespace, name, *inner)
        return None

    def elsewhere(self, chain: str) -> Iterator[tuple[str, list[str]]]:
        """Modules of the tree, and names in them, for which an imported dotted name stands."""
        first, _, rest = chain.partition(".")
        for source, attribute in self.imports(first):
            path = ".".join(part for part in (source, attribute, rest) if part)
            if self.program.tree.owns(path):
                module, names = self.program.tree.split(path)
                if module is not None and names:
                    yield module, names

    def _other_changes_arguments(self, namespace: BodyText, name: str, method: str | None = None) -> bool:
        asked = (namespace.path, f"{name}.{method}")
        if asked in self.program.in_progress:
            return True  # modules that call each other: assumed to, because the question leads back to itself
        self.program.in_progress.add(asked)
        try:
            if method is not None:
                return namespace.mutations.method_changes_receiver(method)
            return namespace.mutations.changes_arguments(name)
        finally:
            self.program.in_progress.remove(asked)

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

    def bound_by_text(self, name: str) -> dict[int, Unknown]:
        """Statements that bind `name` by text, or may, with the unknown value that it then has."""
        if name.startswith("__"):
            return {}
        what = f"{self.path}.{name} may be bound by text"
        return {
            index: Unknown(
                what, SourceSpan(self.module, self.units[index].node), key=("unclear", self.path, name)
            )
            for index, names in self.dynamic
            if name in names or None in names
        }

    def run_with(self, node: ast.stmt) -> list[ast.AST]:
        """The nodes that run with a statement, including those of the body's functions and classes that it calls."""
        found = self._run_with.get(id(node))
        if found is None:
            found = self._run_with[id(node)] = [*self.index.executed(node)]
            seen: set[str] = set()
            for part in found:  # which grows meanwhile
                if (
                    part.__class__ is ast.Call
                    and isinstance(part.func, ast.Name)
                    and part.func.id not in seen
                ):
                    seen.add(part.func.id)
                    for index in self.binders.get(part.func.id, ()):
                        called = self.units[index].node
                        if isinstance(called, ast.FunctionDef | ast.ClassDef):
                            found += walk(called)
        return found

    def defines_class(self, name: str) -> bool:
        """Tell whether a class statement binds `name`."""
        return any(isinstance(self.units[index].node, ast.ClassDef) for index in self.binders.get(name, ()))

    def bases(self, name: str) -> Iterator[str]:
        """Names of the module that the bases of a class start with, and its metaclass."""
        for index in self.binders.get(name, ()):
            node = self.units[index].node
            given = [*node.bases, *(k.value for k in node.keywords)] if isinstance(node, ast.ClassDef) else []
            for base in given:
                root = next((n.id for n in walk(base) if isinstance(n, ast.Name)), name)
                if root != name:
                    yield root

    def _values_of(self, name: str) -> list[tuple[ast.AST, ast.expr]]:
        """Statements that bind `name` to a value, each with the value."""
        if name not in self._values:
            self._values[name] = [
                (node, value)
                for index in self.binders.get(name, ())
                for node in self.index.executed(self.units[index].node)
                if isinstance(node, ast.stmt)
                for target, value in bindings(node)
                if name in sources(target)
            ]
        return self._values[name]

    def assigned_from(self, name: str, *, deep: bool) -> set[str]:
        """Names to whose objects, or, if `deep`, to whose holders, a statement binds `name`.

        The result of an operation is a new object; the objects that it holds are not.
        """
        found: set[str] = set()
        for node, value in self._values_of(name):
            new = isinstance(node, ast.AugAssign) or isinstance(value, ast.BinOp) or is_fresh(value)
            if deep or not new:
                found |= sources(value)
        return found

    def fetched_from(self, name: str) -> set[str]:
        """Names of callables to whose results, or their holders, a statement binds `name`."""
        return set[str]().union(*(callees(value) for _, value in self._values_of(name)))

    def held_by_class(self, name: str, *, whole: bool) -> set[str]:
        """Names whose objects the body of a class binds to its own names; unless `whole`, only parts of them."""
        values = [
            value
            for index in self.binders.get(name, ())
            if isinstance(node := self.units[index].node, ast.ClassDef)
            for child in node.body
            for _, value in bindings(child)
            if whole or not isinstance(value, ast.Name)
        ]
        return set[str]().union(*map(sources, values)) - {name}

    def defines_function(self, name: str) -> bool:
        """Tell whether `name` is bound only by definitions of functions that hold no objects."""
        nodes = [self.units[index].node for index in self.binders.get(name, ())]
        return bool(nodes) and all(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not makes_defaults(node)
            for node in nodes
        )

    def binding(self, name: str) -> ast.stmt | None:
        """The last statement that may bind `name`: its declaration, for a reader."""
        sites = self.binders.get(name)
        return declaration(self.units[sites[-1]].node, name) if sites else None
