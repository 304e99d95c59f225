"""Statements of a body that change a container after it was bound.

Names are evaluated on demand, so a change made in place (`TABLE["x"] = 1`, `NAMES.append("y")`, a decorator that
registers) would be missed, or seen by a statement that ran before it. Names that may stand for the same objects form
a group (as in Steensgaard, "Points-to analysis in almost linear time", POPL 1996). If one of a group may be changed,
every statement that mentions one of them runs in the body's order; this module finds those statements.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.aliases import callees, sources
from docgen.static.engine.effect_terms import RESULT, Callee, Effects
from docgen.static.engine.effects import EffectSummaries
from docgen.static.source.function_scope import makes_defaults
from docgen.static.source.nodes import children, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHANGING = frozenset({ast.Call, ast.AugAssign, ast.With})
_PLACES = (ast.Subscript, ast.Attribute)


class Mutations:
    """The changes of one body."""

    def __init__(
        self,
        body: list[ast.stmt],
        binders: dict[str, list[int]],
        executed: Callable[[ast.stmt], list[ast.AST]],
        imported: Callable[[str], bool | None],
        foreign: frozenset[str],
        *,
        inside_class: bool,
    ) -> None:
        """Group the names.

        Args:
            body: The statements.
            binders: For each name, the statements that bind it.
            executed: Gives the nodes that run when a statement does.
            imported: As for `EffectSummaries`.
            foreign: Names that stand for objects outside the documented tree.
            inside_class: True if it is the body of a class, which calls functions that it does not define.
        """
        self._body = body
        self._binders = binders
        self._executed = executed
        self._summaries = EffectSummaries(body, binders, imported)
        self._foreign = foreign
        self._inside_class = inside_class
        self._effects: dict[int, Effects] = {}
        self._changing: dict[int, bool] = {}
        self._leaders: dict[str, str] = {}
        self._by_call: dict[str, frozenset[str]] = {}
        self._by_method: dict[str, frozenset[str]] = {}
        self._timelines: dict[str, tuple[int, ...]] = {}
        changed = {name for index in range(len(body)) for name in self.changes(index)}
        self._sharing: dict[str, frozenset[str]] | None = None
        if changed:
            self._group_all()
        self._changed = {self._leader(name) for name in changed}

    def _of(self, index: int) -> Effects:
        return self._effects_of(self._body[index])

    def _effects_of(self, node: ast.stmt) -> Effects:
        if id(node) not in self._effects:
            self._effects[id(node)] = (
                Effects(frozenset(), frozenset())
                if isinstance(node, ast.Import | ast.ImportFrom)
                else self._summaries.of_statement(node, self._executed(node))
            )
        return self._effects[id(node)]

    def _may_change(self, node: ast.stmt) -> bool:
        """Tell whether the text of a statement holds anything that could change an object when it runs."""
        if id(node) not in self._changing:
            self._changing[id(node)] = self._holds_change(node)
        return self._changing[id(node)]

    def _holds_change(self, node: ast.stmt) -> bool:
        if self._summaries.runs_unnamed() or self._summaries.runs_hooks(node):
            return True
        parts = self._executed(node)
        if any(part.__class__ in _CHANGING and not self._is_bare_call(part) for part in parts):
            return True
        return any(
            (isinstance(part, ast.Attribute) and self._summaries.is_property(part.attr))
            or not isinstance(part.ctx, ast.Load)
            for part in parts
            if isinstance(part, _PLACES)
        )

    def _is_bare_call(self, part: ast.AST) -> bool:
        """Tell whether a node calls a name from outside the body with nothing, as most decorators are called."""
        match part:
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
                return name not in self._binders
        return False

    def _group_all(self) -> None:
        for node in self._body:
            self._group(node)

    def sharing(self, name: str) -> frozenset[str]:
        """Names of the body that may stand for the same objects as `name`, or for their holders; itself included."""
        if self._sharing is None:
            if not self._changed:  # not needed so far
                self._group_all()
            groups: dict[str, set[str]] = {}
            for other in self._binders:
                groups.setdefault(self._leader(other), set()).add(other)
            self._sharing = {leader: frozenset(names) for leader, names in groups.items()}
        return self._sharing.get(self._leader(name), frozenset()) | {name}

    def is_property(self, name: str) -> bool:
        """Tell whether a class of the body runs a method when an attribute of this name is read."""
        return self._summaries.is_property(name)

    def is_class_method(self, name: str) -> bool:
        """Tell whether a method of this name of some class of the body is bound to the class."""
        return self._summaries.is_class_method(name)

    def changed(self, name: str) -> bool:
        """Tell whether a statement of the body may change the object of `name` in place."""
        return bool(self._changed) and self._leader(name) in self._changed

    def group(self, name: str) -> str:
        """One name for all that may stand for the same objects as `name`."""
        return self._leader(name)

    def timeline(self, name: str) -> tuple[int, ...]:
        """Indices of the statements that bind or mention names that may share an object with `name`, in order."""
        leader = self._leader(name)
        if leader not in self._timelines:
            same = {other for other in self._binders if self._leader(other) == leader} | {name}
            binding = {index for other in same for index in self._binders.get(other, ())}
            mentioning = {i for i in range(len(self._body)) if not same.isdisjoint(self._of(i).mentions)}
            self._timelines[leader] = tuple(sorted(binding | mentioning))
        return self._timelines[leader]

    def mentioning(self, name: str) -> tuple[int, ...]:
        """Indices of the statements that mention `name` when they run, in order."""
        return tuple(index for index in range(len(self._body)) if name in self._of(index).mentions)

    def touches(self, index: int) -> frozenset[str]:
        """Names, of the body or from outside it, whose objects the statement may change in place."""
        mentions = self._of(index).mentions if self._inside_class else frozenset[str]()
        return self._of(index).affected | mentions

    def changes(self, index: int) -> frozenset[str]:
        """Names whose objects the statement may change in place, or that a function called by it rebinds."""
        return self._own(self._of(index).affected) if self._may_change(self._body[index]) else frozenset()

    def changes_in_place(self, index: int) -> frozenset[str]:
        """Names whose objects the statement may change in place."""
        changes = self.changes(index)
        return changes & self._of(index).changes if changes else changes

    def draws(self, index: int) -> bool:
        """Tell whether the statement runs code that an iterator holds which another statement has made."""
        return bool(self._changed) and any(map(self._summaries.drawn_from, self._executed(self._body[index])))

    def changed_results(self, index: int) -> set[str]:
        """Imports of which the statement may change the result of a call in place."""
        if not self._may_change(self._body[index]):
            return set()
        return {name.removesuffix(RESULT) for name in self._of(index).changes if name.endswith(RESULT)}

    def leans_on_changes(self, index: int) -> bool:
        """Tell whether a statement changes objects, or binds or mentions names whose objects are changed."""
        if not self._changed:
            return False
        bound = getattr(self._body[index], "name", "")
        return any(map(self.changed, (bound, *self._of(index).mentions)))

    def _own(self, names: frozenset[str]) -> frozenset[str]:
        return (names & self._binders.keys()) - self._foreign

    def changed_by_call(self, name: str) -> frozenset[str]:
        """Names whose objects a call of `name` may change."""
        if name not in self._by_call:
            self._by_call[name] = self._own(self._summaries.of_call(name).affected)
        return self._by_call[name]

    def changed_by_method(self, name: str) -> frozenset[str]:
        """Names whose objects a method of this name may change."""
        if name not in self._by_method:
            self._by_method[name] = self._own(self._summaries.of_method(name).affected)
        return self._by_method[name]

    def returned_by(self, name: str, method: str | None) -> set[str]:
        """Names of which a call, or one of a method, may return the objects, their holders, or their results."""
        return (
            self._summaries.returned_by(Callee("", method) if method else Callee(name)) & self._binders.keys()
        )

    def method_changes_receiver(self, name: str) -> bool:
        """Tell whether a method of this name may change its receiver or its arguments."""
        return self._summaries.method_changes_receiver(name)

    def changes_arguments(self, name: str) -> bool:
        """Tell whether calling the object of `name` may change its arguments."""
        return self._summaries.changes_arguments(name)

    def _group(self, node: ast.stmt) -> None:
        """Join the names that the statement may bind to the same objects."""
        inner = [child for child in _parts(node) if isinstance(child, ast.stmt)]
        if not inner and self._may_change(node) and (changes := self._own(self._effects_of(node).affected)):
            held = {
                n.id for n in self._executed(node) if isinstance(n, ast.Name) and self._holds_objects(n.id)
            }
            self._join(changes | held)
        for target, value in bindings(node):
            self._join(sources(target) | self._carried(value))
        for child in inner:
            self._group(child)
        if isinstance(node, ast.ClassDef):
            given = (*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list)
            held = set().union(*map(self._carried, given))
            for child in inner:
                held |= set().union(*(self._carried(value) for _, value in bindings(child)))
            self._join({node.name} | held)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None]
            self._join({node.name}.union(*map(self._carried, defaults)))

    def _carried(self, value: ast.expr) -> set[str]:
        """Names of the body whose objects the value may be or hold; what a called function may return included."""
        found = sources(value, self._summaries.classes)
        for name in callees(value) & self._binders.keys():
            found |= self._summaries.of_call(name).mentions
        whole = {value.id} if isinstance(value, ast.Name) else set()
        return {name for name in found if self._holds_objects(name)} | whole

    def _holds_objects(self, name: str) -> bool:
        """Tell whether a name of the body is bound to anything but imports and functions that hold no objects."""
        nodes = [self._body[index] for index in self._binders.get(name, ())]
        return any(
            makes_defaults(node)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            else not isinstance(node, ast.Import | ast.ImportFrom)
            for node in nodes
        )

    def _leader(self, name: str) -> str:
        while (up := self._leaders.get(name, name)) != name:
            name = up
        return name

    def _join(self, names: set[str] | frozenset[str]) -> None:
        leaders = sorted({self._leader(name) for name in names})
        for leader in leaders[1:]:
            self._leaders[leader] = leaders[0]


def _parts(node: ast.stmt) -> Iterator[ast.AST]:
    """Yield the parts of a statement, including handlers and cases; the body of a function does not run with it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for child in children(node):
        if isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from children(child)
        else:
            yield child


def bindings(node: ast.stmt) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Targets of a statement, each with the value that it may get its object from."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
            targets
        ) == len(values) and not any(isinstance(n, ast.Starred) for n in (*targets, *values)):
            yield from zip(targets, values, strict=True)  # each element is bound separately
        case ast.Assign(targets=targets, value=value):
            yield ast.Tuple(targets), value
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
        ):
            yield target, value
        case ast.For(target=target, iter=value):
            yield target, value
        case ast.With(items=items):
            yield from ((item.optional_vars, item.context_expr) for item in items if item.optional_vars)
        case ast.Match(subject=subject, cases=cases):
            for pattern in (inner for case in cases for inner in walk(case.pattern)):
                name = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
                if isinstance(name, str):
                    yield ast.Name(name), subject
    for part in _parts(node):
        for inner in walk(part) if isinstance(part, ast.expr) else ():
            if isinstance(inner, ast.NamedExpr):
                yield inner.target, inner.value
