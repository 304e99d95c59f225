"""Comparison of two models: backends that were added, removed or renamed, and the answers of those on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.comparison.answers import Question
from docgen.comparison.grouping import changes
from docgen.model.availability import available, unavailable
from docgen.model.cell import Cell, grouped
from docgen.model.change import Change, ChangeKind, Comparison

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config import Capability, Config
    from docgen.model.cell import Value
    from docgen.model.support import Backend, SupportModel


def compare(before: SupportModel, after: SupportModel, config: Config) -> Comparison:
    """Everything that differs between `before` and `after`; `config` is the configuration of `after`."""
    return _Comparer(before, after, config).comparison()


class _Comparer:
    """Compares two models."""

    def __init__(self, before: SupportModel, after: SupportModel, config: Config) -> None:
        self._before = before
        self._after = after
        self._config = config
        self._scenarios = tuple(name for name in after.scenarios if name in before.scenarios)

    def comparison(self) -> Comparison:
        found = (*self._backends(), *self._domains(), *self._lists())
        return Comparison(
            scenarios=self._scenarios,
            changes=found,
            uncompared=tuple(self._uncompared()),
            domains=self._after.domains,
        )

    def _backends(self) -> Iterator[Change]:
        matched = pairs(self._before.backends, self._after.backends)
        for earlier, backend in matched:
            if earlier is None:
                yield Change(
                    kind=ChangeKind.BACKEND_ADDED,
                    backend=backend.name,
                    now=backend.object,
                    after_location=backend.location,
                )
            else:
                yield from _identity(earlier, backend)
                yield from self._answers(earlier, backend)
        kept = {earlier.name for earlier, _ in matched if earlier}
        for backend in self._before.backends:
            if backend.name not in kept:
                yield Change(
                    kind=ChangeKind.BACKEND_REMOVED,
                    backend=backend.name,
                    was=backend.object,
                    before_location=backend.location,
                )

    def _answers(self, before: Backend, after: Backend) -> Iterator[Change]:
        was, now = unavailable(before), unavailable(after)
        gone = {name: now[name] for name in self._scenarios if name in now and name not in was}
        back = {name: was[name] for name in self._scenarios if name in was and name in available(after)}
        for cell, names in grouped(gone.items(), Cell.same_answer):
            yield Change(
                kind=ChangeKind.UNAVAILABLE,
                backend=after.name,
                scenarios=tuple(names),
                now=cell.reason,
                before_location=before.location,
                after_location=cell.location,
            )
        for cell, names in grouped(back.items(), Cell.same_answer):
            yield Change(
                kind=ChangeKind.AVAILABLE,
                backend=after.name,
                scenarios=tuple(names),
                was=cell.reason,
                before_location=cell.location,
                after_location=after.location,
            )
        compared = tuple(name for name in self._scenarios if name not in gone and name not in back)
        for capability in self._config.capability:
            question = Question(
                key=capability.key,
                backend=after.name,
                finite=capability.variable is not None,
                empty_is_all=capability.empty_is_all,
                gone=self._gone(capability),
            )
            earlier, later = (side.cells.get(capability.key, ()) for side in (before, after))
            yield from changes(earlier, later, question, compared)

    def _lists(self) -> Iterator[Change]:
        for each in self._config.list:
            before, after = (_list_cells(model, each.key) for model in (self._before, self._after))
            yield from changes(before, after, Question(key=each.key, ordered=True), self._scenarios)

    def _domains(self) -> Iterator[Change]:
        for capability in self._config.capability:
            before = self._before.domains.get(capability.key)
            after = self._after.domains.get(capability.key)
            if before is None or after is None:
                continue
            for kind, values in (
                (ChangeKind.VALUE_ADDED, tuple(value for value in after if value not in before)),
                (ChangeKind.VALUE_REMOVED, self._gone(capability)),
            ):
                if values:
                    yield Change(
                        kind=kind, capability=capability.key, values=values, scenarios=self._scenarios
                    )

    def _gone(self, capability: Capability) -> tuple[Value, ...]:
        """Values that the capability's domain held before and no longer does."""
        before = self._before.domains.get(capability.key)
        after = self._after.domains.get(capability.key)
        return tuple(v for v in before if v not in after) if before and after is not None else ()

    def _uncompared(self) -> Iterator[str]:
        """Yield the questions that only one side was asked: there the configurations differ, not the code."""
        for what, before, after in (
            ("scenario", self._before.scenarios, self._after.scenarios),
            ("capability", _capabilities(self._before), _capabilities(self._after)),
            ("list", _list_keys(self._before), _list_keys(self._after)),
        ):
            yield from (f"{what} {name}: asked before only" for name in before if name not in after)
            yield from (f"{what} {name}: asked after only" for name in after if name not in before)


def pairs(
    before: tuple[Backend, ...], after: tuple[Backend, ...]
) -> tuple[tuple[Backend | None, Backend], ...]:
    """The later backends, each with its earlier self, which may have had another name."""
    here = {backend.name for backend in after}
    there = {backend.name: backend for backend in before}
    gone = {backend.object: backend for backend in before if backend.name not in here and backend.object}
    return tuple((there.get(each.name) or gone.pop(each.object or "", None), each) for each in after)


def _identity(before: Backend, after: Backend) -> Iterator[Change]:
    for kind, was, now in (
        (ChangeKind.BACKEND_RENAMED, before.name, after.name),
        (ChangeKind.CLASS_CHANGED, before.object, after.object),
    ):
        if was != now:
            yield Change(
                kind=kind,
                backend=after.name,
                was=was,
                now=now,
                before_location=before.location,
                after_location=after.location,
            )


def _capabilities(model: SupportModel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for backend in model.backends for key in backend.cells))


def _list_keys(model: SupportModel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.key for answer in model.lists))


def _list_cells(model: SupportModel, key: str) -> tuple[Cell, ...]:
    return tuple(answer.cell for answer in model.lists if answer.key == key)
