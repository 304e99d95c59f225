"""The columns of a claimed table: which capability each stands for, however its heading is spelt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docgen.claims.tables import same_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docgen.claims.tables import PageTable
    from docgen.config.claims import ClaimedTable, Claims

_SEPARATORS = (re.compile(r"\s*[/\n]\s*"), re.compile(r"\s*(?:[,;|&+]|\band\b)\s*"), re.compile(r"\s+"))
"""Separators of the words of a compound cell, the most reliable first."""
_LISTED = re.compile(r"\s*(?:[\n,;|&+]|\band\b)\s*")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose cells claim something."""

    header: str
    """Its heading in the configuration."""
    position: int
    """Its place in the table, counted from 0."""
    keys: tuple[str, ...]
    """The capability keys that the words of a cell stand for, in order; "" for a word that claims nothing."""

    def words(self, cell: str) -> list[str] | None:
        """The word for each key; None where the cell has not as many."""
        if len(self.keys) == 1:
            return [cell]
        for separator in _SEPARATORS:
            words = [word for word in separator.split(cell.strip()) if word]
            if len(words) == len(self.keys):
                return words
        return None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A configured column that the table does not have, or has several times."""

    header: str
    """Its heading in the configuration."""
    matches: int
    """The number of columns of the table that could be it."""


def columns_of(table: PageTable, claims: Claims, wanted: ClaimedTable) -> Iterator[Column | Unclear]:
    """The configured columns of a table, in the order of the configuration."""
    headers = [cell.text for cell in table.header]
    asked = wanted.columns or tuple(claims.columns)
    parts = _compound(headers, asked, claims.marks)
    shared: dict[int, dict[int, tuple[str, str]]] = {}
    for header in asked:
        keys = claims.keys_of(header)
        whole = positions(headers, header, claims.marks) or _below(headers, header, claims.marks, parts)
        if len(whole) == 1:
            yield Column(header, whole[0], keys)
            continue
        # A heading may name several capabilities, each of which has a word in every cell.
        inside = [
            (position, part)
            for position, names in parts.items()
            for part in positions(names, header, claims.marks)
        ]
        if whole or len(inside) != 1 or len(keys) != 1:
            yield Unclear(header, len(whole) or len(inside))
            continue
        position, part = inside[0]
        shared.setdefault(position, {})[part] = (header, keys[0])
    for position, named in shared.items():
        keys = tuple(named[part][1] if part in named else "" for part in range(len(parts[position])))
        yield Column(" / ".join(header for header, _ in named.values()), position, keys)


def positions(headers: Sequence[str], header: str, marks: str) -> list[int]:
    """List the places in `headers` of `header`, which may be a pattern with `*`: exact spellings, or else near ones."""
    exact = [position for position, text in enumerate(headers) if text == header]
    if exact:
        return exact
    words = same_words(header.replace("<br/>", " ").replace("<br>", " "), marks) if "*" not in header else ""
    if words:
        return [position for position, text in enumerate(headers) if same_words(text, marks) == words]
    pattern = "*".join(same_words(piece, marks) for piece in header.split("*"))
    return [
        position for position, text in enumerate(headers) if fnmatchcase(same_words(text, marks), pattern)
    ]


def _below(headers: Sequence[str], header: str, marks: str, compound: Collection[int]) -> list[int]:
    """The places of `header` as the last line of a heading, whose lines above name a group of columns."""
    last = [text.rpartition("\n")[2] if "\n" in text else "" for text in headers]
    return [position for position in positions(last, header, marks) if position not in compound]


def _compound(headers: Sequence[str], asked: Sequence[str], marks: str) -> dict[int, list[str]]:
    """The headings that name several capabilities, by place, with the names.

    Slashes separate names; lines, commas and the like only where all that they separate is asked for.
    """
    parts = {}
    for position, text in enumerate(headers):
        brackets = _IN_BRACKETS.search(text)
        names = next((_parts(each) for each in (brackets[1] if brackets else "", text) if "/" in each), None)
        if names is None:
            forms = (_LISTED.split(each) for each in (brackets[1] if brackets else "", text))
            names = next((form for form in forms if len(form) > 1 and _are_all(form, asked, marks)), None)
        if names:
            parts[position] = names
    return parts


def _are_all(names: Sequence[str], asked: Sequence[str], marks: str) -> bool:
    return all(any(positions([name], header, marks) for header in asked) for name in names)


def _parts(header: str) -> list[str]:
    """The names in a compound heading: what stands between slashes, without what introduces the first."""
    first, *rest = header.split("/")
    return [
        first.strip().split("\n")[-1].rpartition(":")[2].strip() or first.strip(),
        *(each.strip() for each in rest),
    ]
