"""The data that the interactive pages run on: every answer once, with the texts and places that it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.rendering.answers import answer
from docgen.rendering.holding import holding, values_of
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.words import Sign, spell
from docgen.visible import visible
from docgen.web.evidence import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.config import Capability, Config
    from docgen.model.cell import Cell, Value
    from docgen.model.location import Location
    from docgen.model.measurement import Measured
    from docgen.model.support import Backend, SupportModel
    from docgen.rendering.answers import Part
    from docgen.rendering.links import Links

SCHEMA = 1
"""Version of the format; scripts and data are written together, so it is only information for people."""

SPOKEN: dict[Sign, str] = {
    Sign.YES: "yes",
    Sign.NO: "no",
    Sign.UNKNOWN: "unknown",
    Sign.NOT_DECLARED: "not declared",
    Sign.NOT_APPLICABLE: "not applicable",
}
"""Signs in words, for those who do not see them and for spreadsheets."""


class _Interned:
    """Records that many cells share, each kept once under its number."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, record: object) -> int:
        """The number of a record that is equal to this one."""
        key = repr(record)
        if key not in self._numbers:
            self._numbers[key] = len(self.kept)
            self.kept.append(record)
        return self._numbers[key]


def tables_record(config: Config, model: SupportModel, measured: Measured, links: Links) -> dict[str, Any]:
    """The tables as plain data; texts of the project hold nothing that reverses a line.

    Args:
        config: What the project says to docgen.
        model: What the code says.
        measured: What tests prove of it.
        links: Where a place of the source is shown.
    """
    builder = _Builder(config, model, links)
    columns = [builder.column(capability) for capability in config.capability]
    rows = [builder.row(backend, measured) for backend in model.backends]
    return {
        "schema": SCHEMA,
        "scenarios": [builder.scenario(name) for name in model.scenarios],
        "columns": columns,
        "rows": rows,
        "answers": builder.answers.kept,
        "places": builder.places.kept,
    }


class _Builder:
    """Makes the records of one model."""

    def __init__(self, config: Config, model: SupportModel, links: Links) -> None:
        self._config = config
        self._model = model
        self._links = links
        self._numbers = {name: number for number, name in enumerate(model.scenarios)}
        self._values = {c.key: values_of(model, c) for c in config.capability}
        self.answers = _Interned()
        self.places = _Interned()

    def scenario(self, name: str) -> dict[str, Any]:
        """A scenario, and the values that a backend must support to run there."""
        (scenario,) = self._config.named([name])
        return {"name": visible(name), "label": visible(scenario.shown), "needs": scenario.needs}

    def column(self, capability: Capability) -> dict[str, Any]:
        """A column, and the values that a reader can ask for."""
        values = self._values[capability.key]
        return {
            "key": capability.key,
            "header": visible(capability.header),
            "about": visible(capability.description),
            "flag": set(values) <= {"true"},
            "values": [
                {"text": text, "label": visible(label), "also": visible(capability.known_as.get(text, ""))}
                for text, label in values.items()
            ],
        }

    def row(self, backend: Backend, measured: Measured) -> dict[str, Any]:
        """A backend: its answers by column, its refusals with their reasons, and the evidence for each answer."""
        return {
            "name": visible(backend.name),
            "about": visible(backend.summary),
            "place": self._place(backend.location),
            "cells": [
                [self._answer(cell, capability) for cell in backend.cells[capability.key]]
                for capability in self._config.capability
            ],
            "why": {
                refusal.capability: [visible(refusal.text), self._place(refusal.location)]
                for refusal in backend.refusals
            },
            "proof": evidence_of(backend.name, measured),
        }

    def _place(self, location: Location | None) -> int | None:
        return (
            None if location is None else self.places.number([visible(str(location)), self._links(location)])
        )

    def _answer(self, cell: Cell, capability: Capability) -> int:
        domain = self._model.domains.get(capability.key)
        parts = answer((cell,), capability, domain, ScenarioWords(cell.scenarios)).parts
        found = holding(cell, capability)
        record: dict[str, Any] = {
            "in": [self._numbers[name] for name in cell.scenarios],
            "state": cell.state.value,
            "says": visible("; ".join(map(spoken, parts))),
            "place": self._place(cell.location),
            "by": cell.told_by,
            "holds": self._indices(capability, found.holds),
            "maybe": self._indices(capability, found.maybe),
            "all": found.everything,
            "open": found.open,
            "reason": visible(cell.reason or ""),
            "when": [
                [visible(_said(each.value, capability, domain)), visible(each.when)]
                for each in cell.conditions
            ],
        }
        # Empty fields are left out: most answers are one value and a place.
        return self.answers.number({key: value for key, value in record.items() if value or key == "place"})

    def _indices(self, capability: Capability, texts: Iterable[str]) -> list[int]:
        places = {text: place for place, text in enumerate(self._values[capability.key])}
        return [places[text] for text in texts]


def spoken(part: Part) -> str:
    """The words of a part, its signs spelt out."""
    return part.joint.join(
        SPOKEN.get(word.sign, word.text) if word.sign else word.text for word in part.words
    )


def _said(value: Value, capability: Capability, domain: tuple[Value, ...] | None) -> str:
    words = spell(value, capability, domain)
    return ", ".join(SPOKEN.get(word.sign, word.text) if word.sign else word.text for word in words)
