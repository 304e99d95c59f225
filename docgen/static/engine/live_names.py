"""The names of a body whose statements run once and in order: an imported module, or a class body in one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.assumed import gives_assumed
from docgen.static.engine.choices import Choice, settle_later
from docgen.static.engine.configuration import IMPORTABLE
from docgen.static.engine.given_names import given_name
from docgen.static.engine.given_up import give_up
from docgen.static.engine.namespace import Namespace
from docgen.static.engine.open_names import may_bind
from docgen.static.engine.reach import give_away
from docgen.static.engine.touches import dotted_name
from docgen.static.objects import dispatch
from docgen.static.objects.bindings import rebind
from docgen.static.objects.control_flow import Indefinite, LoopLeft, Raised, Unsupported
from docgen.static.objects.exception_text import describe
from docgen.static.objects.failures import may_be_handled, pass_over
from docgen.static.objects.frames import Frame
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Deleted, Instance, SourceSpan, Unknown
from docgen.static.source.failing import ENUMS
from docgen.static.source.nodes import walk
from docgen.static.source.scopes import bound_names

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.module import Module

_SURE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef)
"""Statements that, like class statements, bind their names if they do not raise."""
_MAY_IMPORT = (ast.Import, ast.ImportFrom, ast.Call)
"""Parts of a statement that may raise an ImportError."""


class LiveNamespace(Namespace):
    """The names that a body has bound so far.

    Attributes:
        names: Their values: the dictionary that the body fills.
        position: Number of statements that have begun.
        done: True once the body has run.
        lost: The reason why any missing name may stand for anything; None if none may.
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
        super().__init__(program, module, path, body, cls=cls, outer=outer)
        self.eager = True
        self.names: dict[str, Abstract] = {}
        self.position = 0
        self.done = False
        self.lost: Unknown | None = None

    def lookup(self, name: str, evaluation: Evaluation, limit: int | None = None) -> Abstract:  # noqa: ARG002
        """The value of `name`, or ABSENT; a module that was not imported yet is imported first."""
        self.reads.note(self.module.name)
        assumed = self.assumed(name, evaluation)
        if assumed is not ABSENT:
            return assumed
        if self.cls is None and not self.position:
            dispatch.import_module(self.path, None, evaluation)
        value = self.bound(name, evaluation)
        if isinstance(value, Choice):
            value = value.picked(evaluation)
        return ABSENT if isinstance(value, Deleted) else value

    def live_names(self) -> dict[str, Abstract]:
        """Return the names that the body has bound so far."""
        return self.names

    def told(self, name: str, evaluation: Evaluation) -> Abstract:
        """Return the value of a class body's name for `__set_name__`; ABSENT if it is open and cannot have that."""
        value = self.bound(name, evaluation)
        if isinstance(value, Choice) and not any(isinstance(leaf, Instance) for leaf in value.leaves()):
            return ABSENT
        return self.lookup(name, evaluation)

    def bound(self, name: str, evaluation: Evaluation) -> Abstract:  # noqa: ARG002
        """Return the value of a name, with open decisions left open; ABSENT if it is not bound."""
        value = self.names.get(name, ABSENT)
        if value is not ABSENT:
            return value
        given = given_name(name, self) if name.startswith("__") else ABSENT
        if given is ABSENT and self.lost is not None:
            return self.lost
        return given

    def write(self, name: str, value: Abstract, evaluation: Evaluation) -> None:
        """Bind a name from outside the body: by a function's `global`, or as an attribute of the module."""
        names, before = self.names, self.names.get(name, ABSENT)
        evaluation.record.mutated = True
        evaluation.undo.append(lambda: rebind(names, name, before))
        names[name] = value

    def lose(self, cause: Unknown, evaluation: Evaluation) -> None:
        """Forget every name: from here on, each may stand for anything."""
        before = self.lost

        def undo() -> None:
            self.lost = before

        evaluation.undo.append(undo)
        self.lost = cause
        for name in [name for name in self.names if not name.startswith("__")]:
            self.write(name, cause, evaluation)

    def settle(self, name: str, evaluation: Evaluation) -> None:
        """Do nothing: every statement has run."""

    def run(self, index: int, evaluation: Evaluation) -> dict[str, Abstract]:
        """Run one statement, unless it has run."""
        if index < self.position:
            return self.names
        self.position = index + 1
        frame = Frame(
            evaluation, self.module, parent=self.outer, namespace=self, position=index, owner=self.cls
        )
        frame.names = self.names
        evaluation.running.append((self, index))
        try:
            if not gives_assumed(self.body[index], self, evaluation):
                evaluation.recorded(lambda: self._run(index, frame))
        except Raised as signal:
            raise self._first_of(signal, evaluation) from None
        finally:
            evaluation.running.pop()
        self._assume(index, evaluation)
        self._lose_by_text(index, evaluation)
        return self.names

    def _run(self, index: int, frame: Frame) -> None:
        """Run a statement; an import runs only once, even to find out that it decides nothing."""
        node = self.body[index]
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._attempt(index, frame)
            return
        bound = frozenset(bound_names(node))
        settle_later(self.names, bound, frame.evaluation, lambda: self._attempt(index, frame))

    def _attempt(self, index: int, frame: Frame) -> None:
        """Run a statement; if it cannot be followed, the values that it may bind or change are unknown for that reason.

        Raises:
            Raised: it raises.
        """
        node, evaluation = self.units[index].node, frame.evaluation
        base, evaluation.base = evaluation.base, evaluation.depth
        may_raise = False
        try:
            dispatch.execute(node, frame)
        except Indefinite as signal:
            may_raise = signal.value.may_fail
            failure = signal.value.derived(SourceSpan(frame.module, node), lost=True)
            give_away(signal.value.holds, (), failure, frame)
        except LoopLeft as signal:
            raise signal.misplaced() from None
        except Unsupported as signal:
            if signal.final:
                raise
            may_raise = signal.lost
            failure = Unknown(
                signal.reason, signal.place or SourceSpan(frame.module, node), lost=True, origin=signal.origin
            )
        else:
            return
        finally:
            evaluation.base = base
        importable = evaluation.assumption(IMPORTABLE) is True
        if may_raise and self.program.runs_imports and not importable:
            raise self._not_known(failure)
        if not importable:
            self._refuse_failing_import(node, failure, evaluation)
        pass_over(failure, evaluation)
        evaluation.strange += 1
        # `name += x` may have changed the value that the name has until now.
        give_up(node, failure, frame)
        for name in bound_names(node):
            if name == "*":
                self.lose(failure, evaluation)
            elif isinstance(node, ast.ClassDef):
                made = failure.derived(failure.place, key=failure.key, lost=True, holds=failure.holds)
                made.is_base = not any(map(self._is_enum, node.bases))
                self.write(name, made, evaluation)
            elif isinstance(node, _SURE) or name in _targets(node):
                self.write(name, failure, evaluation)
            else:
                may_bind(self, name, failure, evaluation)

    def _is_enum(self, base: ast.expr) -> bool:
        """Tell whether a base may be an Enum, from whose classes with members no other can derive."""
        name = dotted_name(base) or ""
        return name.endswith(ENUMS) or is_enum(self.names.get(name))

    def _first_of(self, signal: Raised, evaluation: Evaluation) -> Raised:
        """The exception that ends this body: not known where an earlier statement may raise that was not followed."""
        earlier = evaluation.passed_over.get(self)
        if earlier is None or isinstance(signal.exception, Unknown):
            return signal
        reason = f"{describe(signal.exception)}, or what an earlier statement raises: {earlier.reason}"
        return Raised(Unknown(reason, earlier.place, origin=earlier.origin), signal.place)

    def _refuse_failing_import(self, node: ast.stmt, failure: Unknown, evaluation: Evaluation) -> None:
        """Refuse a statement that may raise where an importer of this module handles the exception.

        Raises:
            Unsupported: such a handler is active, so that the module may not be imported.
        """
        if may_be_handled(evaluation, may_import=any(isinstance(part, _MAY_IMPORT) for part in walk(node))):
            raise self._not_known(failure)

    def _not_known(self, failure: Unknown) -> Unsupported:
        """The end of a body whose import, or definition, may have failed: its names are not known, either."""
        what = "is not known to be imported" if self.cls is None else "is not known to be defined"
        reason, final = f"{self.path} {what}: {failure.reason}", self.cls is None
        return Unsupported(reason, failure.place, final=final, lost=True, origin=failure.origin)

    def _assume(self, index: int, evaluation: Evaluation) -> None:
        """Bind assumed values in place of those that a statement bound."""
        for name in bound_names(self.units[index].node) if self.program.assumable else ():
            assumed = self.assumed(name, evaluation)
            if assumed is not ABSENT:
                self.write(name, assumed, evaluation)

    def _lose_by_text(self, index: int, evaluation: Evaluation) -> None:
        """Forget the names that a statement binds by text."""
        for at, names in self.dynamic:
            cause = Unknown(
                f"names of {self.path} may be bound by text", SourceSpan(self.module, self.body[at])
            )
            for name in names if at == index else ():
                if name is None:
                    self.lose(cause, evaluation)
                else:
                    self.write(name, cause, evaluation)


def _targets(node: ast.stmt) -> frozenset[str]:
    """The names that an assignment binds if it does not raise."""
    match node:
        case ast.Assign(targets=targets):
            pass
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            targets = [target]
        case _:
            return frozenset()
    parts = (part for target in targets for part in walk(target))
    return frozenset(p.id for p in parts if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store))
