"""The names of a module or a class body, each evaluated when it is asked for.

A body is a list of statements; a name is looked up by running, last first, the statements that may bind it. Importing
a module would run everything in it, and everything in its imports; answers need a hundredth of that. As in Python, a
statement sees the names as they were when it ran (`limit`); conditional and repeated definitions, deletion, `from m
import *`, and changes to a container after it was bound (`mutations`) have their effect.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.given_names import given_name
from docgen.static.engine.module_facts import BodyText
from docgen.static.engine.ordered_execution import leaned_on, run_timeline
from docgen.static.engine.records import Record
from docgen.static.engine.star_imports import from_stars
from docgen.static.objects import dispatch
from docgen.static.objects.callables import is_constant
from docgen.static.objects.control_flow import Indefinite, LoopLeft, Raised, Unsupported
from docgen.static.objects.exception_text import describe
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Deleted, SourceSpan, Unknown
from docgen.static.source.scopes import END, STARS, Import, Timeline, bound_names

if TYPE_CHECKING:
    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.program import Program
    from docgen.static.source.module import Module


class Namespace(BodyText):
    """The names that a body binds.

    Attributes:
        eager: True for a class body that ran with its statement.
        lazy: True for a module that puts a lazily importing object in its own place.
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
        super().__init__(program, module, path, body, cls)
        self.outer = outer
        self.reads = program.tree.reads
        self.lazy = self.index.lazy
        self.eager = False
        self.timelines: dict[str, list[Timeline]] = {}
        self._assumable = program.assumable_names.get(path, ())
        self._closed = not (self.stars or self.dynamic or self._assumable)
        """True if nothing but the statements that bind a name may give it a value."""
        self._steady: set[str] = set()
        """Names whose objects no statement of the body changes, among those that were looked up."""

    def lookup(self, name: str, evaluation: Evaluation, limit: int | None = None) -> Abstract:
        """The value of `name`, or ABSENT.

        Args:
            name: The name.
            evaluation: The evaluation that asks.
            limit: Only statements before this one have run; by default, all, or those before the one of this body
                that is being run.
        """
        self.reads.note(self.module.name)
        if name == "TYPE_CHECKING" and self.lazy:
            return True
        if self._closed and name not in self.binders and not name.startswith("__") and not evaluation.written:
            change = self.program.abroad.of_name(self, name)
            return ABSENT if change is None or change[1] else self._changed(name, change[0])
        if name in self._assumable and (assumed := self.assumed(name, evaluation)) is not ABSENT:
            return assumed
        if limit is None:
            limit = self.limit(evaluation) if evaluation.running else END
        sites = self.binders.get(name, ())
        if sites and name not in self._steady:
            if self.mutations.changed(name):
                run_timeline(self, name, evaluation, limit)
            else:
                self._steady.add(name)
        if evaluation.running and (names := self._bound_so_far(evaluation, limit)) and name in names:
            return self._opened(names[name], evaluation)
        anew = bool(evaluation.written) and (self, name) in evaluation.written
        if anew and (limit != END or (self, name) in evaluation.rebound):
            return self._written(name, evaluation)
        change = self.program.abroad.of_name(self, name) if limit == END else None
        if change is not None and not change[1]:
            return self._changed(name, change[0])
        value = self._written(name, evaluation) if anew else self._looked_up(name, evaluation, limit)
        if change is None or value is ABSENT or is_constant(value) or isinstance(value, ClassValue):
            return value  # objects in a class are read when they are asked for
        return self._changed(name, change[0])

    def _changed(self, name: str, by: str) -> Unknown:
        return Unknown.changed(f"{self.path}.{name}", by, ("changed", self.path, name))

    def live_names(self) -> dict[str, Abstract]:
        """Return the names that the body has bound so far, if its statements run in order."""
        return {}

    def told(self, name: str, evaluation: Evaluation) -> Abstract:
        """Return the value of a class body's name, if it may have a `__set_name__`."""
        return self.lookup(name, evaluation)

    def assumed(self, name: str, evaluation: Evaluation) -> Abstract:
        """Return the running scenario's assumption about a name; ABSENT if it assumes nothing."""
        assumed = evaluation.assumption(path := f"{self.path}.{name}")
        return ABSENT if assumed is None else self.program.assumed_value(path, str(assumed), self, evaluation)

    def _bound_so_far(self, evaluation: Evaluation, limit: int) -> dict[str, Abstract]:
        """Return the names that the running statement of this body has bound so far, for functions that it calls."""
        for space, index in reversed(evaluation.running):
            if space is self:
                return evaluation.results[space, index][0] if index == limit else {}
        return {}

    def _opened(self, value: Abstract, evaluation: Evaluation) -> Abstract:
        """The value of a binding: an import is resolved when its name is looked up."""
        if isinstance(value, Import):
            return self.program.resolve(value, evaluation)
        return ABSENT if isinstance(value, Deleted) else value

    def _looked_up(self, name: str, evaluation: Evaluation, limit: int) -> Abstract:
        sites = self.binders.get(name, ())
        by_text = self.bound_by_text(name) if self.dynamic else {}
        several = self.stars or by_text
        for index in sorted({*sites, *self.stars, *by_text}, reverse=True) if several else reversed(sites):
            if index >= limit:
                continue
            if index in by_text:
                return by_text[index]
            bindings = self.run(index, evaluation)
            value = bindings.get(name, ABSENT)
            if value is ABSENT and name != "__all__":
                value = from_stars(bindings.get(STARS, ()), name, evaluation)
                if value is ABSENT:
                    continue
            return self._opened(value, evaluation)
        return given_name(name, self) if name.startswith("__") else ABSENT

    def write(self, name: str, value: Abstract, evaluation: Evaluation) -> None:
        """Bind a name from outside the body: by a function's `global`, or as an attribute of the module."""
        if not evaluation.running:
            self.settle(name, evaluation)
            evaluation.rebound.add((self, name))
        for space, index in evaluation.running:
            if space is self and name in evaluation.results[space, index][0]:
                evaluation.record.mutated = True
                evaluation.results[space, index][0][name] = value
                return
        evaluation.record.written.add((self, name))
        evaluation.written[self, name] = value

    def lose(self, cause: Unknown, evaluation: Evaluation) -> None:
        """Forget the values of the body's names."""
        for name in self.binders:
            self.write(name, cause, evaluation)

    def _written(self, name: str, evaluation: Evaluation) -> Abstract:
        evaluation.record.written.add((self, name))
        if evaluation.running and (self, name) in evaluation.rebound:
            return Unknown(f"{name} is bound again after the import that reads it", None)
        value = evaluation.written[self, name]
        return ABSENT if isinstance(value, Deleted) else value

    def settle(self, name: str, evaluation: Evaluation) -> None:
        """Run every statement that reads or binds `name`, in class bodies too, as importing the module would."""
        for index in self.mutations.mentioning(name):
            for value in self.run(index, evaluation).values():
                if isinstance(value, ClassValue) and value.namespace and value.namespace.is_inside(self):
                    value.namespace.settle(name, evaluation)

    def is_inside(self, other: Namespace) -> bool:
        """Tell whether it is the body of a class whose statement `other` holds."""
        return self.outer is not None and self.outer.namespace is other

    def limit(self, evaluation: Evaluation) -> int:
        """Return the number of this body's statements that have run, as seen by the running statement."""
        space, index = evaluation.running[-1]
        while space is not self:
            outer = space.outer
            while outer is not None and outer.namespace is None:
                outer = outer.parent
            if outer is None or outer.namespace is None:
                return END
            space, index = outer.namespace, outer.position
        return index

    def run(self, index: int, evaluation: Evaluation) -> dict[str, Abstract]:
        """Run one statement, or recall its bindings."""
        self.reads.note(self.module.name)
        if (key := (self, index)) in evaluation.results:
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
        # While it runs, it may ask for a name that it is about to bind: the answer is its bindings so far. A result
        # that depends on them depends on a moment, and is not kept.
        unfinished = Record()
        unfinished.mutated = True
        evaluation.results[key] = (frame.names, unfinished)
        evaluation.running.append(key)
        try:
            with self.reads.by(self.module.name):
                _, record = evaluation.recorded(lambda: self._attempt(index, frame))
        except BaseException:
            del evaluation.results[key]
            raise
        finally:
            evaluation.running.pop()
        if record.keepable and not evaluation.record.is_timeline:
            unit.kept.append((leaned_on(record, evaluation), frame.names))
        return self._finish(key, frame.names, record, evaluation)

    def _finish(
        self,
        key: tuple[Namespace, int],
        bindings: dict[str, Abstract],
        record: Record,
        evaluation: Evaluation,
    ) -> dict[str, Abstract]:
        """Record that the statement has run on this path."""
        evaluation.results[key] = (bindings, record)
        evaluation.record.absorb(record)
        for name in bindings if evaluation.written else ():
            evaluation.written.pop((self, name), None)
        return bindings

    def _attempt(self, index: int, frame: Frame) -> None:
        """Run a statement; if it fails, the values that it may bind or change are unknown for that reason."""
        node = self.units[index].node
        depth, base = frame.evaluation.depth, frame.evaluation.base
        frame.evaluation.base = depth
        guards, frame.evaluation.guards = frame.evaluation.guards, []
        try:
            dispatch.execute(node, frame)
            # A body that runs before its class is made reports this later.
            if self.cls is not None and len(self.cls.mro) > 1:
                dispatch.set_names(self.cls, frame.names.items(), frame, SourceSpan(frame.module, node))
            dispatch.forget_iterators(frame.names, SourceSpan(frame.module, node))
        except Raised as signal:
            place = signal.place or SourceSpan(frame.module, node)
            failure = Unknown(f"its definition raises {describe(signal.exception)}", place)
        except Indefinite as signal:
            failure = signal.value.derived(SourceSpan(frame.module, node))
        except LoopLeft as signal:
            raise signal.misplaced() from None
        except Unsupported as signal:
            if signal.final:
                raise
            failure = Unknown(
                signal.reason, signal.place or SourceSpan(frame.module, node), origin=signal.origin
            )
        else:
            if self.cls is not None or not self.mutations.draws(index):
                return
            place = SourceSpan(frame.module, node)
            failure = Unknown("what an iterator still gives depends on who read it", place)
        finally:
            frame.evaluation.depth, frame.evaluation.base = depth, base
            frame.evaluation.guards = guards
        bound = bound_names(node)
        frame.names.update(dict.fromkeys(bound, failure))
        for name in self.mutations.touches(index) - set(bound):
            if name in self.binders:
                dispatch.havoc(self.lookup(name, frame.evaluation, index), failure, frame)
                self.write(name, failure, frame.evaluation)
            elif self.cls is not None:
                self._spoil_outer(name, failure, frame)

    @staticmethod
    def _spoil_outer(name: str, failure: Unknown, frame: Frame) -> None:
        """Forget the objects of outside names that a failed class body may have changed."""
        try:
            dispatch.havoc(dispatch.load_name(name, frame, ast.Pass()), failure, frame)
        except Raised:
            return  # the name does not exist
