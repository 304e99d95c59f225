"""Edits that only move lines: those outside of the lines that count change no answer, but the places in it.

Where an edited file has the same lines that count (`layouts`), answers that were drawn from it stand, with the new
numbers in their places. Where that is in doubt, they are asked again.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from docgen.model.location import Location
from docgen.project.kept import IMPORTS, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.project.kept import Kept, Layout, Part

T = TypeVar("T")

_OWN_TEXTS = frozenset({"value", "holds", "leans", "domains"})
"""Fields with values of the documented code, in which nothing is a place."""
_LINE = re.compile(r"\bline \d")


class UnmovableError(Exception):
    """An answer names a line in a way that is not recognised for certain."""


class Moved:
    """The move of one file's lines."""

    def __init__(self, path: str, before: Layout, after: Layout) -> None:
        """Compare two layouts whose lines have the same text."""
        self._path = path
        self._numbers = dict(zip(_numbers(before), _numbers(after), strict=True))

    def part(self, part: T) -> T:
        """Answers with their places as they are now.

        Raises:
            UnmovableError: something in them names a line that has no other number for certain.
        """
        moved: T = self._moved(part)
        return moved

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Location):
            return self._location(value)
        if isinstance(value, msgspec.Struct):
            fields = [
                (name, getattr(value, name)) for name in value.__struct_fields__ if name not in _OWN_TEXTS
            ]
            changed = {name: new for name, old in fields if (new := self._moved(old)) is not old}
            return msgspec.structs.replace(value, **changed) if changed else value
        if isinstance(value, tuple):
            return tuple(map(self._moved, value))
        if isinstance(value, dict):
            return {name: self._moved(each) for name, each in value.items()}
        if isinstance(value, str) and (self._path in value or _LINE.search(value)):
            raise UnmovableError
        return value

    def _location(self, place: Location) -> Location:
        if place.path != self._path:
            return place
        line = self._numbers.get(place.line)
        if place.line == 1 and line in {None, 1}:
            return place  # the first line of the file, whatever stands there
        if place.line == 1 or line is None:
            raise UnmovableError
        return Location(place.path, line)


def _numbers(layout: Layout) -> Iterator[int]:
    """Numbers of the lines that count."""
    rows = array("I", layout.numbers)
    for first, end in zip(rows[::2], rows[1::2], strict=True):
        yield from range(first, end)


def with_moves(
    kept: Kept, changed: frozenset[int], moved: Callable[[str], Layout | None]
) -> tuple[Kept, frozenset[int]]:
    """Parts with their places moved where files were edited that have the same lines that count.

    Args:
        kept: The parts.
        changed: Numbers of the sources whose content has changed.
        moved: Gives the layout of a file of which only lines that do not count came or went; None of others.

    Returns:
        The parts, and the numbers of the sources that have changed in another way.
    """
    for number in sorted(changed):
        path = kept.paths[number]
        before, after = kept.layouts.get(path), moved(path)
        if before is None or after is None or before.content != kept.digests[number]:
            continue
        try:
            parts = _moved(kept, number, Moved(path, before, after))
        except UnmovableError:
            continue
        digests = [*kept.digests]
        digests[number] = after.content
        if path + IMPORTS in kept.paths:
            imported = kept.paths.index(path + IMPORTS)
            digests[imported] = digests[imported].replace(before.content, after.content)
        layouts = {**kept.layouts, path: after}
        kept = msgspec.structs.replace(parts, digests=digests, layouts=layouts)
        changed -= {number}
    return kept, changed


def _moved(kept: Kept, number: int, moved: Moved) -> Kept:
    """The parts with the places of one file moved."""

    def part(part: Part) -> Part:
        return moved.part(part) if number in numbers(part.leans) else part

    return msgspec.structs.replace(
        kept,
        candidates=moved.part(kept.candidates),
        plan=part(kept.plan),
        rows=tuple(map(part, kept.rows)),
        domains=part(kept.domains),
        lists=tuple(map(part, kept.lists)),
        defined=tuple(map(part, kept.defined)),
    )
