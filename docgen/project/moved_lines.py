"""Edits that only move lines: blank lines and comments that come and go change no answer, but the places in it.

A layout holds the lines of a file that count, as a digest of their text and as their numbers. Where an edited file has
the same lines that count, answers that were drawn from it stand, with the new numbers in their places. Where that is
in doubt, they are asked again.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any

import msgspec

from docgen.digests import digest
from docgen.model.location import Location
from docgen.project.kept import IMPORTS, Layout, leaned_on, numbers
from docgen.regular_files import read_regular
from docgen.static.source.dynamic_names import SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from docgen.project.kept import Kept, Part

_TOKEN = re.compile(
    rb"""\#[^\n]*
    | \"{3} (?:[^"\\]++|\\.|"(?!""))*+ \"{3} | '{3} (?:[^'\\]++|\\.|'(?!''))*+ '{3}
    | " (?:[^"\\\n]++|\\.)*+ " | ' (?:[^'\\\n]++|\\.)*+ '""",
    re.VERBOSE | re.DOTALL,
)
"""A comment or a text."""
_IDLE = re.compile(rb"\n[ \t\f]*(?:\#[^\n]*)?(?=\n)")
"""A line that is blank or nothing but a comment, with the end of the line above it."""
_SIGNS = (*SIGNS, b"\r", b"\0")
"""Parts of a text that count wherever they stand in it, or that end a line for some readers and not for others."""
_LARGEST = 1 << 20
"""Bytes of the largest file that has a layout."""
_LONGEST, _CONTINUED = 200, 20
"""Bytes of a comment, and number of continued lines, from which on a reader may refuse a file for its size."""
_PACKAGE = "__init__.py"
"""Name of files in which the words of comments count."""
_OWN_TEXTS = frozenset({"value", "holds", "leans"})
"""Fields with values of the documented code, in which nothing is a place."""
_LINE = re.compile(r"\bline \d")


class UnmovableError(Exception):
    """An answer names a line in a way that is not recognised for certain."""


def layout_of(source: bytes) -> Layout | None:
    """The layout of a file; None if no scan can tell which of its lines count."""
    if len(source) > _LARGEST or source.count(b"\\\n") > _CONTINUED or any(map(source.count, _SIGNS)):
        return None
    texts = _texts(source)
    if texts is None or b"coding" in b"".join(source.split(b"\n", 2)[:2]):
        return None
    rows = array("I", (1,))
    kept = []
    number, counted = 1, 0
    for start, end in _idle_lines(source, texts):
        if end - start > _LONGEST or not _is_text(source[start:end]):
            return None
        kept.append(source[counted:start])
        number += source.count(b"\n", counted, start)
        if rows[-1] == number:  # the line above is idle, too
            rows[-1] = number + 1
        else:
            rows.extend((number, number + 1))
        number, counted = number + 1, end
    kept.append(source[counted:])
    rows.append(number + source.count(b"\n", counted) + 1)
    return Layout(digest(source), digest(b"".join(kept)), rows.tobytes())


def _idle_lines(source: bytes, texts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Starts and ends, with the end of the line, of the lines that are blank or nothing but a comment."""
    pending = iter(texts)
    first, last = next(pending, (len(source), len(source)))
    for match in _IDLE.finditer(b"\n" + source):
        start, end = match.start(), match.end()  # the match begins with the end of the line above
        while last <= start:
            first, last = next(pending, (len(source), len(source)))
        continued = start > 1 and source[start - 2 : start] == b"\\\n"
        if not first < start < last and not continued and start < len(source):
            yield start, end


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _texts(source: bytes) -> list[tuple[int, int]] | None:
    """Starts and ends of the texts of several lines; None if they cannot be distinguished."""
    found = []
    for match in _TOKEN.finditer(source):
        text = match[0]
        before = source[max(0, match.start() - 2) : match.start()].lower()
        if before.endswith((b"f", b"fr")) and text.count(b"{") != text.count(b"}"):
            return None  # texts inside a text, as later releases of Python have them
        if b"\n" in text:
            found.append(match.span())
    return found


class Moved:
    """The move of one file's lines."""

    def __init__(self, path: str, before: Layout, after: Layout) -> None:
        """Compare two layouts whose lines have the same text."""
        self._path = path
        self._numbers = dict(zip(_numbers(before), _numbers(after), strict=True))

    def part(self, part: Part) -> Part:
        """An answer with its places as they are now.

        Raises:
            UnmovableError: something in it names a line that has no other number for certain.
        """
        moved: Part = self._moved(part)
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


def with_layouts(kept: Kept, before: Mapping[str, Layout], root: Path) -> Kept:
    """Parts with the layouts of the files in which rows are declared.

    Args:
        kept: The parts.
        before: Layouts of earlier parts.
        root: The documented project.
    """
    digests = dict(zip(kept.paths, kept.digests, strict=True))
    paths = {backend.location.path for part in kept.rows for backend in part.backends}
    found = {}
    for path in sorted(paths & digests.keys()):
        layout = before.get(path)
        if layout is None or layout.content != digests[path]:
            layout = layout_at(str(root / path))
        if layout is not None and layout.content == digests[path]:
            found[path] = layout
    return msgspec.structs.replace(kept, layouts=found)


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
        if number in leaned_on((kept.plan, kept.domains, *kept.lists, *kept.defined)):
            continue
        try:
            rows = _moved_rows(kept, number, Moved(path, before, after))
        except UnmovableError:
            continue
        digests = [*kept.digests]
        digests[number] = after.content
        if path + IMPORTS in kept.paths:
            imported = kept.paths.index(path + IMPORTS)
            digests[imported] = digests[imported].replace(before.content, after.content)
        layouts = {**kept.layouts, path: after}
        kept = msgspec.structs.replace(kept, digests=digests, rows=rows, layouts=layouts)
        changed -= {number}
    return kept, changed


def _moved_rows(kept: Kept, number: int, moved: Moved) -> tuple[Part, ...]:
    return tuple(moved.part(part) if number in numbers(part.leans) else part for part in kept.rows)


def layout_at(path: str) -> Layout | None:
    """The layout of a file; None if it has none."""
    if path.endswith(_PACKAGE):
        return None
    try:
        return layout_of(read_regular(path))
    except OSError:
        return None
