"""Short answers for a table: the cells of one backend and capability over all scenarios."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from docgen.model.cell import INAPPLICABLE, MOST_ALTERNATIVES, Origin, State, key_of
from docgen.rendering.scenarios import ELSEWHERE
from docgen.rendering.words import NOT_APPLICABLE, NOT_DECLARED, UNAVAILABLE, UNKNOWN, Word, spell

if TYPE_CHECKING:
    from docgen.config import Capability
    from docgen.model.cell import Cell, Value
    from docgen.model.location import Location
    from docgen.rendering.scenarios import ScenarioWords

_LONGEST = 240
"""Most characters of a condition that a note shows, from its beginning and its end; `docgen export` has all of it."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One value of a conditional answer."""

    words: tuple[Word, ...]
    """The value."""
    when: str
    """Condition that selects it, as source text; shortened where it would fill the page."""


@dataclass(frozen=True, slots=True)
class Note:
    """Details that do not fit into a cell: the reason for a missing answer, or the conditions of its alternatives."""

    location: Location | None
    """The place in the code that it is about."""
    reason: str = ""
    """Reason why there is no answer."""
    alternatives: tuple[Alternative, ...] = ()
    """The values of a conditional answer."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that hold in the same scenarios."""

    words: tuple[Word, ...]
    """The words, in order."""
    where: str = ""
    """The scenarios in words; empty where they are all."""
    note: Note | None = None
    """Details of the words."""
    joint: str = ", "
    """Text between the words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of one cell of a table."""

    parts: tuple[Part, ...]
    """Its parts; together they cover every scenario."""
    origins: tuple[str, ...] = ()
    """Sources of the answers, each once."""
    places: tuple[Location, ...] = ()
    """The places that decided, each once."""


def answer(
    cells: tuple[Cell, ...],
    capability: Capability,
    domain: tuple[Value, ...] | None,
    scenarios: ScenarioWords,
) -> Answer:
    """Put the answers of `cells` into words.

    Lists whose elements differ between scenarios are split, and only the elements that differ are marked; any other
    answer that differs is repeated as a whole for each set of scenarios.
    """
    lists = tuple(cell for cell in cells if _is_list(cell, capability))
    others = tuple(cell for cell in cells if cell not in lists)
    origins = tuple(dict.fromkeys(cell.told_by for cell in cells))
    places = tuple(dict.fromkeys(cell.location for cell in cells if cell.location))
    if len(lists) < 2:  # noqa: PLR2004  (one list is not split)
        return Answer(_by_scenario(cells, capability, domain, scenarios), origins, places)
    groups = _parts(others, capability, domain)
    named = (replace(part, where=scenarios.describe(names)) for part, names in groups.items())
    return Answer((*_by_element(lists, capability, domain, scenarios), *named), origins, places)


def _is_list(cell: Cell, capability: Capability) -> bool:
    """Tell whether the elements of a cell can be listed one by one; those of a list that restricts nothing cannot."""
    told_apart = isinstance(cell.value, list) and (bool(cell.value) or not capability.empty_is_all)
    return told_apart and cell.origin is Origin.STATIC  # the source is that of a whole answer


def _by_element(
    cells: tuple[Cell, ...],
    capability: Capability,
    domain: tuple[Value, ...] | None,
    scenarios: ScenarioWords,
) -> tuple[Part, ...]:
    listed = [{key_of(item): item for item in cast("list[Value]", cell.value)} for cell in cells]
    elements = {key: item for each in listed for key, item in each.items()}
    places = {key_of(value): place for place, value in enumerate(domain or ())}
    groups: dict[frozenset[str], list[Value]] = {}
    for key in sorted(elements, key=lambda key: places.get(key, len(places))):
        holds = (
            name for cell, each in zip(cells, listed, strict=True) if key in each for name in cell.scenarios
        )
        groups.setdefault(frozenset(holds), []).append(elements[key])
    everywhere = {name for cell in cells for name in cell.scenarios}
    ordered = sorted(groups.items(), key=lambda group: group[0] != everywhere)
    if not ordered:
        return (Part(spell([], capability, domain), where=scenarios.describe(everywhere)),)
    return tuple(
        Part(spell(values, capability, domain), where=scenarios.describe(names)) for names, values in ordered
    )


def _by_scenario(
    cells: tuple[Cell, ...],
    capability: Capability,
    domain: tuple[Value, ...] | None,
    scenarios: ScenarioWords,
) -> tuple[Part, ...]:
    groups = _parts(cells, capability, domain)
    if len(groups) == 1:
        return tuple(groups)
    # The largest group of answers is not labelled: its scenarios are those that the cell does not name.
    absent = [part for part in groups if UNAVAILABLE in part.words]
    answered = sorted((part for part in groups if part not in absent), key=lambda part: len(groups[part]))
    named = {part: scenarios.describe(names) for part, names in groups.items()}
    if len(answered) > 1:
        named[answered[-1]] = ELSEWHERE
    return tuple(replace(part, where=named[part]) for part in (*answered, *absent))


def _parts(
    cells: tuple[Cell, ...], capability: Capability, domain: tuple[Value, ...] | None
) -> dict[Part, list[str]]:
    """The distinct answers of `cells`, each with its scenarios."""
    groups: dict[Part, list[str]] = {}
    for cell in cells:
        groups.setdefault(_part(cell, capability, domain), []).extend(cell.scenarios)
    return groups


def _part(cell: Cell, capability: Capability, domain: tuple[Value, ...] | None) -> Part:
    match cell.state:
        case State.KNOWN:
            return Part(spell(cell.value, capability, domain), note=_filled(cell))
        case State.CONDITIONAL:
            return _conditional(cell, capability, domain)
        case State.UNKNOWN:
            return _unknown(cell, capability, domain)
        case State.NOT_DECLARED if cell.reason == INAPPLICABLE:
            return Part((NOT_APPLICABLE,))
        case State.NOT_DECLARED:
            return Part((NOT_DECLARED,), note=_filled(cell))
        case State.UNAVAILABLE:
            return Part((UNAVAILABLE,), note=_unimportable(cell))


def _unknown(cell: Cell, capability: Capability, domain: tuple[Value, ...] | None) -> Part:
    """Return the known part of an unknown answer, with the reasons for the rest, by value where some are known."""
    reason = cell.reason or ""
    if len({each.why for each in cell.undecided}) > 1 or cell.holds:
        values: dict[str, list[Value]] = {}
        for each in cell.undecided:
            values.setdefault(each.why, []).append(each.value)
        named = ((spell(several, capability, None), why) for why, several in values.items())
        reason = "; ".join(f"{', '.join(word.text for word in words)}: {_cut(why)}" for words, why in named)
    known = spell([*cell.holds], capability, domain) if cell.holds else ()
    return Part((*known, UNKNOWN), note=Note(cell.location, reason=reason))


def _filled(cell: Cell) -> Note | None:
    """Return a note for an answer that the source leaves open and another origin gave."""
    return None if cell.origin is Origin.STATIC else Note(cell.location, reason=f"answered at {cell.told_by}")


def _unimportable(cell: Cell) -> Note:
    """The failed import, and its origin where that is not the source."""
    filled = _filled(cell)
    said = f"; {filled.reason}" if filled else ""
    return Note(cell.location, reason=f"cannot be imported: {cell.reason}{said}")


def _cut(text: str) -> str:
    """A condition without its middle if it is long, because the conditions of one answer begin alike."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def _conditional(cell: Cell, capability: Capability, domain: tuple[Value, ...] | None) -> Part:
    alternatives = tuple(
        Alternative(spell(condition.value, capability, domain), _cut(condition.when))
        for condition in cell.conditions
    )
    distinct = dict.fromkeys(alternative.words for alternative in alternatives)
    if len(distinct) > MOST_ALTERNATIVES:
        reason = f"one of {len(distinct)} answers, of which {MOST_ALTERNATIVES} are"
        return Part((UNKNOWN,), note=Note(cell.location, reason, alternatives[:MOST_ALTERNATIVES]))
    words = tuple(
        words[0] if len(words) == 1 else Word(", ".join(word.text for word in words)) for words in distinct
    )
    return Part(words, note=Note(cell.location, alternatives=alternatives), joint=" or ")
