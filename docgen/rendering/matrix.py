"""The evidence of each backend, claim by claim and target by target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.model.measurement import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Config
    from docgen.model.cell import Value
    from docgen.model.measurement import Judged, Measured

SIGNS = {
    Standing.VERIFIED: "✅",
    Standing.REFUTED: "❌",
    Standing.STALE: "stale",
    Standing.UNTESTABLE: "untestable",
    Standing.UNTESTED: "untested",
}
"""Signs in the matrix."""

_DECLARED = {True: "yes", False: "no", None: "?"}


@dataclass(frozen=True, slots=True)
class RecordedTable:
    """Rows that tests recorded under one name, on all targets."""

    name: str
    """The name, as a heading."""
    rows: tuple[tuple[str, ...], ...]
    """The header, then the rows, by target."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The evidence of one backend."""

    backend: str
    """Its name."""
    rows: tuple[tuple[str, ...], ...]
    """The header, then a row a claim: the claim, if it is declared, and its standing on each target."""
    refuted: tuple[str, ...]
    """Refuted claims, with the reasons."""
    measured: tuple[str, ...]
    """Records of the tests: the largest of each number for each target, and each text once."""
    tables: tuple[RecordedTable, ...]
    """Rows that the tests recorded, by name."""


def matrices(config: Config, measured: Measured) -> tuple[Matrix, ...]:
    """A matrix for each backend that was measured, by name."""
    found: dict[str, list[Judged]] = {}
    for each in measured.judged:
        found.setdefault(each.measurement.backend, []).append(each)
    return tuple(_matrix(name, found[name], config, measured.targets) for name in sorted(found))


def _matrix(name: str, judged: Sequence[Judged], config: Config, targets: Sequence[str]) -> Matrix:
    headers = {capability.key: capability.header for capability in config.capability}
    labels = {capability.key: capability.labels for capability in config.capability}
    shown = [target for target in targets if any(each.target == target for each in judged)]
    claims: dict[tuple[str, str, str], dict[str, Judged]] = {}
    for each in judged:
        claims.setdefault(each.measurement.claim.key, {})[each.target] = each
    order = [capability.key for capability in config.capability]
    rows = []
    for key in sorted(claims, key=lambda key: (order.index(key[1]) if key[1] in order else len(order), key)):
        by_target = claims[key]
        one = next(iter(by_target.values()))
        capability, value = one.measurement.capability, one.measurement.value
        spelt = _spelt(value, labels.get(capability, {}))
        standings = (SIGNS[by_target[each].standing] if each in by_target else "" for each in shown)
        what = f"{headers.get(capability, capability)} {spelt}".strip()
        rows.append((what, _DECLARED[one.declared], *standings))
    return Matrix(
        backend=name,
        rows=(("Claim", "Declared", *shown), *rows),
        refuted=tuple(
            f"{each.measurement.claim} on {each.target}: {each.measurement.reason or 'turned round since'}"
            for each in judged
            if each.standing is Standing.REFUTED
        ),
        measured=tuple(line for target in shown for line in _recorded(target, judged)),
        tables=tuple(_tables(shown, judged)),
    )


def _spelt(value: Value, labels: dict[str, str]) -> str:
    if value is True:
        return ""
    return labels.get(str(value), "of any size" if value == [] else str(value))


def _recorded(target: str, judged: Sequence[Judged]) -> Iterator[str]:
    numbers: dict[str, float] = {}
    texts: dict[str, set[str]] = {}
    for each in judged:
        for name, value in each.measurement.measured.items() if each.target == target else ():
            if isinstance(value, int | float):
                numbers[name] = max(value, numbers.get(name, value))
            elif isinstance(value, list):
                texts.setdefault(name, set()).update(
                    str(item) for item in value if not isinstance(item, dict)
                )
    for name in sorted(numbers):
        yield f"{target}: largest {name} {numbers[name]:g}"
    for name in sorted(texts):
        if texts[name]:
            yield f"{target}: {name} {', '.join(sorted(texts[name]))}"


def _tables(targets: Sequence[str], judged: Sequence[Judged]) -> Iterator[RecordedTable]:
    found: dict[str, dict[str, list[dict[str, Value]]]] = {}
    for each in judged:
        for name, value in each.measurement.measured.items():
            items: list[Value] = value if isinstance(value, list) else []
            there = found.setdefault(name, {}).setdefault(each.target, [])
            there += [item for item in items if isinstance(item, dict) and item not in there]
    for name in sorted(found):
        by_target = [(target, row) for target in targets for row in found[name].get(target, ())]
        if by_target:
            columns = list(dict.fromkeys(key for _, row in by_target for key in row))
            rows = ((target, *(_written(row.get(key)) for key in columns)) for target, row in by_target)
            header = ("Target", *(column.capitalize() for column in columns))
            yield RecordedTable(name.replace("_", " ").capitalize(), (header, *rows))


def _written(value: Value) -> str:
    return "" if value is None else str(value)
