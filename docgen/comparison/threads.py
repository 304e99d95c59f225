"""From the models of releases to one thread of answers for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.comparison.models import pairs
from docgen.model.cell import State, identical
from docgen.model.history import BackendHistory, Mark, Moment, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Capability
    from docgen.model.cell import Cell, Value
    from docgen.model.support import Backend, SupportModel

_MARKS = {
    State.CONDITIONAL: Mark.DEPENDS,
    State.UNKNOWN: Mark.UNKNOWN,
    State.NOT_DECLARED: Mark.UNDECLARED,
    State.UNAVAILABLE: Mark.UNAVAILABLE,
}
_ABSENT = Moment(Mark.ABSENT)
_UNASKED = Moment(Mark.UNASKED)
_NO_VALUE = Moment(Mark.UNASKED, reason="no such value")


def backend_histories(
    models: Sequence[SupportModel], capabilities: Sequence[Capability], scenarios: Sequence[str]
) -> tuple[BackendHistory, ...]:
    """The rows of all releases.

    Args:
        models: The releases, the oldest first.
        capabilities: The questions.
        scenarios: The scenarios to distinguish.
    """
    lines = _lines(models)
    last = {id(line): position for position, line in enumerate(lines)}
    order = {backend.name: position for position, backend in enumerate(models[-1].backends)}
    # Rows of the last release in its order, then those that are gone in the order in which they came.
    lines.sort(key=lambda line: (line[-1] is None, order[line[-1].name] if line[-1] else last[id(line)]))
    return tuple(_history(line, models, capabilities, scenarios) for line in lines)


def _lines(models: Sequence[SupportModel]) -> list[list[Backend | None]]:
    """Each backend through all releases; under another name if its class stays, or after a gap if its name does."""
    lines: list[list[Backend | None]] = [[backend] for backend in models[0].backends]
    for number, model in enumerate(models[1:], start=1):
        known = {backend.name: line for line in lines for backend in line if backend}
        before = models[number - 1].backends
        for earlier, backend in pairs(before, model.backends):
            line = known.get(earlier.name if earlier else backend.name)
            if line is None or len(line) > number:
                line = [None] * number
                lines.append(line)
            line.append(backend)
        for line in lines:
            line.extend([None] * (number + 1 - len(line)))
    return lines


def _history(
    line: Sequence[Backend | None],
    models: Sequence[SupportModel],
    capabilities: Sequence[Capability],
    scenarios: Sequence[str],
) -> BackendHistory:
    there = [backend for backend in line if backend]
    return BackendHistory(
        name=there[-1].name,
        names=tuple(backend.name if backend else None for backend in line),
        locations=tuple(str(backend.location) if backend else None for backend in line),
        threads=tuple(
            thread for capability in capabilities for thread in _threads(line, models, capability, scenarios)
        ),
    )


def _threads(
    line: Sequence[Backend | None],
    models: Sequence[SupportModel],
    capability: Capability,
    scenarios: Sequence[str],
) -> Iterator[Thread]:
    """Yield the threads of one question, scenarios with the same answers together."""
    for value in _domain(models, capability):
        grouped: list[tuple[tuple[Moment, ...], list[str]]] = []
        for scenario in scenarios:
            moments = tuple(
                _moment(backend, model, capability.key, scenario, value)
                for backend, model in zip(line, models, strict=True)
            )
            for first, names in grouped:
                if all(one.same_answer(other) for one, other in zip(first, moments, strict=True)):
                    names.append(scenario)
                    break
            else:
                grouped.append((moments, [scenario]))
        yield from (Thread(capability.key, tuple(names), moments, value) for moments, names in grouped)


def _domain(models: Sequence[SupportModel], capability: Capability) -> list[Value]:
    """The values that are asked about in any release; one None where there is no domain."""
    values: list[Value] = []
    for model in models:
        for value in model.domains.get(capability.key, ()):
            if not any(identical(value, other) for other in values):
                values.append(value)
    return values or [None]


def _moment(backend: Backend | None, model: SupportModel, key: str, scenario: str, value: Value) -> Moment:
    if backend is None:
        return _ABSENT
    domain = model.domains.get(key)
    cell = next((cell for cell in backend.cells.get(key, ()) if scenario in cell.scenarios), None)
    if cell is None:
        return _UNASKED
    if value is not None and domain is not None and value not in domain:
        return _NO_VALUE
    place = str(cell.location) if cell.location else None
    if cell.state is State.KNOWN:
        return _known(cell, value, place)
    if value is not None and cell.undecided:
        return _in_part(cell, value, place)
    return Moment(_MARKS[cell.state], reason=cell.reason, location=place)


def _known(cell: Cell, value: Value, place: str | None) -> Moment:
    if isinstance(cell.value, bool):
        return Moment(Mark.YES if cell.value else Mark.NO, location=place)
    if value is not None and isinstance(cell.value, list):
        held = any(identical(value, each) for each in cell.value)
        return Moment(Mark.YES if held else Mark.NO, location=place)
    return Moment(Mark.VALUE, cell.value, location=place)


def _in_part(cell: Cell, value: Value, place: str | None) -> Moment:
    """The answer for one value of an answer that is known for some values only."""
    if any(identical(value, each) for each in cell.holds):
        return Moment(Mark.YES, location=place)
    open_values = [each for each in cell.undecided if identical(value, each.value)]
    if not open_values:
        return Moment(Mark.NO, location=place)
    first = open_values[0]
    mark = Mark.DEPENDS if first.when else Mark.UNKNOWN
    return Moment(
        mark, reason=first.reason or None, location=str(first.location) if first.location else place
    )
