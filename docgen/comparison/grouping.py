"""The answers to one question under every scenario: each difference once, with all scenarios that it holds in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.comparison.answers import deltas
from docgen.model.change import Change, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.comparison.answers import Delta, Question
    from docgen.model.cell import Cell


@dataclass
class _Group:
    """One difference."""

    delta: Delta
    before: Cell
    after: Cell
    scenarios: list[str] = field(default_factory=list)

    def holds(self, delta: Delta, before: Cell, after: Cell) -> bool:
        """Tell whether two answers differ in this way; of lists only the value is compared, else both answers."""
        if delta != self.delta:
            return False
        return not delta.whole or (_says_same(self.before, before) and _says_same(self.after, after))


def changes(
    before: Iterable[Cell], after: Iterable[Cell], question: Question, scenarios: Sequence[str]
) -> Iterator[Change]:
    """The differences between the answers of two models to one question."""
    for together in _joined(_groups(_by_scenario(before), _by_scenario(after), question, scenarios)):
        first = together[0]
        yield Change(
            kind=first.delta.kind,
            backend=question.backend,
            capability=question.key,
            scenarios=tuple(first.scenarios),
            values=tuple(group.delta.value for group in together if not group.delta.whole),
            before=first.before,
            after=first.after,
            before_location=first.before.location,
            after_location=first.after.location,
        )


def _groups(
    before: dict[str, Cell], after: dict[str, Cell], question: Question, scenarios: Sequence[str]
) -> list[_Group]:
    groups: list[_Group] = []
    for name in (name for name in scenarios if name in before and name in after):
        earlier, later = before[name], after[name]
        for delta in deltas(earlier, later, question):
            group = next((group for group in groups if group.holds(delta, earlier, later)), None)
            if group is None:
                group = _Group(delta, earlier, later)
                groups.append(group)
            group.scenarios.append(name)
    return groups


def _joined(groups: Iterable[_Group]) -> Iterator[list[_Group]]:
    """Differences whose values came or went in the same scenarios, merged."""
    joined: dict[tuple[ChangeKind, tuple[str, ...]], list[_Group]] = {}
    for group in groups:
        if group.delta.whole:
            yield [group]
        else:
            joined.setdefault((group.delta.kind, tuple(group.scenarios)), []).append(group)
    yield from joined.values()


def _by_scenario(cells: Iterable[Cell]) -> dict[str, Cell]:
    return {name: cell for cell in cells for name in cell.scenarios}


def _says_same(one: Cell, other: Cell) -> bool:
    """Tell whether two answers look the same to a reader, whatever their places and the reasons for unknown ones."""
    return (one.state, one.value, one.conditions) == (other.state, other.value, other.conditions)
