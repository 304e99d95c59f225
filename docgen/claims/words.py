"""The words of a cell as a canonical value, to be held against what the code answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.claims.ranges import expand
from docgen.rendering.words import Sign

if TYPE_CHECKING:
    from docgen.config.claims import Claims, Meaning
    from docgen.config.schema import Capability
    from docgen.model.cell import Value


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a cell claims."""

    value: bool | frozenset[str]
    """A truth, or values, spelt out; their order and how often each is named claim nothing."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A cell that cannot be compared."""

    reason: str
    """Why."""


def plain(text: str, claims: Claims) -> str:
    """A cell without backticks and footnote marks."""
    return " ".join(text.replace("`", "").translate(dict.fromkeys(map(ord, claims.marks))).split())


def read(
    text: str, claims: Claims, capability: Capability, domain: tuple[Value, ...] | None
) -> Claimed | Silent:
    """What the cell `text` claims about `capability`, whose values are those of `domain` if it has one."""
    cell = plain(text, claims)
    if cell in claims.silent:
        return Silent(f"{cell}: {claims.silent[cell]}")
    if not cell:
        return Silent("an empty cell")
    known = _vocabulary(claims, capability, domain)
    whole = known.get(cell)
    if isinstance(whole, bool):
        return Claimed(whole)
    values: set[str] = set()
    for word in [cell] if whole is not None else [word.strip() for word in cell.split(",")]:
        meant = _word(word, known, domain)
        if meant is None:
            return Silent(f"no value is called {word!r}")
        values |= meant
    return Claimed(frozenset(values))


def _word(word: str, known: dict[str, Meaning], domain: tuple[Value, ...] | None) -> set[str] | None:
    """The values that one word stands for."""
    meaning = known.get(word)
    if isinstance(meaning, str):
        return {meaning}
    if isinstance(meaning, tuple):
        return set(meaning)
    if domain is None:
        return {word}
    # A value by its own name, before the range that its name may be as well.
    if word in map(str, domain):
        return {word}
    expanded = expand(word, domain)
    return set(map(str, expanded)) if expanded is not None else None


def _vocabulary(
    claims: Claims, capability: Capability, domain: tuple[Value, ...] | None
) -> dict[str, Meaning]:
    """The words in which docgen spells the capability, and over them those of the claims."""
    own: dict[str, Meaning] = {
        Sign.YES.value: True,
        Sign.NO.value: False,
        Sign.UNAVAILABLE.value: False,
        capability.none if capability.variable else capability.unrestricted: (),
        **{label: value for value, label in capability.labels.items()},
    }
    if capability.every and domain:
        own[capability.every] = tuple(map(str, domain))
    return {**own, **claims.words.get(capability.key, {})}
