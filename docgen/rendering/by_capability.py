"""The answers by capability: for each, the backends that have it, where they have it and since when.

A narrow list is read on a phone, and found by a search, where a wide table is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.model.history import Mark
from docgen.rendering.holding import holding, value_text, values_of
from docgen.rendering.scenarios import ScenarioWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.config import Capability, Config
    from docgen.model.history import History, Moment
    from docgen.model.support import Backend, SupportModel

NOWHERE = "declared; it runs under none of the scenarios"
"""Words for a backend that supports a value under scenarios alone under which it does not run."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A backend that supports a value."""

    backend: str
    """Name of the backend."""
    where: str = ""
    """The scenarios in words; empty for all."""
    since: str = ""
    """The release from which on it has been supported; empty if no history is kept, or it does not say."""


@dataclass(frozen=True, slots=True)
class Place:
    """The backends that support a value under the same scenarios."""

    where: str
    """The scenarios in words; empty for all."""
    holders: tuple[Holder, ...]
    """The backends, in the order of the rows."""


@dataclass(frozen=True, slots=True)
class ValueHolders:
    """The backends that support one value of a capability, or several that the same backends support."""

    value: str
    """The values as the column spells them; empty for a capability that is a yes or a no."""
    holders: tuple[Holder, ...]
    """The backends that support it."""
    unknown: tuple[str, ...]
    """Names of the backends of which it is not known, under some scenario at least."""

    @property
    def places(self) -> tuple[Place, ...]:
        """The backends by the scenarios, in the order of the first of each."""
        found: dict[str, list[Holder]] = {}
        for holder in self.holders:
            found.setdefault(holder.where, []).append(holder)
        return tuple(Place(where, tuple(holders)) for where, holders in found.items())


@dataclass(frozen=True, slots=True)
class CapabilityView:
    """A capability with the backends that have it."""

    header: str
    """Heading of the column."""
    description: str
    """Meaning of the column."""
    values: tuple[ValueHolders, ...]
    """Its values, in the order of the domain; those with the same backends, places and releases together."""


def by_capability(config: Config, model: SupportModel, history: History | None) -> tuple[CapabilityView, ...]:
    """Turn the tables over: every configured capability, in order."""
    return tuple(_view(capability, config, model, history) for capability in config.capability)


def _view(
    capability: Capability, config: Config, model: SupportModel, history: History | None
) -> CapabilityView:
    values = values_of(model, capability)
    is_flag = set(values) <= {"true"}
    spelt = {"true": ""} if is_flag else values
    since = _since(history, capability.key) if history else {}
    return CapabilityView(
        capability.header,
        capability.description,
        _together(_holders(text, label, capability, config, model, since) for text, label in spelt.items()),
    )


def _together(values: Iterable[ValueHolders]) -> tuple[ValueHolders, ...]:
    """Values with the same backends as one."""
    labels: dict[tuple[tuple[Holder, ...], tuple[str, ...]], list[str]] = {}
    for each in values:
        labels.setdefault((each.holders, each.unknown), []).append(each.value)
    return tuple(ValueHolders(", ".join(spelt), *same) for same, spelt in labels.items())


def _holders(
    text: str,
    label: str,
    capability: Capability,
    config: Config,
    model: SupportModel,
    since: dict[tuple[str, str], str],
) -> ValueHolders:
    words = ScenarioWords(model.scenarios)
    also = capability.known_as.get(text)
    holders, unknown = [], []
    for backend in model.backends:
        held, maybe = _scenarios(backend, capability, text)
        runs = [name for name in held if _runs(backend, config, name)]
        if held:
            where = words.describe(runs) if runs else NOWHERE
            holders.append(Holder(backend.name, where, since.get((backend.name, text), "")))
        elif maybe:
            unknown.append(backend.name)
    return ValueHolders(f"{label} ({also})" if also else label, tuple(holders), tuple(unknown))


def _scenarios(backend: Backend, capability: Capability, text: str) -> tuple[list[str], list[str]]:
    """Names of the scenarios under which a value is supported, and of those under which it may be."""
    held: list[str] = []
    maybe: list[str] = []
    for cell in backend.cells[capability.key]:
        found = holding(cell, capability)
        if found.everything or text in found.holds:
            held += cell.scenarios
        elif found.open or text in found.maybe:
            maybe += cell.scenarios
    return held, maybe


def _runs(backend: Backend, config: Config, name: str) -> bool:
    """Tell whether a backend supports all that a scenario needs, as far as that is known."""
    (scenario,) = config.named([name])
    capabilities = {capability.key: capability for capability in config.capability}
    return all(
        name in held or name in maybe
        for key, text in scenario.needs.items()
        for held, maybe in [_scenarios(backend, capabilities[key], text)]
    )


def _since(history: History, key: str) -> dict[tuple[str, str], str]:
    """For the name of a backend and the text of a value the release from which on it has been supported."""
    first: dict[tuple[str, str], int] = {}
    for backend in history.backends:
        for thread in backend.threads:
            if thread.capability != key or thread.moments[-1].mark is not Mark.YES:
                continue
            text = "true" if thread.value is None else value_text(thread.value)
            start = len(thread.moments) - _unbroken(thread.moments[::-1])
            place = (backend.name, text)
            first[place] = min(first.get(place, start), start)
    # What the oldest release has may be older than that.
    return {place: history.releases[number] for place, number in first.items() if number > 0}


def _unbroken(moments: tuple[Moment, ...]) -> int:
    """Count the moments at the beginning that are a yes."""
    return next((n for n, each in enumerate(moments) if each.mark is not Mark.YES), len(moments))
