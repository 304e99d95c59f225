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
from docgen.static.aliases import is_fresh, sources
from docgen.static.descriptors import set_names
from docgen.static.effects import executed
from docgen.static.evaluation import Record
from docgen.static.frames import Frame
from docgen.static.mangling import mangled_in
from docgen.static.mutations import Mutations, bindings
from docgen.static.nodes import walk
from docgen.static.signals import GiveUp, Indefinite, Raised
from docgen.static.tree import absolute
from docgen.static.values import (
    MISSING,
    Abstract,
    ClassValue,
    Deleted,
    FunctionValue,
    Place,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.static.evaluation import Evaluation
    from docgen.static.program import Program
    from docgen.static.tree import Module

Assumptions = tuple[tuple[str, "str | bool | None"], ...]
"""What a scenario assumes of some paths."""
END = 1 << 30
"""A limit behind the last statement."""
STARS = "*"
"""Under this name, which no program can use, a statement's star imports are bound, in order."""


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
        self.kept: list[tuple[Assumptions, dict[str, Abstract]]] = []


class Timeline:
    """A run of statements that change what others made: kept together, with what each of them bound."""

    __slots__ = ("assumptions", "bindings")

    def __init__(self, assumptions: Assumptions, bindings: dict[int, dict[str, Abstract]]) -> None:
        self.assumptions = assumptions
        self.bindings = bindings


class BodyIndex:
    """What the text of a body says of its names; worked out once, however often its class statement runs."""

    __slots__ = ("_executed", "binders", "lazy", "mutations", "stars")

    def __init__(self, body: list[ast.stmt], *, is_module: bool) -> None:
        self._executed: dict[int, list[ast.AST]] = {}
        self.binders: dict[str, list[int]] = {}
        self.stars: list[int] = []
        for index, node in enumerate(body):
            for name in bound_names(node):
                if name == "*":
                    self.stars.append(index)
                else:
                    self.binders.setdefault(name, []).append(index)
        self.lazy = is_module and any(map(_replaces_module, body))
        self.mutations: Mutations | None = None

    def executed(self, node: ast.stmt) -> list[ast.AST]:
        """The nodes that run when a statement of the body does, or one inside it."""
        if id(node) not in self._executed:
            self._executed[id(node)] = executed(node)
        return self._executed[id(node)]


class Namespace:
    """The names that a body binds.

    Attributes:
        path: Canonical dotted path that the names hang under.
        cls: The class whose body it is; None for a module.
        eager: Whether it is a class body that ran with its statement.
        lazy: Whether it is a module that puts a lazily importing object in its own place.
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
        self.lazy = index.lazy
        self.eager = False
        self.timelines: dict[str, list[Timeline]] = {}

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

    def _other_changes_arguments(self, namespace: Namespace, name: str) -> bool:
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

    def lookup(self, name: str, evaluation: Evaluation, limit: int | None = None) -> Abstract:
        """The value of `name`, or MISSING.

        Args:
            name: The name.
            evaluation: On whose behalf.
            limit: Only statements before this one have run; by default, all, or those before the one of this body
                that is being run.
        """
        path = f"{self.path}.{name}"
        if name == "TYPE_CHECKING" and self.lazy:
            return True
        if path in self.program.assumable:
            assumed = evaluation.assumption(path)
            if assumed is not None:
                return self.program.assumed_value(path, str(assumed), self, evaluation)
        if limit is None:
            limit = self.limit(evaluation)
        sites = self.binders.get(name, ())
        if sites and self.mutations.changed(name):
            self._run_timeline(name, evaluation, limit)
        if evaluation.running and (names := self._bound_so_far(evaluation, limit)) and name in names:
            return self._opened(names[name], evaluation)
        if (self, name) in evaluation.written:
            return self._written(name, evaluation)
        if sites and limit == END and (change := self.program.abroad.of_name(self, name)) is not None:
            by, in_place = change
            value = self._looked_up(name, evaluation, limit) if in_place else None
            if in_place and (is_constant(value) or isinstance(value, ClassValue)):
                return value  # what a class holds is looked at when it is asked for
            return Unknown(f"importing {by} changes {path}", None)
        return self._looked_up(name, evaluation, limit)

    def _bound_so_far(self, evaluation: Evaluation, limit: int) -> dict[str, Abstract]:
        """What the statement of this body that is being run has bound, for a function that it calls to read."""
        for space, index in reversed(evaluation.running):
            if space is self:
                return evaluation.results[space, index][0] if index == limit else {}
        return {}

    def _opened(self, value: Abstract, evaluation: Evaluation) -> Abstract:
        """The value of a binding: an import is resolved when its name is looked up."""
        if isinstance(value, Import):
            return self.program.resolve(value, evaluation)
        return MISSING if isinstance(value, Deleted) else value

    def _looked_up(self, name: str, evaluation: Evaluation, limit: int) -> Abstract:
        sites = self.binders.get(name, ())
        for index in sorted({*sites, *self.stars}, reverse=True) if self.stars else reversed(sites):
            if index >= limit:
                continue
            bindings = self.run(index, evaluation)
            value = bindings.get(name, MISSING)
            if value is MISSING and name != "__all__":
                value = self._from_stars(bindings.get(STARS, ()), name, evaluation)
                if value is MISSING:
                    continue
            return self._opened(value, evaluation)
        return self._given(name) if name.startswith("__") else MISSING

    def write(self, name: str, value: Abstract, evaluation: Evaluation) -> None:
        """Bind a name from outside the body: by a function's `global`, or as an attribute of the module."""
        evaluation.record.mutated = True
        if not evaluation.running:
            self.settle(name, evaluation)
            evaluation.rebound.add((self, name))
        for space, index in evaluation.running:
            if space is self and name in evaluation.results[space, index][0]:
                evaluation.results[space, index][0][name] = value
                return
        evaluation.written[self, name] = value

    def _written(self, name: str, evaluation: Evaluation) -> Abstract:
        evaluation.record.mutated = True
        if evaluation.running and (self, name) in evaluation.rebound:
            return Unknown(f"{name} is bound anew after the import that reads it", None)
        value = evaluation.written[self, name]
        return MISSING if isinstance(value, Deleted) else value

    def defines_class(self, name: str) -> bool:
        """Whether a class statement binds `name`."""
        return any(isinstance(self.units[index].node, ast.ClassDef) for index in self.binders.get(name, ()))

    def bases(self, name: str) -> Iterator[str]:
        """Names of the module that the bases of a class start with."""
        for index in self.binders.get(name, ()):
            node = self.units[index].node
            for base in node.bases if isinstance(node, ast.ClassDef) else ():
                root = next((n.id for n in ast.walk(base) if isinstance(n, ast.Name)), name)
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

    def settle(self, name: str, evaluation: Evaluation) -> None:
        """Run every statement that reads or binds `name`, as importing the module would have."""
        for index in self.mutations.mentioning(name):
            self.run(index, evaluation)

    def _run_timeline(self, name: str, evaluation: Evaluation, limit: int) -> None:
        """Run, in order, every statement before `limit` that touches what `name` shares objects with."""
        group = self.mutations.group(name)
        key = (self, group)
        indices = self.mutations.timeline(name)
        if key not in evaluation.timelines and indices and indices[-1] < limit:
            self._run_whole_timeline(group, indices, evaluation)
            return
        done, record = evaluation.timelines.get(key, (0, Record()))
        for index in indices:
            if done <= index < limit:
                evaluation.timelines[key] = (index + 1, record)
                _, own = evaluation.recorded(lambda index=index: self.run(index, evaluation))  # type: ignore[misc]
                record.absorb(own)
        evaluation.record.absorb(record)

    def _run_whole_timeline(self, group: str, indices: tuple[int, ...], evaluation: Evaluation) -> None:
        """Run a whole timeline, or recall one whose outcome does not depend on the path."""
        key = (self, group)
        fresh = all((self, index) not in evaluation.results for index in indices)
        for kept in self.timelines.get(group, ()) if fresh else ():
            if all(evaluation.assumed.get(path) == value for path, value in kept.assumptions):
                record = Record()
                record.assumptions.update(path for path, _ in kept.assumptions)
                for index, bindings in kept.bindings.items():
                    evaluation.results[self, index] = (bindings, record)
                evaluation.timelines[key] = (END, record)
                evaluation.record.absorb(record)
                return

        def run_all() -> None:
            for index in indices:
                evaluation.timelines[key] = (index + 1, evaluation.record)
                self.run(index, evaluation)

        _, record = evaluation.recorded(run_all, is_timeline=True)
        evaluation.timelines[key] = (END, record)
        if fresh and record.keepable:
            bound = {at: evaluation.results[self, at][0] for at in indices}
            self.timelines.setdefault(group, []).append(Timeline(_leaned_on(record, evaluation), bound))

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
        if name in {"__builtins__", "__doc__", "__loader__", "__path__", "__spec__"} and self.cls is None:
            return Unknown(f"{name} of a module is not modelled", None)
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
            bindings, record = evaluation.results[key]
            evaluation.record.absorb(record)
            return bindings
        unit = self.units[index]
        for assumptions, bindings in unit.kept:
            if all(evaluation.assumed.get(path) == value for path, value in assumptions):
                record = Record()
                record.assumptions.update(path for path, _ in assumptions)
                return self._finish(key, bindings, record, evaluation)
        frame = Frame(
            evaluation, self.module, parent=self.outer, namespace=self, position=index, owner=self.cls
        )
        # While it runs it may ask for a name that it is about to bind: what it has bound by then is the answer.
        # Whoever leans on that leans on a moment, which is not to be kept.
        unfinished = Record()
        unfinished.mutated = True
        evaluation.results[key] = (frame.names, unfinished)
        evaluation.running.append(key)
        try:
            _, record = evaluation.recorded(lambda: self._attempt(index, frame))
        except BaseException:
            del evaluation.results[key]
            raise
        finally:
            evaluation.running.pop()
        if record.keepable and not evaluation.record.is_timeline:
            unit.kept.append((_leaned_on(record, evaluation), frame.names))
        return self._finish(key, frame.names, record, evaluation)

    def _finish(
        self,
        key: tuple[Namespace, int],
        bindings: dict[str, Abstract],
        record: Record,
        evaluation: Evaluation,
    ) -> dict[str, Abstract]:
        """The statement has run on this path."""
        evaluation.results[key] = (bindings, record)
        evaluation.record.absorb(record)
        for name in bindings if evaluation.written else ():
            evaluation.written.pop((self, name), None)
        return bindings

    def _attempt(self, index: int, frame: Frame) -> None:
        """Run a statement; where it fails, what it would have bound or changed is unknown for that reason."""
        node = self.units[index].node
        depth = frame.evaluation.depth
        guards, frame.evaluation.guards = frame.evaluation.guards, []
        try:
            rules.execute(node, frame)
            if self.cls is not None:
                set_names(self.cls, frame.names, frame, Place(frame.module, node))
        except Raised as signal:
            place = signal.place or Place(frame.module, node)
            failure = Unknown(f"its definition raises {describe(signal.exception)}", place)
        except Indefinite as signal:
            failure = Unknown(signal.value.reason, Place(frame.module, node))
        except GiveUp as signal:
            if signal.final:
                raise
            failure = Unknown(signal.reason, signal.place or Place(frame.module, node))
        else:
            return
        finally:
            frame.evaluation.depth = depth
            frame.evaluation.guards = guards
        bound = bound_names(node)
        frame.names.update(dict.fromkeys(bound, failure))
        for name in self.mutations.touches(index) - set(bound):
            if name in self.binders:
                rules.cloud(self.lookup(name, frame.evaluation, index), failure, frame)
                self.write(name, failure, frame.evaluation)
            elif self.cls is not None:
                self._spoil_outer(name, failure, frame)

    @staticmethod
    def _spoil_outer(name: str, failure: Unknown, frame: Frame) -> None:
        """A class body that fails may have changed what its names from outside stand for."""
        try:
            rules.cloud(rules.load_name(name, frame, ast.Pass()), failure, frame)
        except Raised:
            return  # there is no such name

    def _from_stars(self, stars: Sequence[Import], name: str, evaluation: Evaluation) -> Abstract:
        for star in reversed(stars):
            value = self.program.star(star, name, evaluation)
            if value is not MISSING:
                return value
        return MISSING


def _leaned_on(record: Record, evaluation: Evaluation) -> Assumptions:
    """The assumptions that a record leaned on, with what the running scenario assumes."""
    return tuple((path, evaluation.assumed.get(path)) for path in sorted(record.assumptions))


def is_constant(value: Abstract) -> bool:
    """Whether nothing can change a value in place."""
    if isinstance(value, tuple | frozenset):
        return all(map(is_constant, value))
    return isinstance(value, bool | int | float | str | bytes | FunctionValue | None)


def describe(exception: Abstract) -> str:
    """An exception as a person would name it."""
    if isinstance(exception, BaseException):
        return f"{type(exception).__name__}: {exception}" if exception.args else type(exception).__name__
    cls = getattr(exception, "cls", None)
    return cls.name if isinstance(cls, ClassValue) else "an exception"


def _replaces_module(node: ast.stmt) -> bool:
    """Whether a statement holds `sys.modules[__name__] = ...`.

    Such a module imports lazily, and the object that takes its place serves the names that the module imports under
    `if TYPE_CHECKING`: that is what the idiom is for, and what type checkers go by.
    """
    if isinstance(node, ast.If | ast.Try):
        bodies = [node.body, node.orelse]
        return any(_replaces_module(child) for body in bodies for child in body)
    match node:
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Name(id="__name__"))]
        ):
            return True
    return False


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
            names.extend(n.target.id for n in walk(node) if isinstance(n, ast.NamedExpr))
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
