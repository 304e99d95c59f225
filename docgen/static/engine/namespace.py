"""The names of a module or a class body.

The names of an imported module are what its statements bound, last first. Those that had to run in order have run
(`ordered_execution`); inert ones run when somebody asks for a name that they bind, and see the names as they were at
their own place in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.bindings import Import
from docgen.static.engine.importing import import_module
from docgen.static.engine.journal import Change, drop
from docgen.static.engine.module_facts import Kept, ModuleFacts
from docgen.static.engine.module_run import EVERY_NAME, RunState
from docgen.static.engine.ordered_execution import attempt, leaned_on
from docgen.static.objects.frames import Frame
from docgen.static.objects.values import ABSENT, Abstract, Deleted, Unknown
from docgen.static.source.inertness import Kind
from docgen.static.source.scopes import END, STARS

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.engine.module_run import Failure, ModuleRun
    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.source.tree import Module


class Namespace(ModuleFacts):
    """The names that a body binds.

    Attributes:
        outer: For a class body, the frame that the class statement ran in.
        final: For a class body that ran as a whole with its statement, what it bound; else None.
        kept: Runs of the module that are the same on every path, with what they lean on.
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
        self.final: dict[str, Abstract] | None = None
        self.failures: list[Failure] = []
        self.kept: list[tuple[tuple[tuple[str, str | bool | None], ...], ModuleRun]] = []

    def lookup(self, name: str, evaluation: Evaluation, limit: int | None = None) -> Abstract:
        """The value of `name`, or ABSENT.

        Args:
            name: The name.
            evaluation: On whose behalf.
            limit: Only statements before this one have run; by default, those that the import has come to.
        """
        self.reads.note(self.module.name)
        path = f"{self.path}.{name}"
        if name == "TYPE_CHECKING" and self.scope.is_lazy:
            return True
        if path in self.program.assumable:
            assumed = evaluation.assumption(path)
            if assumed is not None:
                return self.program.assumed_value(path, str(assumed), self, evaluation)
        if self.cls is not None:
            if self.final is not None:
                return self._opened(self.final.get(name, ABSENT), name, evaluation)
            return self._looked_up(name, evaluation, END if limit is None else limit, None)
        run = self.run_of(evaluation)
        lost = run.lost.get(EVERY_NAME) or run.lost.get(name)
        if lost is not None:
            evaluation.reads(run.lost)
            return self._read(lost, evaluation)
        if limit is None or limit == run.position:
            limit = run.position
            if name in run.names:
                return self._opened(run.names[name], name, evaluation)
        evaluation.record.assumptions |= run.record.assumptions
        value = self._written(name, run, limit, evaluation)
        return self._looked_up(name, evaluation, limit, run) if value is None else value

    def run_of(self, evaluation: Evaluation) -> ModuleRun:
        """The run of the module on this path; it is imported, if it was not."""
        run = evaluation.modules.get(self.path)
        if run is None:
            import_module(self.path, None, evaluation, used=True)
            run = evaluation.modules[self.path]
        return run

    def _read(self, value: Abstract, evaluation: Evaluation) -> Abstract:
        """A value that is looked up: what its sides disagree about is noted."""
        if isinstance(value, Unknown):
            evaluation.record.blamed |= value.joined
        return ABSENT if isinstance(value, Deleted) else value

    def _opened(self, value: Abstract, name: str, evaluation: Evaluation) -> Abstract:
        """The value of a binding: an import is resolved when its name is looked up."""
        if isinstance(value, Import):
            run = evaluation.modules.get(self.path)
            if run is not None:
                evaluation.reads(run.pinned)
            if run is not None and name in run.pinned:
                return self._read(run.pinned[name], evaluation)
            value = self.program.resolve(value, evaluation)
        return self._read(value, evaluation)

    def _written(self, name: str, run: ModuleRun, limit: int, evaluation: Evaluation) -> Abstract | None:
        """What was bound from outside the body, if nothing in it bound the name again; else None."""
        evaluation.reads(run.written)
        for position, value in reversed(run.written.get(name, ())):
            if position < limit or position == limit == run.position:
                again = [index for index in self.binders.get(name, ()) if position <= index < limit]
                if any(name in run.bound[index].names for index in again if index in run.bound):
                    return None
                if any(index > position and self.kinds[index] is not Kind.ACTIVE for index in again):
                    return None  # an inert statement has come since
                return self._read(value, evaluation)
        return None

    def _looked_up(self, name: str, evaluation: Evaluation, limit: int, run: ModuleRun | None) -> Abstract:
        sites = self.binders.get(name, ())
        for index in sorted({*sites, *self.stars}, reverse=True) if self.stars else reversed(sites):
            if index >= limit:
                continue
            bindings = self.bindings(index, evaluation, run)
            value = bindings.get(name, ABSENT)
            if value is ABSENT and name != "__all__":
                value = self._from_stars(bindings.get(STARS, ()), name, evaluation)
                if value is ABSENT:
                    continue
            return self._opened(value, name, evaluation)
        return self._given(name) if name.startswith("__") else ABSENT

    def write(self, name: str, value: Abstract, evaluation: Evaluation) -> None:
        """Bind a name from outside the body: by a function's `global`, or as an attribute of the module."""
        run = self.run_of(evaluation)
        before = run.written.get(name)
        if run.state is RunState.RUNNING and name in run.names:
            bound = run.names
            old = bound[name]
            evaluation.will_change(bound, lambda: bound.__setitem__(name, old))
            bound[name] = value
            return
        if run.state is RunState.DONE:
            self._pin(name, evaluation)

        def undo() -> None:
            if before is None:
                del run.written[name]
            else:
                run.written[name] = before

        evaluation.will_change(run.written, undo, lambda cause: self.write(name, cause, evaluation), key=name)
        earlier = [entry for entry in before or () if entry[0] != run.position]
        run.written[name] = (*earlier, (run.position, value))

    def _pin(self, name: str, evaluation: Evaluation) -> None:
        """Before a name changes: whoever imported it from here keeps what it stood for."""
        for path, other in evaluation.modules.items():
            space = self.program.namespace(path)
            for local in space.from_imports.get((self.path, name), ()) if space is not None else ():
                if local not in other.pinned:
                    _pin_in(other.pinned, local, self.lookup(name, evaluation), evaluation)

    def lose(self, name: str, cause: Unknown, evaluation: Evaluation) -> None:
        """From here on, code outside the tree may bind a name anew at any time."""
        lost = self.run_of(evaluation).lost
        if name not in lost:
            evaluation.will_change(
                lost, lambda: drop(lost, name), lambda _: self.lose(name, cause, evaluation), key=name
            )
            lost[name] = cause

    def certainly_binds(self, name: str) -> bool:
        """Whether a statement that cannot fail to do so binds a name, and none deletes it."""
        kinds = [self.kinds[index] for index in self.binders.get(name, ())]
        return bool(kinds) and all(kind is not Kind.ACTIVE for kind in kinds)

    def is_inside(self, other: Namespace) -> bool:
        """Whether it is the body of a class whose statement `other` holds."""
        return self.outer is not None and self.outer.namespace is other

    def _given(self, name: str) -> Abstract:
        """What every module or class body has without binding it."""
        if self.cls is not None:
            return self.module.name if name == "__module__" else ABSENT
        match name:
            case "__name__":
                return self.path
            case "__file__":
                return str(self.module.path)
            case "__package__":
                return self.module.package
            case "__builtins__" | "__doc__" | "__loader__" | "__path__" | "__spec__" | "__dict__":
                return Unknown(f"{name} of a module is not modelled", None)
        return ABSENT

    def bindings(
        self, index: int, evaluation: Evaluation, run: ModuleRun | None = None
    ) -> dict[str, Abstract]:
        """What one statement bound when it ran; an inert one is run now, unless it has been."""
        if run is not None and index in run.bound:
            bound = run.bound[index]
            evaluation.record.blamed |= bound.blamed
            return bound.names
        unit = self.units[index]
        for kept in unit.kept:
            if evaluation.holds(kept.assumptions, kept.reads):
                evaluation.record.assumptions.update(path for path, _ in kept.assumptions)
                evaluation.record.blamed |= kept.blamed
                return kept.names
        frame = Frame(
            evaluation, self.module, parent=self.outer, namespace=self, position=index, owner=self.cls
        )
        guards, evaluation.guards = evaluation.guards, []
        depth, evaluation.depth = evaluation.depth, 0
        belongs = evaluation.run is not None and evaluation.run.module == self.module.name
        try:
            with self.reads.by(self.module.name):
                _, record = evaluation.recorded(lambda: attempt(unit.node, frame, raises=False))
        finally:
            evaluation.guards, evaluation.depth = guards, depth
        if belongs:
            evaluation.records[0].created.update(record.created)
        outcome = Kept(leaned_on(record, evaluation), frame.names, record)
        if run is not None and (belongs or not record.keepable):
            if belongs and record.keepable:
                run.bound[index] = outcome  # the same on all sides of the statement that is being run
            else:
                _remember(run.bound, index, outcome, evaluation)
            return frame.names
        unit.kept.append(outcome)
        if not record.keepable:
            evaluation.journal.note(Change(unit.kept, lambda: unit.kept.remove(outcome), lambda _: None))
        return frame.names

    def _from_stars(self, stars: Sequence[Import], name: str, evaluation: Evaluation) -> Abstract:
        for star in reversed(stars):
            value = self.program.star(star, name, evaluation)
            if value is not ABSENT:
                return value
        return ABSENT


def _remember(bound: dict[int, Kept], index: int, outcome: Kept, evaluation: Evaluation) -> None:
    evaluation.journal.note(Change(bound, lambda: drop(bound, index), lambda _: None))
    bound[index] = outcome


def _pin_in(pinned: dict[str, Abstract], local: str, value: Abstract, evaluation: Evaluation) -> None:
    evaluation.journal.note(Change(pinned, lambda: drop(pinned, local), lambda _: None))
    pinned[local] = value
