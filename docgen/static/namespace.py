"""The names of a module or a class body, each evaluated when somebody asks for it.

A body is a list of statements; a name is looked up by running, last first, the statements that may bind it. Importing
a module would run everything it holds, and everything that its imports hold; answers need a hundredth of that. What
is kept from Python: a statement sees the names as they were when it ran (`limit`), conditional and repeated
definitions, deletion, `from m import *`, and changes made to a container after it was bound (`mutations`).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.frames import Frame
from docgen.static.mutations import Mutations
from docgen.static.signals import GiveUp, Raised
from docgen.static.values import MISSING, Abstract, ClassValue, Place, Unknown

if TYPE_CHECKING:
    from docgen.static.evaluation import Evaluation, Record
    from docgen.static.program import Program
    from docgen.static.tree import Module

END = 1 << 30
"""A limit behind the last statement."""


class Deleted:
    """What a name is bound to after `del`."""


class Import:
    """What an import statement binds: resolved when the name is looked up."""

    __slots__ = ("attribute", "module", "place")

    def __init__(self, module: str, attribute: str | None, place: Place) -> None:
        self.module = module
        self.attribute = attribute
        self.place = place


class Unit:
    """One statement of a body, and what is known of running it."""

    __slots__ = ("kept", "node")

    def __init__(self, node: ast.stmt) -> None:
        self.node = node
        self.kept: list[tuple[tuple[tuple[str, str | bool | None], ...], dict[str, Abstract]]] = []


class Namespace:
    """The names that a body binds.

    Attributes:
        path: Canonical dotted path that the names hang under.
        cls: The class whose body it is; None for a module.
        outer: For a class body, the frame that the class statement ran in.
    """

    def __init__(
        self,
        program: Program,
        module: Module,
        path: str,
        body: list[ast.stmt],
        *,
        cls: ClassValue | None = None,
        outer: Frame | None = None,
    ) -> None:
        self.program = program
        self.module = module
        self.path = path
        self.cls = cls
        self.outer = outer
        self.units = [Unit(node) for node in body]
        self.binders: dict[str, list[int]] = {}
        self.stars: list[int] = []
        for index, node in enumerate(body):
            for name in bound_names(node):
                if name == "*":
                    self.stars.append(index)
                else:
                    self.binders.setdefault(name, []).append(index)
        self._mutations: Mutations | None = None

    @property
    def mutations(self) -> Mutations:
        """Who changes which container."""
        if self._mutations is None:
            self._mutations = Mutations([unit.node for unit in self.units], self.binders)
        return self._mutations

    def lookup(self, name: str, evaluation: Evaluation, limit: int | None = None) -> Abstract:
        """The value of `name`, or MISSING.

        Args:
            name: The name.
            evaluation: On whose behalf.
            limit: Only statements before this one have run; by default, all, or those before the one of this body
                that is being run.
        """
        path = f"{self.path}.{name}"
        if path in self.program.assumable:
            assumed = evaluation.assumption(path)
            if assumed is not None:
                return self.program.assumed_value(path, str(assumed), self, evaluation)
        written = evaluation.written.get((self, name), MISSING)
        if written is not MISSING:
            return MISSING if isinstance(written, Deleted) else written
        if limit is None:
            limit = self.limit(evaluation)
        sites = self.binders.get(name)
        if sites is not None:
            if self.mutations.changed(name):
                self._run_timeline(name, evaluation, limit)
            for index in reversed(sites):
                if index >= limit:
                    continue
                value = self.run(index, evaluation).get(name, MISSING)
                if value is MISSING:
                    continue
                if isinstance(value, Import):
                    return self.program.resolve(value, evaluation)
                return MISSING if isinstance(value, Deleted) else value
        value = self._from_stars(name, evaluation, limit) if self.stars else MISSING
        return self._given(name) if value is MISSING and name.startswith("__") else value

    def _given(self, name: str) -> Abstract:
        """What every module or class body has without binding it."""
        if name == "__name__" and self.cls is None:
            return self.path
        if name == "__module__" and self.cls is not None:
            return self.module.name
        if name == "__file__" and self.cls is None:
            return str(self.module.path)
        if name == "__package__" and self.cls is None:
            return self.module.package
        return MISSING

    def limit(self, evaluation: Evaluation) -> int:
        """How much of this body has run, from inside the statement that is running."""
        if not evaluation.running:
            return END
        space, index = evaluation.running[-1]
        while space is not self:
            outer = space.outer
            while outer is not None and outer.namespace is None:
                outer = outer.parent
            if outer is None or outer.namespace is None:
                return END
            space, index = outer.namespace, outer.position
        return index

    def binding(self, name: str) -> ast.stmt | None:
        """The last statement that may bind `name`: its declaration, for a reader."""
        sites = self.binders.get(name)
        return _declaration(self.units[sites[-1]].node, name) if sites else None

    def run(self, index: int, evaluation: Evaluation) -> dict[str, Abstract]:
        """Run one statement, or recall what it bound."""
        key = (self, index)
        if key in evaluation.results:
            return evaluation.results[key]
        unit = self.units[index]
        for assumptions, bindings in unit.kept:
            if all(evaluation.assumed.get(path) == value for path, value in assumptions):
                evaluation.record.assumptions.update(path for path, _ in assumptions)
                evaluation.results[key] = bindings
                return bindings
        frame = Frame(
            evaluation, self.module, parent=self.outer, namespace=self, position=index, owner=self.cls
        )
        # While it runs it may ask for a name that it is about to bind: what it has bound by then is the answer.
        evaluation.results[key] = frame.names
        evaluation.running.append(key)
        try:
            _, record = evaluation.recorded(lambda: self._attempt(unit.node, frame))
        except BaseException:
            del evaluation.results[key]
            raise
        finally:
            evaluation.running.pop()
        if record.keepable:
            self._keep(unit, record, evaluation, frame.names)
        return frame.names

    @staticmethod
    def _keep(unit: Unit, record: Record, evaluation: Evaluation, bindings: dict[str, Abstract]) -> None:
        assumed = tuple((path, evaluation.assumed.get(path)) for path in sorted(record.assumptions))
        unit.kept.append((assumed, bindings))

    @staticmethod
    def _attempt(node: ast.stmt, frame: Frame) -> None:
        """Run a statement; where it fails, what it would have bound is unknown for that reason."""
        depth = frame.evaluation.depth
        guards, frame.evaluation.guards = frame.evaluation.guards, []
        try:
            rules.execute(node, frame)
        except Raised as signal:
            place = signal.place or Place(frame.module, node)
            failure = Unknown(f"its definition raises {describe(signal.exception)}", place)
        except GiveUp as signal:
            if signal.final:
                raise
            failure = Unknown(signal.reason, signal.place or Place(frame.module, node))
        else:
            return
        finally:
            frame.evaluation.depth = depth
            frame.evaluation.guards = guards
        for name in bound_names(node):
            frame.names.setdefault(name, failure)

    def _run_timeline(self, name: str, evaluation: Evaluation, limit: int) -> None:
        """Run, in order, every statement before `limit` that touches a container which changes after it is bound."""
        for index in self.mutations.timeline(name):
            if index < limit and (self, index) not in evaluation.results:
                self.run(index, evaluation)

    def _from_stars(self, name: str, evaluation: Evaluation, limit: int) -> Abstract:
        for index in reversed(self.stars):
            if index >= limit:
                continue
            for node in ast.walk(self.units[index].node):
                if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                    value = self.program.star(self.module, node, name, evaluation)
                    if value is not MISSING:
                        return value
        return MISSING


def describe(exception: Abstract) -> str:
    """An exception as a person would name it."""
    if isinstance(exception, BaseException):
        return f"{type(exception).__name__}: {exception}" if exception.args else type(exception).__name__
    cls = getattr(exception, "cls", None)
    return cls.name if isinstance(cls, ClassValue) else "an exception"


def bound_names(node: ast.stmt) -> list[str]:
    """Names that a statement of a module or class body may bind or delete; `*` for a star import."""
    names: list[str] = []
    _collect(node, names)
    return names


def _collect(node: ast.AST, names: list[str]) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            names.append(node.name)
            return
        case ast.Import():
            names.extend(alias.asname or alias.name.partition(".")[0] for alias in node.names)
            return
        case ast.ImportFrom():
            names.extend(alias.asname or alias.name for alias in node.names)
            return
        case ast.Name(ctx=ast.Store() | ast.Del()):
            names.append(node.id)
            return
        case ast.Constant() | ast.Lambda() | ast.Name() | ast.Attribute(value=ast.Name()):
            return
        case ast.AnnAssign():
            _collect(node.target, names)
            if node.value is not None:
                _collect(node.value, names)
            elif isinstance(node.target, ast.Name):
                names.pop()  # a bare annotation binds nothing
            return
        case ast.ExceptHandler(name=str() as name):
            names.append(name)
        case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
            names.append(name)
        case ast.MatchMapping(rest=str() as name):
            names.append(name)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            names.extend(n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
            return
    for child in ast.iter_child_nodes(node):
        _collect(child, names)


def _declaration(node: ast.stmt, name: str) -> ast.stmt:
    """The innermost statement inside `node` that binds `name`."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt) and name in bound_names(child):
                return _declaration(child, name)
    return node
