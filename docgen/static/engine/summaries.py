"""Direct effects of a piece of text when it runs, and the calls that it may make."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from docgen.static.engine import implicit_calls
from docgen.static.engine.aliases import ARGUMENT, Origins, callees, sources
from docgen.static.engine.definitions import Definitions
from docgen.static.engine.effect_terms import (
    BUILTIN_TYPES,
    CHANGING_FUNCTIONS,
    CHANGING_METHODS,
    HARMLESS_FUNCTIONS,
    HARMLESS_METHODS,
    Callee,
    Direct,
)
from docgen.static.engine.touches import dotted_name
from docgen.static.source.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SCOPES = frozenset({ast.comprehension, ast.Lambda})
"""Nodes that have names of their own inside a statement."""
_ACTIVE = frozenset(
    {ast.Attribute, ast.AugAssign, ast.Call, ast.For, ast.Subscript, ast.With, ast.comprehension}
)
"""Nodes that may change an object, or call a function that does."""
_BUILTINS = frozenset(vars(builtins)) | {"__name__"}
_LAZY = frozenset({"accumulate", "dropwhile", "filter", "filterfalse", "iter", "map", "starmap", "takewhile"})
"""Functions whose result runs a function that they are given when its elements are taken."""
_RESUMING = frozenset({"__next__", "close", "send", "throw"})
"""Methods by which a generator goes on."""
_DRAWING = HARMLESS_FUNCTIONS | {"next"}
"""Builtins that may take elements of what they are given."""
_MANAGING = [Callee("", "__enter__"), Callee("", "__exit__")]


class _Notes:
    """Notes about a piece of text while it is read."""

    def __init__(self, classes: frozenset[str], origins: Origins | None) -> None:
        self.classes = classes
        self.origins = origins
        self.changed: set[str] = set()
        self.rebound: set[str] = set()
        self.calls: list[Callee] = []
        self.handed: list[tuple[Callee, frozenset[str]]] = []
        self.fetched: list[Callee] = []
        self.results: list[tuple[Callee, Callee]] = []

    def concerned(self, target: ast.AST) -> set[str]:
        """Names whose objects the value of an expression may be, or may hold."""
        found = sources(target, self.classes)
        return self.origins.of(target, found) if self.origins else found

    def run(self, calls: list[Callee], target: ast.AST) -> None:
        """Record that methods of the value of an expression run."""
        self.calls += calls
        names = frozenset(self.concerned(target))
        self.handed += [(call, names) for call in calls]

    def direct(self, mentions: set[str]) -> Direct:
        """Return all notes as a summary."""
        return Direct(
            mentions=frozenset(mentions),
            changes=frozenset(self.changed - {ARGUMENT}),
            rebinds=frozenset(self.rebound),
            arguments=ARGUMENT in self.changed,
            handed=tuple(self.handed),
            fetched=tuple(self.fetched),
            results=tuple(self.results),
            calls=tuple(dict.fromkeys(self.calls)),
        )


class Summaries(Definitions):
    """Effects of the pieces of text of one body."""

    def __init__(
        self, body: list[ast.stmt], binders: dict[str, list[int]], imported: Callable[[str], bool | None]
    ) -> None:
        """Take the same arguments as `EffectSummaries`."""
        super().__init__(body, binders)
        self._imported = imported

    def summary(self, parts: list[ast.AST], origins: Origins | None) -> Direct:
        """Return the effects of running some nodes; without `origins`, they are outside functions."""
        outermost = origins is None
        if outermost and not _SCOPES.isdisjoint(map(type, parts)):
            origins = Origins(None, parts, self.classes)
        notes = _Notes(self.classes, origins)
        hidden = self._hidden()
        names: set[str] = set()
        discarded: set[int] = set()
        active: list[ast.AST] = []
        for part in parts:
            kind = part.__class__
            if kind is ast.Name:
                names.add(part.id)  # type: ignore[attr-defined]
            elif kind is ast.Expr:
                discarded.add(id(part.value))  # type: ignore[attr-defined]
            elif kind is ast.Global:
                notes.rebound.update(part.names)  # type: ignore[attr-defined]
            elif hidden or kind in _ACTIVE:
                active.append(part)
        for part in active:
            self._note_changes(part, notes, discarded, outermost=outermost)
            if isinstance(part, ast.Call):
                self._note_call(part, notes)
            notes.calls += self.drawn_from(part)
            if isinstance(part, ast.With):
                notes.run(_MANAGING, ast.Tuple([item.context_expr for item in part.items]))
            if isinstance(part, ast.Attribute) and self.is_property(part.attr):
                notes.run([Callee("", part.attr)], part.value)
            unnamed = implicit_calls.run_by(part, hidden) if hidden else []
            if unnamed and not (outermost and self._is_of_others(part)):
                notes.run(unnamed, part)
        return notes.direct(names - origins.local if origins else names)

    def _is_of_others(self, part: ast.AST) -> bool:
        """Tell whether the object that a node outside functions works on cannot be of a class of the body."""
        made = callees(part) & self._binders.keys()
        if any(not self._is_import(name) for name in made):
            return False
        return not any(self._holds_value(n) or n not in self._binders for n in sources(part) - _BUILTINS)

    def _note_changes(self, part: ast.AST, notes: _Notes, discarded: set[int], *, outermost: bool) -> None:
        targets = [*self._changed_by(part, discarded)]
        if outermost and isinstance(part, ast.Call):
            targets += self._changed_elsewhere(part)
        for target in targets:
            found = notes.concerned(target)
            # A call does not change functions that it is given.
            only = isinstance(part, ast.Call)
            notes.changed |= {n for n in found if not self._is_only_function(n)} if only else found
            notes.fetched += [Callee(name) for name in callees(target) & self._binders.keys()]

    def _note_call(self, node: ast.Call, notes: _Notes) -> None:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if not (isinstance(node.func, ast.Name) and self._is_import(node.func.id)):
            # A value that is handed over may be called back; functions of other modules are assumed to keep it for
            # later.
            notes.calls += [
                Callee(n.id) for n in given if isinstance(n, ast.Name) and self._is_function(n.id)
            ]
        if isinstance(node.func, ast.Name) and node.func.id == "print" and "write" in self._all_methods():
            notes.calls.append(Callee("", "write"))
        run = self._called(node.func)
        if not run:
            return
        given += [node.func.value] if isinstance(node.func, ast.Attribute) else []
        given += [node.func] if self._makes_by_class(node.func) else []
        found = {n for n in notes.concerned(ast.Tuple(given)) if not self._is_only_function(n)}
        if self._may_keep_state(node.func):
            found |= notes.concerned(node.func)
        made = set[str]().union(*map(callees, given)) & self._binders.keys()
        for call in run:
            notes.calls.append(call)
            notes.handed.append((call, frozenset(found)))
            notes.results += [(call, Callee(name)) for name in made]

    def drawn_from(self, node: ast.AST) -> list[Callee]:
        """Code that a node runs by taking elements of an iterator that a name is bound to."""
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if (
                name in _DRAWING and name not in self._binders
            ):
                names = [given.id for given in args if isinstance(given, ast.Name)]
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in _RESUMING:
                names = [name]
            case ast.For(iter=ast.Name(id=name)) | ast.comprehension(iter=ast.Name(id=name)):
                names = [name]
            case _:
                return []
        return [Callee(name) for name in names if self._is_iterator(name)]

    def _is_iterator(self, name: str) -> bool:
        """Tell whether a name of the body may be bound to an iterator that runs code: a generator, `map(f, x)`."""
        return any(map(self._makes_iterator, (self._body[index] for index in self._binders.get(name, ()))))

    def _makes_iterator(self, statement: ast.stmt) -> bool:
        match getattr(statement, "value", None):
            case ast.GeneratorExp():
                return True
            case ast.Call(func=ast.Name(id=maker)):
                made = [self._body[index] for index in self._binders.get(maker, ())]
                generators = [n for node in made if isinstance(node, ast.FunctionDef) for n in walk(node)]
                return maker in _LAZY or any(isinstance(n, ast.Yield | ast.YieldFrom) for n in generators)
        return False

    def _makes_by_class(self, function: ast.expr) -> bool:
        """Tell whether a call makes an object by code that is given the class, and may change it."""
        return (
            isinstance(function, ast.Name)
            and function.id in self.classes
            and "__new__" in self._all_methods()
        )

    def _called(self, function: ast.expr) -> list[Callee]:
        """Return the callees of an expression's call, as far as they may belong to the body."""
        match function:
            case ast.Name(id=name):
                return [Callee(name)] if name in self._binders and not self._is_import(name) else []
            case ast.Attribute(attr=name):
                return [Callee("", name)] if name in self._all_methods() else []
        return list(self.of_value(walk(function)))

    def of_value(self, parts: list[ast.AST]) -> Iterator[Callee]:
        """Yield the code that calling a value may run: a lambda, the objects of other names, a method."""
        for part in parts:
            if isinstance(part, ast.Lambda):
                yield Callee("", None, part)
            elif isinstance(part, ast.Name) and part.id in self._binders:
                yield Callee(part.id)
            elif isinstance(part, ast.Attribute) and part.attr in self._all_methods():
                yield Callee("", part.attr)
        if "__call__" in self._all_methods():
            yield Callee("", "__call__")

    def _may_keep_state(self, function: ast.expr) -> bool:
        """Tell whether a call of an expression may change its callee: an object, or the variables of a closure."""
        if not isinstance(function, ast.Name):
            return not isinstance(function, ast.Attribute)
        return self._holds_value(function.id)

    def _changed_by(self, node: ast.AST, discarded: set[int]) -> Iterator[ast.expr]:
        """Expressions whose value the node may change in place.

        A call of an unknown function is assumed to be a query if its result is used; otherwise it is assumed to be a
        command that may change its receiver and its arguments.
        """
        match node:
            case ast.AugAssign(target=target):
                yield target
            case (
                ast.Subscript(value=value, ctx=ast.Store() | ast.Del())
                | ast.Attribute(value=value, ctx=ast.Store() | ast.Del())
            ):
                yield value
            case ast.Call(func=function, args=args, keywords=keywords):
                given = [*args, *(keyword.value for keyword in keywords)]
                for value in given:  # whoever is given `seen.append` may call it
                    if isinstance(value, ast.Attribute) and value.attr in CHANGING_METHODS:
                        yield value.value
                match function:
                    case ast.Attribute(value=ast.Name(id=name), attr=method) if (
                        name in BUILTIN_TYPES and method in CHANGING_METHODS and name not in self._binders
                    ):
                        yield from given[:1]
                    case ast.Attribute(value=receiver, attr=name):
                        if name in CHANGING_METHODS:
                            yield receiver
                        elif id(node) in discarded and self._is_unknown_method(name):
                            yield receiver
                            yield from given
                    case ast.Name(id=name) if name in CHANGING_FUNCTIONS and name not in self._binders:
                        yield from given[:1]
                    case ast.Name(id=name) if name in self._binders and not self._is_import(name):
                        pass
                    case ast.Name(id=name) if name in self._binders and given:
                        changes = self._imported(name)
                        yield from given if changes or (changes is None and id(node) in discarded) else []
                    case ast.Name(id=name) if name in HARMLESS_FUNCTIONS and name not in self._binders:
                        pass
                    case _ if id(node) in discarded:
                        yield from given

    def _changed_elsewhere(self, node: ast.Call) -> list[ast.expr]:
        """Expressions handed to a function of an imported module, or a method of its classes, that changes them."""
        if not isinstance(node.func, ast.Attribute):
            return []
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        names = set[str]().union(*map(sources, given)) & self._binders.keys()
        chain = dotted_name(node.func) if any(map(self._holds_value, names)) else None
        imported = chain is not None and self._is_import(chain.partition(".")[0])
        return given if chain is not None and imported and self._imported(chain) is True else []

    def _is_unknown_method(self, name: str) -> bool:
        return name not in HARMLESS_METHODS and name not in self._all_methods()
