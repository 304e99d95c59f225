"""Assembly of the children's replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from docgen.model.cell import Cell, Origin, State, Value, grouped
from docgen.model.location import Location
from docgen.model.undecided import Undecided
from docgen.runtime.answers import Duration, Import, RuntimeBackend, RuntimeModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.runtime.messages import Answer, Loaded, Place
    from docgen.runtime.spawn import PostMortem

_Held = TypeVar("_Held", Cell, Import)


class Step(NamedTuple):
    """Question that a child is being asked; only the parent's record of it counts."""

    scenario: str
    """Name of the scenario."""
    backend: str | None = None
    """Name of the backend; None for the registry, the domains and the lists."""
    capability: str | None = None
    """Key of the capability; None while the backend is imported."""
    key: str | None = None
    """Key of the list."""


class Assembly:
    """Answers so far; it also knows the questions that are left if a child ends early."""

    def __init__(self, scenarios: tuple[str, ...], capabilities: tuple[str, ...]) -> None:
        self._scenarios = scenarios
        self._capabilities = capabilities
        self._members: dict[str, str] = {}
        self._imports: dict[str, dict[str, Import]] = {}
        self._cells: dict[tuple[str, str], dict[str, Cell]] = {}
        self._lists: dict[str, dict[str, Cell]] = {}
        self._domains: dict[str, tuple[Value, ...]] = {}
        self._broken: dict[str, str] = {}
        self._durations: dict[str, Duration] = {}
        self._finished: set[str] = set()
        self._done: set[Step] = set()

    def take_members(self, members: Iterable[tuple[str, str]]) -> None:
        """Add the registry."""
        self._members.update(members)

    def take_broken(self, scenario: str, reason: str) -> None:
        """Note that nothing can be asked under a scenario."""
        self._broken[scenario] = reason
        self._finished.add(scenario)

    def take_domain(self, capability: str, answer: Answer) -> None:
        """Add the values of a domain."""
        if answer.state == State.KNOWN.value and isinstance(answer.value, list):
            self._domains[capability] = tuple(answer.value)

    def take_import(self, step: Step, loaded: Loaded) -> None:
        """Add the result of importing a backend."""
        assert step.backend is not None  # noqa: S101 - what the step is
        made = Import(
            scenarios=(step.scenario,),
            object=loaded.object,
            location=_location(loaded.place),
            problem=loaded.problem,
            missing=loaded.missing,
            absent=loaded.absent,
            unavailable=loaded.unavailable,
            decisions=loaded.decisions,
        )
        self._imports.setdefault(step.backend, {})[step.scenario] = made

    def take_answer(self, step: Step, answer: Answer) -> None:
        """Add an answer of a backend, or of a list."""
        self._hold(step, _cell(answer, step.scenario))

    def take_time(self, duration: Duration) -> None:
        """Add the time of a scenario; the times of several children are summed."""
        before = self._durations.get(duration.scenario)
        if before is not None:
            duration = msgspec.structs.replace(
                duration,
                importing=before.importing + duration.importing,
                asking=before.asking + duration.asking,
            )
        self._durations[duration.scenario] = duration

    def finish(self, step: Step) -> None:
        """Note that a backend, a list or, with neither, a scenario need not be asked about again."""
        if step.backend is None and step.key is None:
            self._finished.add(step.scenario)
        self._done.add(Step(step.scenario, step.backend, key=step.key))

    def end_abruptly(self, end: PostMortem, step: Step, left: Iterable[str]) -> None:
        """Note that a child ended at a step, under the first of the scenarios that it had `left`.

        Its scenarios share what is imported, so a module that ended the process is not imported under the others.
        """
        unknown = Cell.unknown(end.reason, end.location, (step.scenario,), Origin.RUNTIME)
        if step.key is not None:
            self._hold(step, unknown)
            self.finish(step)
        elif step.backend is None:
            self.take_broken(step.scenario, end.reason)
        elif step.capability is None:
            for scenario in left:
                self._imports.setdefault(step.backend, {})[scenario] = Import(
                    scenarios=(scenario,),
                    object=self._members.get(step.backend, step.backend),
                    location=end.location,
                    problem=end.reason,
                )
                self.finish(Step(scenario, step.backend))
        else:
            for key in self._capabilities:
                if step.scenario not in self._cells.get((step.backend, key), {}):
                    self._hold(step._replace(capability=key), unknown)
            self.finish(step)

    def _hold(self, step: Step, cell: Cell) -> None:
        if step.key is not None:
            self._lists.setdefault(step.key, {})[step.scenario] = cell
        else:
            assert step.backend is not None  # noqa: S101 - what the step is
            assert step.capability is not None  # noqa: S101
            self._cells.setdefault((step.backend, step.capability), {})[step.scenario] = cell

    def finished(self, scenario: str) -> bool:
        """Tell whether nothing is left to ask under a scenario."""
        return scenario in self._finished

    def is_done(self, step: Step) -> bool:
        """Tell whether a backend or a list need not be asked about again."""
        return step in self._done

    def model(self) -> RuntimeModel:
        """The model of all answers."""
        return RuntimeModel(
            scenarios=self._scenarios,
            backends=tuple(self._backend(name) for name in self._members),
            lists={key: _merge(cells) for key, cells in self._lists.items()},
            domains=self._domains,
            broken=self._broken,
            durations=tuple(self._durations.values()),
        )

    def _backend(self, name: str) -> RuntimeBackend:
        imports = self._imports.get(name, {})
        return RuntimeBackend(
            name=name,
            imports=_merge(imports),
            cells={key: _merge(self._cells_of(name, key, imports)) for key in self._capabilities},
        )

    def _cells_of(self, name: str, key: str, imports: dict[str, Import]) -> dict[str, Cell]:
        """The answers of one backend and capability; where there is no class, the answers say so."""
        cells = self._cells.get((name, key), {})
        answered = {}
        for scenario in self._scenarios:
            made = imports.get(scenario)
            answered[scenario] = cells.get(scenario) or self._without_class(scenario, made)
        return answered

    def _without_class(self, scenario: str, made: Import | None) -> Cell:
        """The answer of a class that could not be asked.

        An import that fails because of a missing package is unknown if the scenario says nothing about the package:
        it may be installed there.
        """
        place = made.location if made else None
        if made and made.unavailable and not made.absent:
            return Cell.unavailable(made.unavailable, place, (scenario,), Origin.RUNTIME)
        reason = (made.problem if made else None) or self._broken.get(scenario, "was not asked")
        return Cell.unknown(reason, place, (scenario,), Origin.RUNTIME)


def _cell(answer: Answer, scenario: str) -> Cell:
    """An answer under one scenario."""
    place = _location(answer.place)
    if answer.undecided and isinstance(answer.value, list):
        undecided = tuple(Undecided(value, reason) for value, reason in answer.undecided)
        cell = Cell.in_part(tuple(answer.value), undecided, place, (scenario,), Origin.RUNTIME)
        return msgspec.structs.replace(cell, stubs=answer.stubs)
    return Cell(
        scenarios=(scenario,),
        state=State(answer.state),
        origin=Origin.RUNTIME,
        location=place,
        value=answer.value,
        reason=answer.reason,
        stubs=answer.stubs,
    )


def _location(place: Place | None) -> Location | None:
    return Location(*place) if place else None


def _merge(held: dict[str, _Held]) -> tuple[_Held, ...]:
    """Merge equal answers under several scenarios into one."""
    merged = grouped(held.items(), lambda first, other: _under(first, ()) == _under(other, ()))
    return tuple(_under(each, names) for each, names in merged)


def _under(held: _Held, scenarios: Iterable[str]) -> _Held:
    return msgspec.structs.replace(held, scenarios=tuple(scenarios) or ("any",))
