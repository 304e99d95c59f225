"""Merge of two origins, the source and the imported classes, into one model; differences become findings.

An answer that the source determines is kept; one that it leaves open is filled with the class's answer, and says so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from docgen.model.availability import unavailable
from docgen.model.cell import Cell, State, Value, grouped, identical
from docgen.model.finding import Finding, Rule, Severity
from docgen.model.reported import reported
from docgen.model.support import Backend, ListAnswer, SupportModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.model.location import Location
    from docgen.runtime.answers import Import, RuntimeBackend, RuntimeModel

_ANSWERED = frozenset({State.KNOWN, State.NOT_DECLARED})
"""States of an answer that another origin can contradict."""
_SETTLED = _ANSWERED | {State.UNAVAILABLE}
"""States that the other origin does not fill."""


def merge(static: SupportModel, runtime: RuntimeModel, registry: Location) -> SupportModel:
    """Merge the models of both origins.

    For each cell: equal known answers are kept. Different known answers keep that of the source, and are a finding
    with both values and both places. An answer that the source leaves unknown or conditional is filled where the
    class answers, or cannot be imported. An answer that is unknown to both keeps both reasons. A class that the
    source calls unavailable and that can be imported is one finding for all its cells. Rows that only one origin has
    are kept, and are findings.

    Args:
        static: The model of the source.
        runtime: The model of the imported code, under the same scenarios.
        registry: The place for rows that only the imported registry has, where no class gives a place.
    """
    findings: list[Finding] = []
    asked = {backend.name: backend for backend in runtime.backends}
    backends = [_backend(row, asked.get(row.name), runtime, findings) for row in static.backends]
    known = {row.name for row in static.backends}
    for backend in runtime.backends:
        if backend.name not in known:
            backends.append(_only_imported(backend, registry))
            findings.append(
                _conflict(f"the imported registry has {backend.name}, the source has not", backend.name)
            )
    findings += [_broken(scenarios, reason, registry) for reason, scenarios in _by_reason(runtime.broken)]
    return msgspec.structs.replace(
        static,
        backends=tuple(backends),
        lists=tuple(_lists(static, runtime, findings)),
        domains={**runtime.domains, **static.domains},
        findings=(*static.findings, *findings),
    )


def _backend(
    row: Backend, asked: RuntimeBackend | None, runtime: RuntimeModel, findings: list[Finding]
) -> Backend:
    if asked is None:
        if not runtime.broken:
            what = f"the source has {row.name}, the imported registry has not"
            findings.append(_conflict(what, row.name, row.location))
        return row
    refused = unavailable(row)
    findings += _failures(asked, refused)
    findings += _imported_after_all(row, asked, refused)
    if row.object is None or any(each.missing for each in asked.imports):
        return row  # there is no class to compare, as the source has already said
    cells = {
        key: _reconciled(row.name, key, held, asked.cells.get(key, ()), findings)
        for key, held in row.cells.items()
    }
    return msgspec.structs.replace(row, cells=cells)


def _lists(static: SupportModel, runtime: RuntimeModel, findings: list[Finding]) -> Iterable[ListAnswer]:
    by_key: dict[str, list[Cell]] = {}
    for each in static.lists:
        by_key.setdefault(each.key, []).append(each.cell)
    for key, cells in by_key.items():
        for cell in _reconciled(None, key, cells, runtime.lists.get(key, ()), findings):
            yield ListAnswer(key=key, cell=cell)


def _reconciled(
    backend: str | None, key: str, static: Sequence[Cell], runtime: Sequence[Cell], findings: list[Finding]
) -> tuple[Cell, ...]:
    answered = {name: cell for cell in runtime for name in cell.scenarios}
    cells: dict[str, Cell] = {}
    conflicts: list[tuple[str, tuple[Cell, Cell]]] = []
    for source in static:
        for scenario in source.scenarios:
            imported = answered.get(scenario)
            cells[scenario] = source if imported is None else _one(source, imported)
            if imported is not None and _differ(source, imported):
                conflicts.append((scenario, (source, imported)))
    same = grouped(conflicts, lambda one, other: one[0] is other[0] and one[1].same_answer(other[1]))
    findings += [_contradiction(backend, key, *sides, scenarios) for sides, scenarios in same]
    return _grouped(cells)


def _one(source: Cell, imported: Cell) -> Cell:
    """The answer of one scenario."""
    if source.state is State.UNKNOWN and imported.undecided and not source.undecided:
        return imported  # it is known for some values, at least
    if source.undecided and _values(source) == _values(imported):
        return source
    if source.state in _SETTLED or imported.state is State.UNKNOWN:
        if source.state is State.UNKNOWN and imported.reason not in {None, source.reason}:
            reason = f"{source.reason}; the imported class: {imported.reason}"
            return msgspec.structs.replace(source, reason=reason)
        return source
    return imported


def _values(cell: Cell) -> tuple[list[Value], list[Value]]:
    """Return the values that an answer that is unknown in part holds, and those that it may hold."""
    return [*cell.holds], [each.value for each in cell.undecided]


def _differ(source: Cell, imported: Cell) -> bool:
    if source.state not in _ANSWERED or imported.state not in _ANSWERED:
        return False
    return source.state is not imported.state or not identical(source.value, imported.value)


def _grouped(cells: dict[str, Cell]) -> tuple[Cell, ...]:
    """Equal answers of several scenarios as one cell."""
    groups = grouped(cells.items(), Cell.same_answer)
    return tuple(msgspec.structs.replace(cell, scenarios=tuple(names)) for cell, names in groups)


def _only_imported(backend: RuntimeBackend, registry: Location) -> Backend:
    made = next((each for each in backend.imports if each.location), None) or backend.imports[0]
    return Backend(
        name=backend.name,
        object=made.object,
        location=made.location or registry,
        cells=backend.cells,
    )


def _contradiction(
    backend: str | None, key: str, source: Cell, imported: Cell, scenarios: Sequence[str]
) -> Finding:
    said, answered = _shown(source), _shown(imported)
    return _conflict(
        f"{backend or 'the list'}, {key}: the source says {said}, the imported class says {answered} "
        f"({', '.join(scenarios)})",
        backend,
        source.location,
        capability=key,
        expected=said,
        answered=answered,
        class_location=imported.location,
    )


def _shown(cell: Cell) -> str:
    return json.dumps(cell.value, ensure_ascii=False) if cell.state is State.KNOWN else cell.state.value


def _conflict(
    message: str,
    backend: str | None,
    location: Location | None = None,
    *,
    capability: str | None = None,
    expected: str | None = None,
    answered: str | None = None,
    class_location: Location | None = None,
) -> Finding:
    return reported(
        Rule.STATIC_RUNTIME_CONFLICT,
        message,
        backend=backend,
        capability=capability,
        expected=expected,
        answered=answered,
        code_location=location,
        class_location=class_location,
        remedy="make the declaration say what the class does, or correct the scenario's assumptions",
    )


def _failures(asked: RuntimeBackend, refused: dict[str, Cell]) -> Iterable[Finding]:
    """Failed imports, except in the scenarios where the source says the same."""
    for made in asked.imports:
        scenarios = tuple(name for name in made.scenarios if name not in refused)
        if made.problem and not made.missing and scenarios:
            yield _failed(asked.name, msgspec.structs.replace(made, scenarios=scenarios))


def _imported_after_all(row: Backend, asked: RuntimeBackend, refused: dict[str, Cell]) -> Iterable[Finding]:
    """Classes that the source calls unavailable and that can be imported."""
    for made in asked.imports:
        cells = [(name, refused[name]) for name in made.scenarios if name in refused and not made.problem]
        for cell, scenarios in grouped(cells, Cell.same_answer):
            yield _conflict(
                f"{row.name}: the source says that it cannot be imported ({cell.reason}), and it is imported "
                f"({', '.join(scenarios)})",
                row.name,
                cell.location,
                expected="unavailable",
                answered="imported",
                class_location=made.location,
            )


def _failed(backend: str, made: Import) -> Finding:
    return reported(
        Rule.FAILED_IMPORT,
        f"{backend} cannot be imported ({', '.join(made.scenarios)}): {made.problem}",
        severity=Severity.WARNING if made.absent else None,
        backend=backend,
        code_location=made.location,
        remedy="install what it needs, give --python PATH with what the project needs, or fix the module",
    )


def _broken(scenarios: list[str], reason: str, registry: Location) -> Finding:
    return reported(
        Rule.FAILED_IMPORT,
        f"the registry cannot be imported ({', '.join(scenarios)}): {reason}",
        code_location=registry,
        remedy="give --python PATH with what the project needs, or fix the module",
    )


def _by_reason(broken: dict[str, str]) -> list[tuple[str, list[str]]]:
    reasons: dict[str, list[str]] = {}
    for scenario, reason in broken.items():
        reasons.setdefault(reason, []).append(scenario)
    return list(reasons.items())
