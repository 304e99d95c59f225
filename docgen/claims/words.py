"""The words of a cell as a canonical value, which is compared with the answer of the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.claims.ranges import expand, filled, integers
from docgen.claims.tables import plain
from docgen.claims.vocabulary import common
from docgen.config.claims import EVERY_CAPABILITY
from docgen.rendering.words import Sign

if TYPE_CHECKING:
    from docgen.config.claims import Claims, Meaning
    from docgen.config.schema import Capability
    from docgen.model.cell import Value

_LISTED = re.compile(r"\s*[,;\n]\s*")
_LOOSELY = (
    re.compile(r"\s*(?:[,;\n/&+|]|\band\b|\bor\b)\s*"),
    re.compile(r"[\s,;/&+|{}\[\]]+(?:(?:and|or)\s+)?"),
)
"""Separators of lists, where the words between them are values of the capability."""
_NUMBER = re.compile(r"%?-?\d+(?:\.\d+)*")
_MEANINGFUL = re.compile(r"[^\W_]|[^\x00-\x7f]")
_NOTHING = frozenset({"none", "[]", "{}", "()", "∅"})
"""Words for no value at all."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claim of a cell."""

    value: bool | frozenset[str] | None
    """A truth; or values, written out, whose order and repetition do not matter; or None where the question does not
    apply.
    """


@dataclass(frozen=True, slots=True)
class Silent:
    """A cell that the configuration excludes from comparison."""

    reason: str
    """The reason."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that is not understood."""

    word: str
    """The word that was not recognised; empty for an empty cell."""


def read(
    text: str,
    claims: Claims,
    capability: Capability,
    domain: tuple[Value, ...] | None,
    *,
    truths: bool = False,
    seen: frozenset[str] = frozenset(),
) -> Claimed | Silent | Unread:
    """Read the claim of the cell `text`.

    Args:
        text: The cell.
        claims: The words and marks of the claimed table.
        capability: The capability that the cell is about.
        domain: The values of the capability, if it has a domain.
        truths: True if the code answers with yes or no, so that the cell can mean nothing else.
        seen: The values that the code answers for any backend. Without a domain, they tell values from other words.
    """
    cell = plain(text, claims.marks)
    if cell in claims.silent:
        return Silent(f"{cell}: {claims.silent[cell]}")
    known = _vocabulary(claims, capability, domain)
    if not cell and "" not in known:
        return Unread("")
    claimed = _read(cell, text, claims, known, domain, seen)
    if truths and isinstance(claimed, Claimed) and isinstance(claimed.value, frozenset):
        return Unread(cell) if claimed.value else Claimed(value=False)
    return claimed


def _read(
    cell: str,
    text: str,
    claims: Claims,
    known: dict[str, Meaning],
    domain: tuple[Value, ...] | None,
    seen: frozenset[str],
) -> Claimed | Unread:
    whole = known.get(cell)
    if isinstance(whole, bool):
        return Claimed(whole)
    if whole is None and cell not in map(str, domain or ()):
        try:
            return Claimed(common(cell))
        except KeyError:
            pass
        if cell.casefold() in _NOTHING and cell not in seen:
            return Claimed(frozenset())
    if whole is not None:
        return Claimed(frozenset(_word(cell, known, domain, seen) or ()))
    strictly = _values(_LISTED, text, claims, known, domain, seen)
    if not isinstance(strictly, Unread) and (domain is not None or strictly <= seen):
        return Claimed(strictly)
    for listed in _LOOSELY:
        loosely = _values(listed, text, claims, known, domain, seen)
        if not isinstance(loosely, Unread) and (domain is not None or loosely <= seen):
            return Claimed(loosely)
    if isinstance(strictly, Unread):
        return strictly
    strange = _strange(strictly - seen, seen)
    return Claimed(strictly) if strange is None else Unread(strange)


def _strange(words: frozenset[str], seen: frozenset[str]) -> str | None:
    """A word that is no value: it holds no letter and no digit, or is no number where all values are numbers."""
    numbers = bool(seen) and all(map(_NUMBER.fullmatch, seen))
    return next(
        (
            word
            for word in sorted(words)
            if not _MEANINGFUL.search(word) or (numbers and not _NUMBER.fullmatch(word))
        ),
        None,
    )


def _values(
    listed: re.Pattern[str],
    text: str,
    claims: Claims,
    known: dict[str, Meaning],
    domain: tuple[Value, ...] | None,
    seen: frozenset[str],
) -> frozenset[str] | Unread:
    """The values of a list."""
    values: set[str] = set()
    for word in filled([plain(part, claims.marks) for part in listed.split(text)]):
        meant = _word(word, known, domain, seen) if word else set()
        if meant is None:
            return Unread(word)
        values |= meant
    return frozenset(values)


def _word(
    word: str, known: dict[str, Meaning], domain: tuple[Value, ...] | None, seen: frozenset[str]
) -> set[str] | None:
    """The values that one word stands for; without a domain, any word is a value."""
    meaning = known.get(word)
    if isinstance(meaning, str):
        return {meaning}
    if isinstance(meaning, tuple):
        return set(meaning)
    # A value's own name comes first, before the range that the name may be as well.
    names = sorted(seen) if domain is None else [str(value) for value in domain]
    if word in names:
        return {word}
    expanded = integers(word) if domain is None else expand(word, domain)
    if expanded is not None:
        return set(map(str, expanded))
    labels = (label for label, meant in known.items() if not isinstance(meant, bool))
    alike = [name for name in [*names, *labels] if name.casefold() == word.casefold() and name != word]
    if len(alike) == 1:
        return _word(alike[0], known, domain, seen)
    return {word} if domain is None else None


def _vocabulary(
    claims: Claims, capability: Capability, domain: tuple[Value, ...] | None
) -> dict[str, Meaning]:
    """The words in which docgen writes the capability's values, overridden by the words of the claims."""
    own: dict[str, Meaning] = {
        Sign.YES.value: True,
        Sign.NO.value: False,
        Sign.UNAVAILABLE.value: False,
        capability.none: (),
        **({capability.unrestricted: ()} if capability.empty_is_all else {}),
        **{label: value for value, label in capability.labels.items()},
    }
    if capability.every and domain:
        own[capability.every] = tuple(map(str, domain))
    return {**own, **claims.words.get(EVERY_CAPABILITY, {}), **claims.words.get(capability.key, {})}
