"""What running a statement, or calling a function of the same body, may change in place.

A summary over the text, without running it: names whose objects may change (MOD analysis: Banning, "An efficient way
to find the side effects of procedure calls", POPL 1979), and whether arguments may. It errs towards "may".
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.aliases import ARGUMENT, Origins, callees, sources
from docgen.static.effect_terms import (
    CHANGING_FUNCTIONS,
    CHANGING_METHODS,
    HARMLESS_FUNCTIONS,
    HARMLESS_METHODS,
    Callee,
    Direct,
    Effects,
    FunctionNode,
    base_names,
    constructors_of,
    methods_of,
)
from docgen.static.nodes import executed, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class EffectSummaries:
    """Effects of the statements of one body."""

    def __init__(
        self, body: list[ast.stmt], binders: dict[str, list[int]], imported: Callable[[str], bool | None]
    ) -> None:
        """Prepare to summarise.

        Args:
            body: The statements.
            binders: For each name, the statements that bind it.
            imported: Whether what an import of the body binds changes its arguments when it is called; None if it is
                no function of the tree.
        """
        self._body = body
        self._binders = binders
        self._imported = imported
        self.classes = frozenset(node.name for node in body if isinstance(node, ast.ClassDef))
        self._known: dict[Callee, Direct] = {}
        self._reached: dict[Callee, tuple[Direct, ...]] = {}
        self._altering: dict[Callee, bool] = {}
        self._methods: dict[str, list[FunctionNode]] | None = None
        self._properties: frozenset[str] | None = None

    def of_statement(self, node: ast.stmt, parts: list[ast.AST]) -> Effects:
        """What the statement, which executes `parts`, does when it runs; functions that it defines do not run."""
        hooks = [Callee(name, "__init_subclass__") for name in base_names(node) if name in self._binders]
        direct = self._summary(parts, None)
        if isinstance(node, ast.ClassDef):
            direct = direct._replace(changes=direct.changes | self._outer(node, direct.changes))
        return self._closed([direct, *(d for call in (*direct.calls, *hooks) for d in self._reach(call))])

    def is_property(self, name: str) -> bool:
        """Whether a class of the body runs a method when an attribute of this name is read."""
        if self._properties is None:
            self._properties = frozenset(
                name
                for name, methods in self._all_methods().items()
                if any(
                    "property" in ast.unparse(d) for m in methods for d in getattr(m, "decorator_list", ())
                )
            )
        return name in self._properties

    def has_hook(self, name: str) -> bool:
        """Whether making a subclass of a class of the body runs something of the body."""
        return bool(self._reach(Callee(name, "__init_subclass__"))[1:])

    def _outer(self, node: ast.ClassDef, changed: frozenset[str]) -> set[str]:
        """Names from outside a class body whose objects its own names, which it changes, may stand for."""
        found: set[str] = set()
        for child in node.body:
            if isinstance(child, ast.Assign | ast.AnnAssign) and child.value is not None:
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                if any(not changed.isdisjoint(sources(target)) for target in targets):
                    found |= sources(child.value, self.classes)
        return found

    def _closed(self, reached: Iterable[Direct]) -> Effects:
        parts = list(reached)
        changes = frozenset[str]().union(*(part.changes for part in parts))
        for part in parts:
            for call, names in part.handed:
                if self._alters(call):
                    changes |= names - {ARGUMENT}
            for call in part.fetched:
                changes |= frozenset[str]().union(*(direct.mentions for direct in self._reach(call)))
        return Effects(frozenset[str]().union(*(part.mentions for part in parts)), changes)

    def _reach(self, call: Callee) -> tuple[Direct, ...]:
        """All that a call may run, itself first."""
        if call not in self._reached:
            seen = {call: self._direct(call)}
            pending = [*seen[call].calls]
            while pending:
                inner = pending.pop()
                if inner not in seen:
                    seen[inner] = self._direct(inner)
                    pending += seen[inner].calls
            self._reached[call] = tuple(seen.values())
        return self._reached[call]

    def _direct(self, call: Callee) -> Direct:
        if call not in self._known:
            self._known[call] = self._examine(call)
        return self._known[call]

    def _examine(self, call: Callee) -> Direct:
        if call.node is not None:
            body: list[ast.AST] = [*call.node.body] if isinstance(call.node.body, list) else [call.node.body]
            parts = [child for statement in body for child in walk(statement)]
            direct = self._summary(parts, Origins(call.node, parts, self.classes))
            defaults = [d for d in (*call.node.args.defaults, *call.node.args.kw_defaults) if d is not None]
            given = frozenset(name for default in defaults for name in sources(default, self.classes))
            return direct._replace(handed=(*direct.handed, (call, given)))
        calls: list[Callee] = []
        if not call.name:
            calls += [Callee("", None, node) for node in self._all_methods().get(str(call.method), ())]
        for index in self._binders.get(call.name, ()):
            node = self._body[index]
            if isinstance(node, ast.ClassDef):
                calls += constructors_of(node, call.method)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                calls.append(Callee("", None, node))
            elif call.method is None and not isinstance(node, ast.Import | ast.ImportFrom):
                calls += self._of_value(node)
        return Direct(calls=tuple(calls))

    def _of_value(self, node: ast.stmt) -> Iterator[Callee]:
        """A name bound to a value: to a lambda, or to what other names stand for."""
        for part in executed(node):
            if isinstance(part, ast.Lambda):
                yield Callee("", None, part)
            elif isinstance(part, ast.Name) and part.id in self._binders:
                yield Callee(part.id)

    def _all_methods(self) -> dict[str, list[FunctionNode]]:
        if self._methods is None:
            self._methods = {}
            for node in self._body:
                for name, method in methods_of(node) if isinstance(node, ast.ClassDef) else ():
                    self._methods.setdefault(name, []).append(method)
        return self._methods

    def _summary(self, parts: list[ast.AST], origins: Origins | None) -> Direct:
        def concerned(target: ast.expr) -> set[str]:
            found = sources(target, self.classes)
            return origins.of(target, found) if origins else found

        names = {part.id for part in parts if isinstance(part, ast.Name)}
        free = names - origins.local if origins else names
        calls: list[Callee] = []
        changed = {name for part in parts if isinstance(part, ast.Global) for name in part.names}
        discarded = {id(part.value) for part in parts if isinstance(part, ast.Expr)}
        handed: list[tuple[Callee, frozenset[str]]] = []
        fetched: list[Callee] = []
        for part in parts:
            for target in self._changed_by(part, discarded):
                found = concerned(target)
                # A call leaves functions that it is given as they are.
                changed |= (
                    {n for n in found if not self._is_only_function(n)}
                    if isinstance(part, ast.Call)
                    else found
                )
                fetched += [Callee(name) for name in callees(target) & self._binders.keys()]
            if isinstance(part, ast.With):
                calls += [Callee("", "__enter__"), Callee("", "__exit__")]
            if isinstance(part, ast.Attribute) and self.is_property(part.attr):
                calls.append(Callee("", part.attr))
                handed.append((calls[-1], frozenset(concerned(part.value))))
            if not isinstance(part, ast.Call):
                continue
            given = [*part.args, *(keyword.value for keyword in part.keywords)]
            if not (isinstance(part.func, ast.Name) and self._is_import(part.func.id)):
                # What is handed over may be called back; functions of other modules are taken to keep it for later.
                calls += [Callee(n.id) for n in given if isinstance(n, ast.Name) and self._is_function(n.id)]
            for call in self._called(part.func):
                calls.append(call)
                given += [part.func.value] if isinstance(part.func, ast.Attribute) else []
                found = set[str]().union(*map(concerned, given))
                handed.append((call, frozenset(n for n in found if not self._is_only_function(n))))
        return Direct(
            mentions=frozenset(free),
            changes=frozenset(changed - {ARGUMENT}),
            arguments=ARGUMENT in changed,
            handed=tuple(handed),
            fetched=tuple(fetched),
            calls=tuple(calls),
        )

    def _called(self, function: ast.expr) -> list[Callee]:
        """What a call of an expression runs, as far as it may be something of the body."""
        match function:
            case ast.Name(id=name):
                return [Callee(name)] if name in self._binders and not self._is_import(name) else []
            case ast.Attribute(attr=name):
                return [Callee("", name)] if name in self._all_methods() else []
            case ast.Subscript():
                return [Callee(name) for name in sources(function) & self._binders.keys()]
        return []

    def _is_only_function(self, name: str) -> bool:
        """Whether a name of the body is bound by function definitions and nothing else."""
        nodes = [self._body[index] for index in self._binders.get(name, ())]
        return bool(nodes) and all(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in nodes)

    def _is_function(self, name: str) -> bool:
        """Whether a name of the body may be bound to a function or a class."""
        definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        for index in self._binders.get(name, ()):
            node = self._body[index]
            if isinstance(node, definitions) or isinstance(
                getattr(node, "value", None), ast.Lambda | ast.Name
            ):
                return True
        return False

    def _changed_by(self, node: ast.AST, discarded: set[int]) -> Iterator[ast.expr]:
        """Expressions whose value the node may change in place.

        A call of something unknown whose result is used is taken for a question, one whose result is not for a
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
                match function:
                    case ast.Attribute(value=receiver, attr=name) if name in CHANGING_METHODS:
                        yield receiver
                    case ast.Attribute(value=receiver, attr=name):
                        if id(node) in discarded and self._is_unknown_method(name):
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

    def _is_unknown_method(self, name: str) -> bool:
        return name not in HARMLESS_METHODS and name not in self._all_methods()

    def of_call(self, name: str) -> Effects:
        """What a call of what `name` is bound to may do."""
        return self._closed(self._reach(Callee(name)))

    def of_method(self, name: str) -> Effects:
        """What a method of this name, of any class of the body, may do."""
        return self._closed(self._reach(Callee("", name)))

    def method_changes_receiver(self, name: str) -> bool:
        """Whether such a method may change what it is called on, or with."""
        return self._alters(Callee("", name))

    def changes_arguments(self, name: str) -> bool:
        """Whether a call of what `name` is bound to may change its arguments."""
        return self._alters(Callee(name))

    def _alters(self, call: Callee) -> bool:
        """Whether a call may change its arguments, itself or by handing them on."""
        if call not in self._altering:
            seen = {call}
            pending = [call]
            found = False
            while pending and not found:
                inner = pending.pop()
                direct = self._direct(inner)
                found = direct.arguments
                on = [c for c, names in direct.handed if ARGUMENT in names] if inner.node else direct.calls
                pending += {*on} - seen
                seen.update(on)
            self._altering[call] = found
        return self._altering[call]

    def _is_import(self, name: str) -> bool:
        nodes = [self._body[index] for index in self._binders.get(name, ())]
        return bool(nodes) and all(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes)
