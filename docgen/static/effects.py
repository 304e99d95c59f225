"""What running a statement, or calling a function of the same body, may change in place.

A summary over the text, without running it: names whose objects may change (MOD analysis: Banning, "An efficient way
to find the side effects of procedure calls", POPL 1979), and whether arguments may. It errs towards "may".
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static import protocols
from docgen.static.aliases import ARGUMENT, Origins, callees, makes_defaults, sources
from docgen.static.definitions import Definitions
from docgen.static.effect_terms import (
    BUILTIN_TYPES,
    CHANGING_FUNCTIONS,
    CHANGING_METHODS,
    HARMLESS_FUNCTIONS,
    HARMLESS_METHODS,
    Callee,
    Direct,
    Effects,
    base_names,
    constructors_of,
)
from docgen.static.nodes import executed, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SCOPES = frozenset({ast.comprehension, ast.Lambda})
"""What has names of its own inside a statement."""


class EffectSummaries(Definitions):
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
        super().__init__(body, binders)
        self._imported = imported
        self._known: dict[Callee, Direct] = {}
        self._reached: dict[Callee, tuple[Direct, ...]] = {}
        self._altering: dict[Callee, bool] = {}
        self._closed: dict[Callee, Effects] = {}
        self._settled: dict[int, frozenset[str]] = {}

    def of_statement(self, node: ast.stmt, parts: list[ast.AST]) -> Effects:
        """What the statement, which executes `parts`, does when it runs; functions that it defines do not run."""
        hooks = [Callee(name, "__init_subclass__") for name in base_names(node) if name in self._binders]
        direct = self._summary(parts, None)
        if isinstance(node, ast.ClassDef):
            hooks += [Callee("", "__set_name__")] if "__set_name__" in self._all_methods() else []
            direct = direct._replace(changes=direct.changes | self._outer(node, direct.changes))
        run = [self._of_callee(call) for call in {*direct.calls, *hooks}]
        return Effects(
            direct.mentions.union(*(effects.mentions for effects in run)),
            self._changed_directly(direct).union(*(effects.changes for effects in run)),
        )

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

    def _of_callee(self, call: Callee) -> Effects:
        """What a call does, with all that it may run."""
        if call not in self._closed:
            reached = self._reach(call)
            self._closed[call] = Effects(
                frozenset[str]().union(*(direct.mentions for direct in reached)),
                frozenset[str]().union(*map(self._changed_by_known, reached)),
            )
        return self._closed[call]

    def _changed_by_known(self, direct: Direct) -> frozenset[str]:
        """`_changed_directly`, worked out once for what `_direct` gives."""
        if id(direct) not in self._settled:
            self._settled[id(direct)] = self._changed_directly(direct)
        return self._settled[id(direct)]

    def _changed_directly(self, direct: Direct) -> frozenset[str]:
        """Names whose objects a piece of text changes: itself, or by handing them to what does."""
        changes = direct.changes.union(*(names for call, names in direct.handed if self._alters(call)))
        results = (part.mentions for call in direct.fetched for part in self._reach(call))
        return changes.union(*results) - {ARGUMENT}

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
            holders = self._holders(call.node) if makes_defaults(call.node) else set[str]()
            direct = self._summary(parts, Origins(call.node, parts, self.classes, holders))
            defaults = [d for d in (*call.node.args.defaults, *call.node.args.kw_defaults) if d is not None]
            given = frozenset(name for default in defaults for name in sources(default, self.classes))
            return direct._replace(mentions=direct.mentions | holders, handed=(*direct.handed, (call, given)))
        calls: list[Callee] = []
        keeps = False
        if not call.name:
            calls += [Callee("", None, node) for node in self._all_methods().get(str(call.method), ())]
        for index in self._binders.get(call.name, ()):
            node = self._body[index]
            if isinstance(node, ast.ClassDef):
                calls += constructors_of(node, call.method)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                calls.append(Callee("", None, node))
                for decorator in node.decorator_list:
                    calls += self._of_value(walk(decorator))
            elif call.method is None and not isinstance(node, ast.Import | ast.ImportFrom):
                parts = executed(node)
                calls += self._of_value(parts)
                keeps |= any(
                    isinstance(part, ast.Attribute) and part.attr in CHANGING_METHODS for part in parts
                )
        return Direct(calls=tuple(dict.fromkeys(calls)), arguments=keeps)

    def _of_value(self, parts: list[ast.AST]) -> Iterator[Callee]:
        """What a value may run when it is called: a lambda, what other names stand for, a method."""
        for part in parts:
            if isinstance(part, ast.Lambda):
                yield Callee("", None, part)
            elif isinstance(part, ast.Name) and part.id in self._binders:
                yield Callee(part.id)
            elif isinstance(part, ast.Attribute) and part.attr in self._all_methods():
                yield Callee("", part.attr)
        if "__call__" in self._all_methods():
            yield Callee("", "__call__")

    def _summary(self, parts: list[ast.AST], origins: Origins | None) -> Direct:
        def concerned(target: ast.expr) -> set[str]:
            found = sources(target, self.classes)
            return origins.of(target, found) if origins else found

        if origins is None and not _SCOPES.isdisjoint(map(type, parts)):
            origins = Origins(None, parts, self.classes)
        names = {part.id for part in parts if isinstance(part, ast.Name)}
        free = names - origins.local if origins else names
        calls: list[Callee] = []
        changed = {name for part in parts if isinstance(part, ast.Global) for name in part.names}
        discarded = {id(part.value) for part in parts if isinstance(part, ast.Expr)}
        handed: list[tuple[Callee, frozenset[str]]] = []
        fetched: list[Callee] = []
        hidden = self._hidden()
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
            if hidden and (unnamed := protocols.run_by(part, hidden)):
                calls += unnamed
                touched = sources(part, self.classes)
                touched = origins.of(part, touched) if origins else touched
                handed += [(call, frozenset(touched)) for call in unnamed]
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
                found = {n for n in found if not self._is_only_function(n)}
                if self._may_keep_state(part.func):
                    found |= concerned(part.func)
                handed.append((call, frozenset(found)))
        return Direct(
            mentions=frozenset(free),
            changes=frozenset(changed - {ARGUMENT}),
            arguments=ARGUMENT in changed,
            handed=tuple(handed),
            fetched=tuple(fetched),
            calls=tuple(dict.fromkeys(calls)),
        )

    def _called(self, function: ast.expr) -> list[Callee]:
        """What a call of an expression runs, as far as it may be something of the body."""
        match function:
            case ast.Name(id=name):
                return [Callee(name)] if name in self._binders and not self._is_import(name) else []
            case ast.Attribute(attr=name):
                return [Callee("", name)] if name in self._all_methods() else []
        return list(self._of_value(walk(function)))

    def _may_keep_state(self, function: ast.expr) -> bool:
        """Whether a call of an expression may change what it calls: an object, or what a closure holds."""
        if not isinstance(function, ast.Name):
            return not isinstance(function, ast.Attribute)
        return self._holds_value(function.id)

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
                    case ast.Attribute(value=ast.Name(id=name)) if (
                        name in BUILTIN_TYPES and name not in self._binders
                    ):
                        yield from given[:1]
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
        return self._of_callee(Callee(name))

    def of_method(self, name: str) -> Effects:
        """What a method of this name, of any class of the body, may do."""
        return self._of_callee(Callee("", name))

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
