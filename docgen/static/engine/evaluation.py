"""One evaluation: its path through every open question, its limits, and the changes that it must put back.

The interpreter executes as Python does, one path at a time. Where a branch depends on an unknown value, the path
decides it; afterwards the evaluation runs again with the other decision, from a clean state, until every combination
that can be reached has been run. That is symbolic execution by replay (King, "Symbolic execution and program
testing", CACM 19(7), 1976; replayed as in Godefroid et al., "DART", PLDI 2005): loops, exceptions and mutation need
no join, because there is only ever one state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from docgen.static.engine.records import Decision, Record
from docgen.static.engine.world import PutBack, World
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from docgen.static.engine.namespace import Namespace
    from docgen.static.engine.program import Program
    from docgen.static.objects.type_values import ClassValue
    from docgen.static.objects.values import Abstract, Instance, SourceSpan

T = TypeVar("T")

STEP_LIMIT = 50_000
"""Most statements and calls of one answer, on all its paths; a predicate takes a few dozen."""
WORK_LIMIT = 1 << 21
"""Most elements that Python's own operations may handle or make for one answer, where a word of a text or an integer
counts as one: a dict of as many takes some 300 MiB and half a second.
"""
DEPTH_LIMIT = 80
"""Most calls within calls."""
PATH_LIMIT = 64
"""Most paths of one evaluation."""
COARSELY = "coarsely"
"""Pseudo-path of an assumption, recorded to mark that a result holds only for a coarse evaluation."""


class Evaluation:
    """The state of the path that is being run. A program has one evaluation, which `start` resets for each path."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.world = World(None)
        self.decidable = PATH_LIMIT
        """Most decisions that a path may take while a statement of a module or a class body is running."""
        self.exceeded: list[Unknown] = []
        """Questions that would exceed this number."""
        self.unordered: frozenset[str] = frozenset()
        """Questions that are nevertheless answered in one of many equivalent ways."""
        self.patience = 1
        """Factor by which the steps of an answer are multiplied; greater for imports."""
        self.path = 0  # number of the path that is being run
        self.strange = self.changes = 0  # operations that may have changed any object; a list, set or dict
        self.start("", ())

    def start(self, scenario: str, prefix: tuple[bool, ...], *, coarsely: bool = False) -> None:
        """Begin a path.

        Args:
            scenario: The name of the scenario whose assumptions hold.
            prefix: The sides to take at the first decisions; at later ones, the true side is taken.
            coarsely: True to give up a statement of a module or a class body whose callees decide on something
                unknown, instead of running it on both sides.
        """
        self.rewind()
        self.scenario = scenario
        self.world = self.program.world(scenario, coarsely=coarsely)
        self.undo = self.world.undo
        self.entered = False
        """True once the imports that the path begins with are done."""
        self.path += 1
        if not prefix:  # the first path of an answer
            self.steps = 0
            self.work = 0
        self.assumed = self.program.assumptions.get(scenario, {})
        if coarsely:
            self.assumed = {**self.assumed, COARSELY: True}
        self.base = self.depth = 0
        """The depths of the statement of a module or a class body that is being run, and of the call in it."""
        self.prefix = prefix
        self.subject: ClassValue | None = None
        """The class that is asked; the use of its declarations is recorded."""
        self.taken: list[Decision] = []
        self.settled: dict[Hashable, bool] = {}
        self.record = Record()
        """The record of the innermost computation under way."""
        self.records = [self.record]
        """The same and those of the computations around it, the innermost last."""
        self.written: dict[tuple[Namespace, str], Abstract] = {}
        self.havocked: dict[int, tuple[Abstract, Unknown]] = {}
        self.rebound: set[tuple[Namespace, str]] = set()
        self.late: dict[int, Abstract] = {}
        self.results: dict[tuple[Namespace, int], tuple[dict[str, Abstract], Record]] = {}
        self.timelines: dict[tuple[Namespace, str], tuple[int, Record]] = {}
        self.running: list[tuple[Namespace, int]] = []
        self.passed_over: dict[Namespace, Unknown] = {}  # why a statement that is taken to succeed may raise
        self.guards: list[frozenset[str]] = []
        self.handling: list[Abstract] = []
        self.suspended: dict[int, Abstract] = {}
        """Generators that run code when they are dropped, at a time that is unknown."""
        self.members: dict[ClassValue, tuple[dict[str, Instance], Record]] = {}
        self.combined: dict[tuple[ClassValue, int], Instance] = {}
        self.consulted: list[tuple[int, ClassValue, str]] = []
        self.found: dict[Hashable, Any] = {}
        """Attributes that were found in classes, with what that depends on."""
        self.doubt: Unknown | None = None
        """The first operation of the question that is assumed to succeed without a reason."""
        self.outside: dict[Hashable, Abstract] = {}
        """Values that the program wrote to objects outside the tree, by path, or by path and key."""
        self.held: list[Abstract] = []
        """Values that code outside the tree was given, and may call again."""
        self.hook: Record | None = None
        """The record of the class statement whose hook is running, which is given up where it would have to decide."""

    @property
    def exhausted(self) -> str:
        """Say why the answer cannot go on, if it took more steps than any should; else return an empty text."""
        limit = STEP_LIMIT * self.patience
        return f"no answer within {limit} steps" if self.steps > limit else ""

    def recorded(self, compute: Callable[[], T], *, is_timeline: bool = False) -> tuple[T, Record]:
        """Run `compute` under a record of its own, which is absorbed into the one around it."""
        around = self.record
        record = self.record = Record(is_timeline=is_timeline)
        self.records.append(record)
        try:
            return compute(), record
        finally:
            self.records.pop()
            self.record = around
            self.record.absorb(record)
            if self.record.is_timeline:
                self.record.created.update(record.created)

    def step(self, place: SourceSpan | None = None) -> None:
        """Count a step.

        Raises:
            Unsupported: the path is longer than any predicate should be.
        """
        self.steps += 1
        if self.steps > STEP_LIMIT * self.patience:
            raise Unsupported(self.exhausted, place, final=True)

    def spend(self, units: int, place: SourceSpan | None) -> None:
        """Count the elements that one of Python's own operations is about to handle and make.

        Raises:
            Unsupported: it is more than one operation, or one answer, should take.
        """
        if units > WORK_LIMIT >> 3:
            raise Unsupported("the result is too large to compute", place)
        self.work += units
        if self.work > WORK_LIMIT * self.patience:
            limit = WORK_LIMIT * self.patience
            raise Unsupported(f"no answer within {limit} elements", place, final=True)

    def assumption(self, path: str) -> str | bool | None:
        """Return the scenario's assumption about `path`, and record that it was asked for."""
        if path not in self.program.assumable:
            return None
        self.record.assumptions.add(path)
        return self.assumed.get(path)

    def decide(self, value: Unknown, text: str | None = None, place: SourceSpan | None = None) -> bool:
        """The side that this path takes where `value` would have to be true or false.

        Raises:
            Unsupported: sides are not taken here.
        """
        negated = False
        while value.negates is not None:
            value, negated = value.negates, not negated
            text = None
        if COARSELY in self.assumed and self.running and self.depth > self.base:
            self.record.assumptions.add(COARSELY)
            raise Unsupported(f"hangs on {text or value.text}", place or value.place)
        if self.hook is not None and value.key not in self.settled:
            if self.record is not self.hook:
                self.record.mutated = True  # elsewhere the same statement makes the decision
            raise Unsupported(f"hangs on {text or value.text}", place or value.place)
        self.record.decided = True
        if value.key not in self.settled:
            index = len(self.taken)
            if self.running and index >= self.decidable:
                self.exceeded.append(value)
                if text in self.unordered:
                    return True
                raise Unsupported(
                    f"more combinations of conditions decide than are followed, among them {text or value.text}",
                    place or value.place,
                )
            outcome = self.prefix[index] if index < len(self.prefix) else True
            self.settled[value.key] = outcome
            self.taken.append(Decision(value, text or value.text, place or value.place, outcome=outcome))
        return self.settled[value.key] is not negated

    def decide_import(self, module: str, place: SourceSpan) -> bool:
        """The side that this path takes where it is not known if a module can be imported."""
        what = f"whether {module} can be imported is not known"
        return self.decide(Unknown(what, place, key=("import", module), mentions=f"import {module}"))

    def at_most(
        self, decisions: int, run: Callable[[], None], unordered: frozenset[str] = frozenset()
    ) -> list[Unknown]:
        """Run a statement of a module or a class body, and give it up if it takes more than some decisions.

        Args:
            decisions: The greatest number of decisions.
            run: Runs the statement.
            unordered: Questions that are nevertheless answered, in one of many equivalent ways.

        Returns:
            The questions that would have to be decided.
        """
        before = self.decidable, self.exceeded, self.unordered
        self.decidable, self.exceeded, self.unordered = decisions, [], unordered
        try:
            run()
            return self.exceeded
        finally:
            self.decidable, self.exceeded, self.unordered = before

    def would_take(self, taken: Sequence[Decision]) -> bool:
        """Tell whether this path would take these sides of some decisions, if they were its first."""
        sides = (*self.prefix, *(True for _ in taken[len(self.prefix) :]))
        return all(decision.outcome is side for decision, side in zip(taken, sides, strict=False))

    def tables(self) -> tuple[dict[Any, Any], ...]:
        """Return the effects of imports other than the values of names, by kind."""
        return (self.havocked, self.outside, self.suspended, self.written, self.members, self.combined)

    def without_decisions(self, compute: Callable[[], T]) -> T:
        """Run the hook of a class statement, which may not decide: every answer about the class would have its sides.

        Raises:
            Unsupported: it would have to decide on something unknown.
        """
        before, self.hook = self.hook, self.record
        try:
            return compute()
        finally:
            self.hook = before

    def owns(self, container: Abstract) -> Abstract:
        """Record that the current computation made a container, and may change it without a trace; return it."""
        self.record.created[id(container)] = container
        return container

    def will_change(self, container: Abstract, undo: Callable[[], None]) -> None:
        """Announce a change to `container`; its earlier content is put back after the path."""
        if not self._is_new(container):
            self._announce(container)
            self.undo.append(undo)

    def will_change_inside(self, container: Abstract) -> None:
        """Announce a change to the elements of a list, a dictionary or a set; they are put back after the path."""
        if not self._is_new(container):
            self._announce(container)
            if not self.world.has_copy(container):
                self.spend(len(container) >> 4, None)  # copying is fast
                self.world.change(PutBack(container))

    def _is_new(self, container: Abstract) -> bool:
        """Tell whether the current computation made a container, so that nobody misses its earlier content."""
        return id(container) in self.record.created or self._made_in_timeline(container)

    def _announce(self, container: Abstract) -> None:
        if not self.running and not self.program.runs_imports:
            self._settle(container)
            self.late[id(container)] = container
        self.record.mutated = True

    def changed_late(self, container: Abstract) -> bool:
        """Tell whether `container` changed after the imports, and is now read by a statement that belongs to them.

        Statements of modules run only when their names are asked for, so a late one would see the change.
        """
        return bool(self.running) and id(container) in self.late

    def _settle(self, container: Abstract) -> None:
        """Run the statements that read a module's object during its import, before the probe changes the object."""
        for (namespace, _), (bindings, _) in list(self.results.items()):
            for name, value in list(bindings.items()):
                if value is container or getattr(value, "holder", None) is container:
                    namespace.settle(name, self)

    def _made_in_timeline(self, container: Abstract) -> bool:
        around = self.records[-2] if len(self.records) > 1 else self.record
        return around.is_timeline and id(container) in around.created

    def rewind(self) -> None:
        """Put back everything that the path changed."""
        self.world.rewind(self.world.base)
