"""One evaluation: the path it takes at every open question, what it may touch, and what it must put back.

The interpreter executes like Python does, one path at a time. Where a branch depends on an unknown value, the path
decides it; afterwards the evaluation runs again with the other decision, from a clean state, until every combination
that can be reached has been run. That is symbolic execution by replay (King, "Symbolic execution and program
testing", CACM 19(7), 1976; replayed as in Godefroid et al., "DART", PLDI 2005): loops, exceptions and mutation need
no join, because there is never more than one state.

Statements of modules are the exception: there are thousands of them, and answers hang on few. A question that one of
them leaves open is explored within that statement, and what its sides disagree about is unknown afterwards. An
answer that read such a value is asked again with both sides of the question in turn: `splits`.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from docgen.static.engine.bounds import Bounded
from docgen.static.engine.journal import Change
from docgen.static.engine.records import Decision, Record
from docgen.static.engine.world import World
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from docgen.static.engine.joining import Joint
    from docgen.static.engine.module_run import ModuleRun
    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

T = TypeVar("T")

PATH_LIMIT = 64
"""Paths of one evaluation."""

WORLDS = 24
"""Worlds that are kept."""

Splits = tuple[tuple[str, bool], ...]
"""Sides taken of decisions of modules."""


class Evaluation(Bounded):
    """The state of the path that is being run. A program has one, which `start` readies for each path."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self.worlds: dict[tuple[str, Splits], World] = {}
        """What imports left behind, by scenario and the sides of decisions of modules; the last one is in use."""
        self._use(("", ()))
        self.path = 0
        """Number of the path, or the side of a module's statement, that is being run."""
        self.untidy: dict[int, Abstract] = {}
        """Generators that have to tidy up when they are dropped; nobody can tell when that is."""
        self.members: dict[ClassValue, tuple[dict[str, Instance], Record]] = {}
        self.combined: dict[tuple[ClassValue, int], Instance] = {}
        self.outside: dict[Hashable, Abstract] = {}
        """What the program wrote to objects outside the tree, by path, or by path and key."""
        self.questions = 0
        """Open questions met so far."""
        self.start("", ())

    def start(self, scenario: str, prefix: tuple[bool, ...], splits: Splits = ()) -> None:
        """Begin a path. Modules stay imported as long as scenario and splits are the same.

        Args:
            scenario: Whose assumptions hold.
            prefix: The sides to take at the first decisions; after those, the true side.
            splits: The sides to take at decisions of modules.
        """
        self.path += 1
        used = [] if self.program.runs_imports else [m for m in self.modules if m not in self.world.settled]
        if next(reversed(self.worlds)) == (scenario, splits):
            self.journal.rewind(self.world.base)
        else:
            used = []
            self.world.leave()
            self._use((scenario, splits))
            self.world.enter()
        self.assumed: dict[str, str | bool] = {**self.program.assumptions.get(scenario, {}), **dict(splits)}
        if not prefix:  # the first path of an answer
            self.steps = 0
            self.work = 0
        self.prefix = prefix
        self.subject: ClassValue | None = None
        """The class that is asked: which of its declarations are consulted is noted."""
        self.taken: list[Decision] = []
        self.settled: dict[Hashable, bool] = {}
        self.records = [Record()]
        self.suspended: list[Record] = []
        """Records of modules whose import waits for that of another."""
        self.run: ModuleRun | None = None
        """The module that is being imported, if any."""
        self.recalled: set[str] = set()
        """Modules whose run is recalled, while what they import is imported again."""
        self.guards: list[frozenset[str]] = []
        self.handling: list[Abstract] = []
        self.consulted: list[tuple[int, ClassValue, str]] = []
        self.joint: Joint | None = None
        """The statement of a module that is being run, whose open questions are joined."""
        self.depth = 0
        self.hook: Record | None = None
        """The record of the class statement whose hook is running: it gives up where it would have to decide."""
        if used:
            self._settle(used)

    def _settle(self, modules: list[str]) -> None:
        """Run the modules that a path used, in a large tree, once and for all paths that follow."""
        for name in modules:
            with suppress(Raised):
                dispatch.import_module(name, None, self, used=True)
        self.world.settled.update(self.modules)
        self.world.base = len(self.journal)

    def _use(self, key: tuple[str, Splits]) -> None:
        """Go over to a world; those that were in use last are kept."""
        kept = self.worlds.pop(key, None)
        self.world = World() if kept is None else kept
        self.worlds[key] = self.world
        while len(self.worlds) > WORLDS:
            del self.worlds[next(iter(self.worlds))]
        self.journal = self.world.journal
        self.modules = self.world.modules
        self.havocked = self.world.havocked

    def forget_modules(self) -> None:
        """Undo everything, imports included, in all worlds."""
        self.world.forget()
        self.worlds = {}
        self._use(("", ()))

    @contextmanager
    def importing(self, run: ModuleRun) -> Iterator[Record]:
        """Import a module: it has records, steps and a depth of its own, which the context gives."""
        records, outer, depth, spent = self.records, self.run, self.depth, (self.steps, self.work)
        waiting = len(self.suspended)
        self.suspended += records
        self.records = [Record(is_module=True)]
        self.run, self.depth, self.steps, self.work = run, 0, 0, 0
        try:
            yield self.record
        finally:
            self.records, self.run, self.depth = records, outer, depth
            self.steps, self.work = spent
            del self.suspended[waiting:]
            self.recalled.discard(run.module)

    def is_imported(self, name: str) -> bool:
        """Whether the import of a module has come to its end."""
        return name in self.modules and self.modules[name].is_done

    def holds(self, leaned: tuple[tuple[str, str | bool | None], ...], reads: dict[int, Abstract]) -> bool:
        """Whether what was kept under some assumptions, having looked into some objects, is right on this path."""
        return all(
            self.assumed.get(path) == value for path, value in leaned
        ) and not self.journal.has_changed(reads)

    @property
    def record(self) -> Record:
        """The record of the innermost computation under way."""
        return self.records[-1]

    def recorded(self, compute: Callable[[], T]) -> tuple[T, Record]:
        """Run `compute` under a record of its own, which is absorbed into the one around it."""
        record = Record()
        self.records.append(record)
        try:
            return compute(), record
        finally:
            self.records.pop()
            self.record.absorb(record)
            if self.record.is_module:
                self.record.created.update(record.created)

    def assumption(self, path: str) -> str | bool | None:
        """What the scenario assumes of `path`, noting that it was asked."""
        if path not in self.program.assumable:
            return None
        self.record.assumptions.add(path)
        return self.assumed.get(path)

    def decide(self, value: Unknown, text: SourceSpan | None = None, place: SourceSpan | None = None) -> bool:
        """The side that this path takes where `value` would have to be true or false.

        Args:
            value: The unknown value.
            text: Whose text stands for it in conditions, if not its own.
            place: Where the question stands, if not where the value came from.
        """
        self.questions += 1
        negated = False
        while value.negates is not None:
            value, negated = value.negates, not negated
            text = None
        shown = value if text is None else text
        place = place or value.place
        path = f"? {value.key}"
        if path in self.assumed and isinstance(value.key, tuple):
            self.record.assumptions.add(path)
            return bool(self.assumed[path]) is not negated
        if value.key in self.settled:
            self.record.decided = True
            return self.settled[value.key] is not negated
        if self.hook is not None:
            if self.record is not self.hook:
                self.record.mutated = True  # elsewhere the same statement decides
            raise Unsupported(f"hangs on {shown.text}", place)
        if self.joint is not None:
            return self.joint.decide(value, shown, place, self) is not negated
        self.record.decided = True
        index = len(self.taken)
        outcome = self.prefix[index] if index < len(self.prefix) else True
        self.settled[value.key] = outcome
        self.taken.append(Decision(shown.text, place, outcome=outcome))
        return outcome is not negated

    def note_joined(self, value: Abstract) -> None:
        """Note that a value was read; what its sides disagree about may be why there is no answer."""
        self.record.blamed |= getattr(value, "joined", frozenset())

    def without_decisions(self, compute: Callable[[], T]) -> T:
        """Run the hook of a class statement: both sides of what it asks would be sides of every answer on the class.

        Raises:
            Unsupported: it would have to decide on something unknown.
        """
        before, self.hook = self.hook, self.record
        try:
            return compute()
        finally:
            self.hook = before

    def owns(self, container: Abstract) -> Abstract:
        """Note a container that the computation under way made and may change without a trace; returns it."""
        self.record.created[id(container)] = container
        return container

    def remember(self, table: dict[T, Any], key: T, value: Any) -> None:
        """Bind a new key of one of the evaluation's own tables; a path that begins later undoes it."""
        self.journal.note(Change(table, lambda: table.__delitem__(key), lambda _: None))
        table[key] = value

    def will_change(
        self,
        container: Abstract,
        undo: Callable[[], None],
        forget: Callable[[Unknown], None] | None = None,
        redo: Callable[[], None] | None = None,
        key: Hashable = None,
    ) -> None:
        """Announce a change to `container`; what was there before the path began is put back afterwards.

        Whoever changes what it did not make has no result that can be kept.
        """
        if id(container) in self.record.created:
            return
        author = self.run.module if self.run is not None else ""
        self.journal.note(Change(container, undo, forget, key, author, redo))
        if self.taint(container) and self.run is not None:
            self.run.is_foreign = True
            self.world.note_author(container, self.run.module)

    def reads(self, container: Abstract) -> None:
        """Note that what is being computed looks into `container`."""
        self.record.reads[id(container)] = container
        if self.journal.is_dirty(container):
            self.taint(container)
            self.world.note_read(container)

    def taint(self, container: Abstract) -> bool:
        """Note that what is being computed changes `container`, or reads it after something else changed it.

        Returns:
            Whether something else made it.
        """
        key = id(container)
        for record in reversed(self.records):
            if key in record.created:
                return False
            record.mutated = True
        for record in self.suspended:
            if key in record.created:
                record.mutated = True
        return True
