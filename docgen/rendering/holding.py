"""Answers for the comparison with a reader's requirements: values that are supported, that may be, and that are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from docgen.model.cell import State
from docgen.rendering.words import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.config import Capability
    from docgen.model.cell import Cell, Value
    from docgen.model.support import SupportModel


@dataclass(frozen=True, slots=True)
class Holding:
    """Support for the values of a column by one answer."""

    holds: tuple[str, ...] = ()
    """Values that are supported, by their texts."""
    maybe: tuple[str, ...] = ()
    """Values for which it is unknown, or that depend on a condition."""
    everything: bool = False
    """True if no value is refused, because the answer restricts nothing."""
    open: bool = False
    """True if nothing is known of any value."""


def value_text(value: Value) -> str:
    """The text that stands for a canonical value in addresses, and in a scenario's `needs`."""
    return value if isinstance(value, str) else msgspec.json.encode(value, order="sorted").decode()


def holding(cell: Cell, capability: Capability) -> Holding:
    """Sort the values of a column by their support in `cell`."""
    if cell.state is State.KNOWN:
        return _of_values([cell.value], capability)
    if cell.state is State.CONDITIONAL:
        return _of_values([condition.value for condition in cell.conditions], capability)
    if cell.state is State.UNKNOWN:
        undecided = tuple(value_text(each.value) for each in cell.undecided)
        return Holding(tuple(map(value_text, cell.holds)), undecided, open=not undecided)
    return Holding()  # there is no class, or it declares nothing: no value is supported


def values_of(model: SupportModel, capability: Capability) -> dict[str, str]:
    """Every value that a reader can ask for, by its text: how the column spells it. Those of the domain come first."""
    cells = [cell for backend in model.backends for cell in backend.cells[capability.key]]
    found = [*model.domains.get(capability.key, ()), *(each for cell in cells for each in _mentioned(cell))]
    spelt: dict[str, str] = {}
    for value in found:
        text = value_text(value)
        if text not in spelt:
            spelt[text] = ", ".join(word.text for word in spell(value, capability, None))
    return spelt


def _of_values(values: list[Value], capability: Capability) -> Holding:
    """Return the values that are supported under every alternative, and those under some."""
    if all(each == [] and capability.empty_is_all for each in values):
        return Holding(everything=True)
    if any(isinstance(each, dict) or (each == [] and capability.empty_is_all) for each in values):
        return Holding(open=True)
    sets = [{value_text(item): None for item in _items(each)} for each in values]
    always = [text for text in sets[0] if all(text in each for each in sets)]
    once = dict.fromkeys(text for each in sets for text in each)
    return Holding(tuple(always), tuple(text for text in once if text not in always))


def _items(value: Value) -> Iterable[Value]:
    if isinstance(value, list):
        return value
    return () if value is False or value is None else (value,)


def _mentioned(cell: Cell) -> Iterator[Value]:
    for value in (cell.value, *(condition.value for condition in cell.conditions)):
        if not isinstance(value, dict):
            yield from _items(value)
    yield from cell.holds
    yield from (each.value for each in cell.undecided)
