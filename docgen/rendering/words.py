"""Canonical values in the words of a column: the labels, the collective words and the marks of the tables."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docgen.model.cell import key_of
from docgen.rendering.runs import in_runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.config import Capability
    from docgen.model.cell import Value


class Sign(enum.Enum):
    """A word that has to be explained. The value is what the Markdown shows, where that is fixed."""

    YES = "✅"
    """A known yes."""
    NO = "❌"
    """A known no; no other state is drawn like this."""
    UNKNOWN = "?"
    """An unknown answer."""
    NOT_DECLARED = "\N{EN DASH}"
    """The class has nothing that could answer."""
    UNAVAILABLE = "unavailable"
    """No class to ask, because its module cannot be imported. A word, because an empty sign would look like a no."""
    NOT_APPLICABLE = "N/A"
    """The question has no meaning for the backend."""
    EVERY = "every"
    """Stands for all values of the domain, in the column's own word."""
    NONE = "none"
    """Stands for no value of the domain, in the column's own word."""
    UNRESTRICTED = "unrestricted"
    """Stands for a list that restricts nothing, in the column's own word."""
    SCENARIOS = "scenarios"
    """Limits the preceding words to some scenarios."""
    NOTE = "note"
    """Refers to a note below the table."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a cell."""

    text: str
    """Text that the table shows, before any escaping."""
    sign: Sign | None = None
    """Meaning of the word, if a legend has to explain it."""


YES = Word(Sign.YES.value, Sign.YES)
NO = Word(Sign.NO.value, Sign.NO)
UNKNOWN = Word(Sign.UNKNOWN.value, Sign.UNKNOWN)
NOT_DECLARED = Word(Sign.NOT_DECLARED.value, Sign.NOT_DECLARED)
NOT_APPLICABLE = Word(Sign.NOT_APPLICABLE.value, Sign.NOT_APPLICABLE)
UNAVAILABLE = Word(Sign.UNAVAILABLE.value, Sign.UNAVAILABLE)


def spell(value: Value, capability: Capability, domain: tuple[Value, ...] | None) -> tuple[Word, ...]:
    """The words for a known value.

    Args:
        value: The canonical value.
        capability: The column, for its labels and collective words.
        domain: All values that the column's probe ranges over, if they are known.
    """
    return _SPELLERS[type(value)](value, capability, domain)


def _truth(value: Value, _capability: Capability, _domain: tuple[Value, ...] | None) -> tuple[Word, ...]:
    return (YES if value else NO,)


def _scalar(value: Value, capability: Capability, _domain: tuple[Value, ...] | None) -> tuple[Word, ...]:
    text = str(value)
    return (Word(capability.labels.get(text, text)),)


def _nothing(_value: Value, capability: Capability, _domain: tuple[Value, ...] | None) -> tuple[Word, ...]:
    return (Word(capability.none, Sign.NONE),)


def _several(value: Value, capability: Capability, domain: tuple[Value, ...] | None) -> tuple[Word, ...]:
    items = cast("list[Value]", value)
    if not items and capability.empty_is_all:
        return (Word(capability.unrestricted, Sign.UNRESTRICTED),)
    if not items:
        return (Word(capability.none, Sign.NONE),)
    if capability.every and domain and set(map(key_of, domain)) <= set(map(key_of, items)):
        return (Word(capability.every, Sign.EVERY),)
    return tuple(
        Word(word)
        for part in in_runs(items, capability.labels)
        for word in (part if isinstance(part, tuple) else (_plain(part, capability),))
    )


def _pairs(value: Value, capability: Capability, _domain: tuple[Value, ...] | None) -> tuple[Word, ...]:
    pairs = cast("dict[str, Value]", value)
    return tuple(Word(f"{key}: {_plain(item, capability)}") for key, item in pairs.items())


def _plain(item: Value, capability: Capability) -> str:
    """One element of a list; a nested list or table stands in one word."""
    if isinstance(item, list):
        return "+".join(_plain(inner, capability) for inner in item)
    if isinstance(item, str):  # the usual case
        return capability.labels.get(item, item)
    return ", ".join(word.text for word in spell(item, capability, None))


_SPELLERS: dict[type, Callable[[Value, Capability, tuple[Value, ...] | None], tuple[Word, ...]]] = {
    bool: _truth,
    int: _scalar,
    float: _scalar,
    str: _scalar,
    type(None): _nothing,
    list: _several,
    dict: _pairs,
}
