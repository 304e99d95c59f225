"""The evidence of each backend, claim by claim and target by target."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
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

_WORST_FIRST = (
    Standing.REFUTED,
    Standing.STALE,
    Standing.UNTESTED,
    Standing.UNTESTABLE,
    Standing.VERIFIED,
)

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
    """The header, then a row a claim: the claim, if it is declared, and its standing on each target, the worst where
    several share a mark."""
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
    columns = _columns(config, shown)
    claims: dict[tuple[str, str, str], dict[str, Judged]] = {}
    for each in judged:
        claims.setdefault(each.measurement.claim.key, {})[each.target] = each
    order = {capability.key: number for number, capability in enumerate(config.capability)}
    rows = []
    for key in sorted(claims, key=lambda key: (order.get(key[1], len(order)), key)):
        by_target = claims[key]
        one = next(iter(by_target.values()))
        capability, value = one.measurement.capability, one.measurement.value
        spelt = _spelt(value, labels.get(capability, {}))
        standings = (_worst(by_target, column) for column in columns.values())
        what = f"{headers.get(capability, capability)} {spelt}".strip()
        rows.append((what, _DECLARED[one.declared], *standings))
    return Matrix(
        backend=name,
        rows=(("Claim", "Declared", *columns), *rows),
        refuted=tuple(
            f"{each.measurement.claim} on {each.target}: {each.measurement.reason or 'turned round since'}"
            for each in judged
            if each.standing is Standing.REFUTED
        ),
        measured=tuple(_lines(shown, judged)),
        tables=tuple(_tables(shown, judged)),
    )


def _columns(config: Config, shown: Sequence[str]) -> dict[str, list[str]]:
    """Targets of each column: those of one mark share it, under what their names have in common."""
    signs = {target.name: target.sign for target in config.verify.target} if config.verify else {}
    groups: dict[str, list[str]] = {}
    for name in shown:
        groups.setdefault(signs.get(name, name), []).append(name)
    return {_in_common(names): names for names in groups.values()}


def _in_common(names: Sequence[str]) -> str:
    """The parts that all names begin with: `compile` of `compile-sm_90` and `compile-gfx942`."""
    columns = takewhile(
        lambda parts: len({*parts}) == 1, zip(*(name.split("-") for name in names), strict=False)
    )
    return "-".join(parts[0] for parts in columns) or ", ".join(names)


def _worst(by_target: dict[str, Judged], column: Sequence[str]) -> str:
    """The sign of a claim in a column: that of the target where it stands worst."""
    standings = {by_target[name].standing for name in column if name in by_target}
    return next((SIGNS[each] for each in _WORST_FIRST if each in standings), "")


def _lines(targets: Sequence[str], judged: Sequence[Judged]) -> Iterator[str]:
    """Records that are no rows, each with the targets that it is of."""
    found: dict[str, list[str]] = {}
    for target in targets:
        for line in _recorded(target, judged):
            found.setdefault(line, []).append(target)
    return (f"{', '.join(names)}: {line}" for line, names in found.items())


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
        yield f"largest {_words(name)} {numbers[name]:g}"
    for name in sorted(texts):
        if texts[name]:
            yield f"{_words(name)}: {', '.join(sorted(texts[name]))}"


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
            yield RecordedTable(_words(name).capitalize(), (header, *rows))


def _written(value: Value) -> str:
    return "" if value is None else str(value)


def _words(name: str) -> str:
    """The name of a property, as people write it."""
    return name.replace("_", " ")
