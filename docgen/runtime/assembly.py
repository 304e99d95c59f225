"""Put the messages of the children together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from docgen.model.cell import Cell, Origin, State, Value, grouped
from docgen.model.location import Location
from docgen.runtime.answers import Duration, Import, RuntimeBackend, RuntimeModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.runtime.spawn import PostMortem

_Held = TypeVar("_Held", Cell, Import)


class Assembly:
    """What was answered so far; it also knows what is left to ask, should a child end early."""

    def __init__(self, scenarios: tuple[str, ...], capabilities: tuple[str, ...]) -> None:
        self._scenarios = scenarios
        self._capabilities = capabilities
        self._members: dict[str, str] = {}
        self._imports: dict[str, dict[str, Import]] = {}
        self._cells: dict[tuple[str, str], dict[str, Cell]] = {}
        self._lists: dict[str, dict[str, Cell]] = {}
        self._domains: dict[str, tuple[Value, ...]] = {}
        self._broken: dict[str, str] = {}
        self._durations: list[Duration] = []
        self._finished: set[str] = set()
        self._done: set[tuple[str, str]] = set()
        self._asking: dict[str, Any] = {}

    def take(self, message: dict[str, Any], *, shared: bool) -> None:
        """Take one message of a child."""
        scenario = message["scenario"]
        match message["kind"]:
            case "asking":
                if self._asking.get("backend") not in {None, message["backend"]}:
                    self._done.add((self._asking["scenario"], self._asking["backend"]))
                self._asking = message
            case "members":
                self._members.update(dict(message["members"]))
            case "broken":
                self._broken[scenario] = message["reason"]
                self._finished.add(scenario)
            case "domain":
                if message["state"] == "known":
                    self._domains[message["capability"]] = tuple(message["value"])
            case "backend":
                self._imports.setdefault(message["backend"], {})[scenario] = _import(message)
            case "answer":
                key = (message["backend"], message["capability"])
                self._cells.setdefault(key, {})[scenario] = _cell(message)
            case "list":
                self._lists.setdefault(message["key"], {})[scenario] = _cell(message)
            case "finished":
                self._finished.add(scenario)
                self._durations.append(
                    Duration(
                        scenario=scenario, importing=message["import"], asking=message["ask"], shared=shared
                    )
                )
                self._asking = {}

    def end_abruptly(self, end: PostMortem, group: list[str]) -> None:
        """A child ended while it was asked about the first scenario of `group`, which it would have gone through.

        Its scenarios share what is imported, so a module that ended the process is not imported under the others.
        """
        backend, capability = self._asking.get("backend"), self._asking.get("capability")
        if backend is None:
            self._broken[group[0]] = end.reason
            self._finished.add(group[0])
        for scenario in group if capability is None and backend in self._members else group[:1]:
            if backend is not None:
                self._done.add((scenario, backend))
                self._blame(scenario, backend, end, importing=capability is None)
        self._asking = {}

    def _blame(self, scenario: str, backend: str, end: PostMortem, *, importing: bool) -> None:
        message = {
            "scenario": scenario,
            "object": self._members.get(backend, backend),
            "place": [end.location.path, end.location.line] if end.location else None,
            "state": State.UNKNOWN.value,
            "reason": end.reason,
            "problem": end.reason,
        }
        if backend not in self._members:
            self._lists.setdefault(backend, {})[scenario] = _cell(message)
        elif importing:
            self._imports.setdefault(backend, {})[scenario] = _import(message)
        else:
            for key in self._capabilities:
                self._cells.setdefault((backend, key), {}).setdefault(scenario, _cell(message))

    def finished(self, scenario: str) -> bool:
        """Whether nothing is left to ask under a scenario."""
        return scenario in self._finished

    def done(self) -> list[tuple[str, str]]:
        """Scenario and backend, or list, of all that need not be asked again."""
        return sorted(self._done)

    def model(self) -> RuntimeModel:
        """Everything together."""
        return RuntimeModel(
            scenarios=self._scenarios,
            backends=tuple(self._backend(name) for name in self._members),
            lists={key: _merge(cells) for key, cells in self._lists.items()},
            domains=self._domains,
            broken=self._broken,
            durations=tuple(self._durations),
        )

    def _backend(self, name: str) -> RuntimeBackend:
        imports = self._imports.get(name, {})
        return RuntimeBackend(
            name=name,
            imports=_merge(imports),
            cells={key: _merge(self._cells_of(name, key, imports)) for key in self._capabilities},
        )

    def _cells_of(self, name: str, key: str, imports: dict[str, Import]) -> dict[str, Cell]:
        """The answers of one backend and capability; those of a class that is not there say so."""
        cells = self._cells.get((name, key), {})
        answered = {}
        for scenario in self._scenarios:
            made = imports.get(scenario)
            answered[scenario] = cells.get(scenario) or self._without_class(scenario, made)
        return answered

    def _without_class(self, scenario: str, made: Import | None) -> Cell:
        """The answer of a class that could not be asked.

        What fails for want of a package of which the scenario says nothing is unknown: there it may be installed.
        """
        place = made.location if made else None
        if made and made.unavailable and not made.absent:
            return Cell.unavailable(made.unavailable, place, (scenario,), Origin.RUNTIME)
        reason = (made.problem if made else None) or self._broken.get(scenario, "was not asked")
        return Cell.unknown(reason, place, (scenario,), Origin.RUNTIME)


def _cell(message: dict[str, Any]) -> Cell:
    return Cell(
        scenarios=(message["scenario"],),
        state=State(message["state"]),
        origin=Origin.RUNTIME,
        location=_location(message),
        value=message.get("value"),
        reason=message["reason"],
        stubs=tuple(message.get("stubs", ())),
    )


def _import(message: dict[str, Any]) -> Import:
    return Import(
        scenarios=(message["scenario"],),
        object=message["object"],
        location=_location(message),
        problem=message["problem"],
        missing=message.get("missing", False),
        absent=message.get("absent", False),
        unavailable=message.get("unavailable"),
        decisions=tuple(message.get("decisions", ())),
    )


def _location(message: dict[str, Any]) -> Location | None:
    return Location(*message["place"]) if message["place"] else None


def _merge(held: dict[str, _Held]) -> tuple[_Held, ...]:
    """Those that say the same under several scenarios, as one."""
    merged = grouped(held.items(), lambda first, other: _under(first, ()) == _under(other, ()))
    return tuple(_under(each, names) for each, names in merged)


def _under(held: _Held, scenarios: Iterable[str]) -> _Held:
    return msgspec.structs.replace(held, scenarios=tuple(scenarios) or ("any",))
