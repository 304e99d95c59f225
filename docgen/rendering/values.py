"""Single answers in running text.

`<!-- docgen:value backend=NAME capability=KEY -->Decoder, Encoder<!-- /docgen -->` stands anywhere in a paragraph, a
heading or a cell, and docgen writes the text between the two comments; `scenario=NAME` asks about one scenario alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location
from docgen.rendering.answers import answer
from docgen.rendering.comments import comments, refuse_hidden, require_known
from docgen.rendering.markdown import value_text
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.seals import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.config import Capability, Config
    from docgen.model.cell import Cell
    from docgen.model.support import Backend, SupportModel
    from docgen.rendering.comments import Comment

_FIELDS = {"backend": True, "capability": True, "scenario": False}
"""Fields of a value's marker; true for those that are required."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a page that shows one answer."""

    fields: dict[str, str]
    """Fields of its marker."""
    line: int
    """Line of its first marker, counted from 1."""
    start: int
    """Offset of its start, after the first marker."""
    end: int
    """Offset of its end, before the second marker."""
    html: bool
    """True if it stands in an HTML block, where Markdown is not read."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A value on a page that differs from the answer of the code."""

    place: Place
    """Place of the value."""
    backend: Backend
    """The backend that it is about."""
    capability: Capability
    """The capability that it is about."""
    documented: str
    """Text on the page."""
    expected: str
    """Expected text, as the page writes it."""


@dataclass(frozen=True, slots=True)
class Said:
    """Answer of the code where a marker asks."""

    backend: Backend
    """The backend that is asked about."""
    capability: Capability
    """The capability that is asked about."""
    text: str
    """The answer, as the page writes it."""


def places(text: str, path: str) -> list[Place]:
    """The values of `text`, in order.

    Raises:
        PageError: a marker is missing, doubled, nested or reversed, or has an unknown field.
    """
    found: list[Place] = []
    opening: Comment | None = None
    for comment in comments(text, path):
        place = Location(path, comment.line)
        closes = comment.verb == "/docgen"
        if opening and (not closes or comment.block != opening.block):
            raise _endless(opening, path)
        if closes and not opening:
            what = "end of a value that does not begin"
            raise PageError(what, location=place, remedy="put <!-- docgen:value ... --> before it")
        if opening:
            refuse_hidden(text[opening.stop : comment.start], place)
            fields = fields_of(opening, Location(path, opening.line))
            found.append(Place(fields, opening.line, opening.stop, comment.start, opening.html))
            opening = None
        elif comment.verb == "value":
            opening = comment
    if opening:
        raise _endless(opening, path)
    return found


def drifted(text: str, path: str, config: Config, model: SupportModel) -> tuple[Drift, ...]:
    """The values of `text` that differ from the answers of `model`.

    Raises:
        PageError: a marker is broken, or names a backend, capability or scenario that does not exist.
    """
    answers = Answers(config, model)
    drifts = (_drift(place, text, path, answers) for place in places(text, path))
    return tuple(drift for drift in drifts if drift)


def with_values(text: str, drifts: Sequence[Drift]) -> str:
    """`text` with those values corrected."""
    pieces: list[str] = []
    position = 0
    for drift in drifts:
        pieces += [text[position : drift.place.start], drift.expected]
        position = drift.place.end
    return "".join([*pieces, text[position:]])


def _endless(opening: Comment, path: str) -> PageError:
    what, remedy = "value does not end in its paragraph", "put <!-- /docgen --> behind it"
    return PageError(what, location=Location(path, opening.line), remedy=remedy)


def fields_of(marker: Comment, place: Location) -> dict[str, str]:
    """Return the fields of a value's marker.

    Raises:
        PageError: a field is unknown, doubled or missing.
    """
    fields: dict[str, str] = {}
    for word in marker.rest.split():
        name, _, value = word.partition("=")
        require_known(name, _FIELDS, "word of a value", place)
        if not value or name in fields:
            what = f"value names {'no' if not value else 'more than one'} {name}"
            raise PageError(what, location=place, remedy=f"write {name}=... once")
        fields[name] = value
    for name, needed in _FIELDS.items():
        if needed and name not in fields:
            raise PageError(
                f"value names no {name}", location=place, remedy=f"write {name}=... in its marker"
            )
    return fields


class Answers:
    """The answers of the code that markers may ask for."""

    def __init__(self, config: Config, model: SupportModel) -> None:
        """Look backends and capabilities up by their names."""
        self._config = config
        self._model = model
        self._backends = {backend.name: backend for backend in model.backends}
        self._capabilities = {capability.key: capability for capability in config.capability}

    def said(self, fields: dict[str, str], where: Location, *, html: bool) -> Said | None:
        """Return the answer of the code; None if this run does not ask about the scenario.

        Raises:
            PageError: there is no such backend, capability or scenario.
        """
        scenario = fields.get("scenario")
        require_known(fields["backend"], self._backends, "backend", where)
        require_known(fields["capability"], self._capabilities, "capability", where)
        if scenario:
            require_known(scenario, (each.name for each in self._config.scenarios), "scenario", where)
            if scenario not in self._model.scenarios:
                return None
        backend, capability = self._backends[fields["backend"]], self._capabilities[fields["capability"]]
        names = (scenario,) if scenario else self._model.scenarios
        domain = self._model.domains.get(capability.key)
        answered = answer(_cells(backend, capability, names), capability, domain, ScenarioWords(names))
        return Said(backend, capability, value_text(answered, html=html))


def _drift(place: Place, text: str, path: str, answers: Answers) -> Drift | None:
    code = answers.said(place.fields, Location(path, place.line), html=place.html)
    if code is None:
        return None
    there = text[place.start : place.end]
    same = there.split() == code.text.split() if place.html else canonical(there) == canonical(code.text)
    return None if same else Drift(place, code.backend, code.capability, " ".join(there.split()), code.text)


def _cells(backend: Backend, capability: Capability, scenarios: tuple[str, ...]) -> tuple[Cell, ...]:
    """The answers in those scenarios."""
    return tuple(
        cell for cell in backend.cells[capability.key] if any(name in scenarios for name in cell.scenarios)
    )
