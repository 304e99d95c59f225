"""Changes in place that running a statement, or calling a function of the same body, may make.

A summary over the text, without running it: names whose objects may change (MOD analysis: Banning, "An efficient way
to find the side effects of procedure calls", POPL 1979), and whether arguments may. It errs towards "may".
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.aliases import ARGUMENT, Origins, is_fresh, only_changed_itself, sources
from docgen.static.engine.class_making import HOOK, class_statements, made_by
from docgen.static.engine.effect_terms import (
    CHANGING_FUNCTIONS,
    CHANGING_METHODS,
    RESULT,
    Callee,
    Direct,
    Effects,
    base_names,
    constructors_of,
)
from docgen.static.engine.returns import returned_names
from docgen.static.engine.summaries import Summaries
from docgen.static.source.function_scope import makes_defaults
from docgen.static.source.nodes import executed, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class EffectSummaries(Summaries):
    """Effects of the statements of one body."""

    def __init__(
        self, body: list[ast.stmt], binders: dict[str, list[int]], imported: Callable[[str], bool | None]
    ) -> None:
        """Keep the body, whose effects are computed when they are asked for.

        Args:
            body: The statements.
            binders: For each name, the statements that bind it.
            imported: Tells whether the object of a dotted name that an import binds changes its arguments when it is
                called; None if it is no function of the tree.
        """
        super().__init__(body, binders, imported)
        self._known: dict[Callee, Direct] = {}
        self._reached: dict[Callee, tuple[Direct, ...]] = {}
        self._altering: dict[Callee, bool] = {}
        self._closed: dict[Callee, Effects] = {}
        self._given_out: dict[Callee, set[str]] = {}
        self._settled: dict[int, frozenset[str]] = {}
        self._made_by = tuple(made_by(body))

    def of_statement(self, node: ast.stmt, parts: list[ast.AST]) -> Effects:
        """Return the effects of running the statement, which executes `parts`; functions that it defines do not run."""
        direct = self.summary(parts, None)
        hooks: list[Callee] = []
        for made in class_statements(node):
            run = self._hooks(made)
            hooks += run
            bases = frozenset(name for name in base_names(made) if name in self._binders)
            # A hook that changes what its class holds changes what the class inherits.
            direct = direct._replace(handed=(*direct.handed, *((hook, bases) for hook in run)))
        if isinstance(node, ast.ClassDef):
            direct = direct._replace(changes=direct.changes | self._outer(node, parts, direct.changes))
        effects_of = [self._of_callee(call) for call in {*direct.calls, *hooks}]
        return Effects(
            direct.mentions.union(*(effects.mentions for effects in effects_of)),
            self._changed_directly(direct).union(*(effects.changes for effects in effects_of)),
            direct.rebinds.union(*(effects.rebinds for effects in effects_of)),
        )

    def _hooks(self, node: ast.ClassDef) -> list[Callee]:
        """Code of the body that a class statement may run without naming it."""
        hooks = [Callee(name, HOOK) for name in base_names(node) if name in self._binders]
        hooks += self._made_by if node.bases or node.keywords else ()
        return [*hooks, Callee("", "__set_name__")] if "__set_name__" in self._all_methods() else hooks

    def runs_hooks(self, node: ast.stmt) -> bool:
        """Tell whether a statement makes a class by code of the body."""
        calls = [hook for made in class_statements(node) for hook in self._hooks(made)]
        return any(self._reach(hook)[1:] or hook.node is not None for hook in calls)

    def _outer(self, node: ast.ClassDef, parts: list[ast.AST], changed: frozenset[str]) -> set[str]:
        """Names whose objects those that a class body changes may stand for, directly or by other names of the body."""
        bound = [pair for part in parts for pair in _bound(part)]
        found = set(changed)
        size = 0
        while size < len(found):
            size = len(found)
            for targets, value, whole in bound:
                if found.isdisjoint(set[str]().union(*map(sources, targets))):
                    continue
                if whole and is_fresh(value) and only_changed_itself(node.body, targets):
                    continue  # what a new container was filled from is left as it is
                found |= sources(value, self.classes)
        return found - changed

    def _of_callee(self, call: Callee) -> Effects:
        """Return the effects of a call, including everything that it may run."""
        if call not in self._closed:
            reached = self._reach(call)
            self._closed[call] = Effects(
                frozenset[str]().union(*(direct.mentions for direct in reached)),
                frozenset[str]().union(*map(self._changed_by_known, reached)),
                frozenset[str]().union(*(direct.rebinds for direct in reached)),
            )
        return self._closed[call]

    def _changed_by_known(self, direct: Direct) -> frozenset[str]:
        """`_changed_directly`, computed once for each result of `_direct`."""
        if id(direct) not in self._settled:
            self._settled[id(direct)] = self._changed_directly(direct)
        return self._settled[id(direct)]

    def _changed_directly(self, direct: Direct) -> frozenset[str]:
        """Names whose objects a piece of text changes: itself, or by handing them to a callee that does."""
        changes = direct.changes.union(*(names for call, names in direct.handed if self._alters(call)))
        altered = [made for call, made in direct.results if self._alters(call)]
        results = (*direct.fetched, *altered)
        named = {call.name + RESULT for call in results if self._is_import(call.name)}
        given_out = set[str]().union(*map(self.returned_by, results))
        return changes.union(named, (n for n in given_out if not self._is_only_function(n))) - {ARGUMENT}

    def _reach(self, call: Callee) -> tuple[Direct, ...]:
        """Everything that a call may run, itself first."""
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
            direct = self.summary(parts, Origins(call.node, parts, self.classes, holders))
            defaults = [d for d in (*call.node.args.defaults, *call.node.args.kw_defaults) if d is not None]
            given = frozenset(name for default in defaults for name in sources(default, self.classes))
            return direct._replace(mentions=direct.mentions | holders, handed=(*direct.handed, (call, given)))
        calls: list[Callee] = []
        keeps = False
        whole = Direct()
        if not call.name:
            calls += [Callee("", None, node) for node in self._all_methods().get(str(call.method), ())]
        for index in self._binders.get(call.name, ()):
            node = self._body[index]
            if isinstance(node, ast.ClassDef):
                calls += constructors_of(node, call.method)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                calls.append(Callee("", None, node))
                for decorator in node.decorator_list:
                    calls += self.of_value(walk(decorator))
            elif call.method is None and not isinstance(node, ast.Import | ast.ImportFrom):
                parts = executed(node)
                calls += self.of_value(parts)
                keeps |= any(map(self._names_change, parts))
                if isinstance(getattr(node, "value", None), ast.GeneratorExp):
                    run = self.summary(parts, None)  # which was not run when it was made
                    calls += run.calls
                    whole = run._replace(
                        mentions=whole.mentions | run.mentions, changes=whole.changes | run.changes
                    )
        return whole._replace(calls=tuple(dict.fromkeys(calls)), arguments=keeps)

    def _names_change(self, part: ast.AST) -> bool:
        """Tell whether a node names something that changes what it is given, or what it is a method of."""
        if isinstance(part, ast.Attribute):
            return part.attr in CHANGING_METHODS
        return isinstance(part, ast.Name) and part.id in CHANGING_FUNCTIONS and part.id not in self._binders

    def of_call(self, name: str) -> Effects:
        """Return the effects of calling the object of `name`."""
        return self._of_callee(Callee(name))

    def of_method(self, name: str) -> Effects:
        """Return the effects of a method of this name, of any class of the body; HOOK stands for metaclasses, too."""
        calls = (Callee("", name), *(self._made_by if name == HOOK else ()))
        found = [self._of_callee(call) for call in calls]
        return Effects(*(frozenset[str]().union(*parts) for parts in zip(*found, strict=True)))

    def method_changes_receiver(self, name: str) -> bool:
        """Tell whether such a method may change its receiver or its arguments."""
        return self._alters(Callee("", name))

    def changes_arguments(self, name: str) -> bool:
        """Tell whether calling the object of `name` may change its arguments."""
        return self._alters(Callee(name))

    def returned_by(self, call: Callee) -> set[str]:
        """Names of which a call may return the objects, or their holders; functions that make its result, too."""
        if call not in self._given_out:
            seen = {call}
            pending = [call]
            found: set[str] = set()
            while pending:
                inner = pending.pop()
                if inner.node is None:
                    makers = self._direct(inner).calls
                else:
                    holders = self._holders(inner.node) if makes_defaults(inner.node) else set[str]()
                    names = returned_names(inner.node, self.classes, holders)
                    found |= names
                    makers = tuple(Callee(name) for name in sorted(names & self._binders.keys()))
                pending += [maker for maker in dict.fromkeys(makers) if maker not in seen]
                seen.update(makers)
            self._given_out[call] = found
        return self._given_out[call]

    def _alters(self, call: Callee) -> bool:
        """Tell whether a call may change its arguments, itself or by handing them on."""
        if call not in self._altering:
            seen = {call}
            pending = [call]
            found = False
            while pending and not found:
                inner = pending.pop()
                if inner in self._altering:
                    found = self._altering[inner]
                    continue
                direct = self._direct(inner)
                found = direct.arguments
                on = [c for c, names in direct.handed if ARGUMENT in names] if inner.node else direct.calls
                # In the order of the text, which says what is read: a search ends at the first that alters something.
                pending += [callee for callee in dict.fromkeys(on) if callee not in seen]
                seen.update(on)
            # What is reached from here alters nothing either, if this does not.
            self._altering |= {call: True} if found else dict.fromkeys(seen, False)
        return self._altering[call]


def _bound(part: ast.AST) -> Iterator[tuple[list[ast.expr], ast.expr, bool]]:
    """Yield the targets of a node with the value that they get, or part of it, and whether they get all of it."""
    match part:
        case ast.Assign(targets=targets, value=value):
            yield targets, value, True
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield [target], value, True
        case ast.NamedExpr(target=target, value=value):
            yield [target], value, False
        case ast.For(target=target, iter=value):
            yield [target], value, False
