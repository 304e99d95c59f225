"""Edits that only move lines: blank lines, comments and bodies that nobody read change no answer, but the places in it.

A layout holds the lines of a file that count, as a digest of their text and as their numbers. Where an edited file has
the same lines that count, answers that were drawn from it stand, with the new numbers in their places. Where that is
in doubt, they are asked again. In place of each body of a function that nobody read (`function_bodies`), the text that
counts has a mark, so that the statements around it are the same as well.
"""

from __future__ import annotations

import re
from array import array
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from docgen.digests import digest
from docgen.errors import SourceError
from docgen.model.location import Location
from docgen.project.kept import IMPORTS, Layout, leaned_on, numbers
from docgen.regular_files import read_regular
from docgen.static.source.dynamic_names import SIGNS
from docgen.static.source.function_bodies import FunctionBodies, is_used, spans_in, without_comments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_BODY = b"\0"
"""Mark in the place of a body that nobody read; no text has one."""
_ALL = FunctionBodies(is_whole=True)
"""All bodies count."""
_PACKAGE = "__init__.py"
"""Name of files in which the words of comments count."""
_OWN_TEXTS = frozenset({"value", "holds", "leans"})
"""Fields with values of the documented code, in which nothing is a place."""
_LINE = re.compile(r"\bline \d")


class UnmovableError(Exception):
    """An answer names a line in a way that is not recognised for certain."""


def layout_of(source: bytes, bodies: FunctionBodies = _ALL) -> Layout | None:
    """The layout of a file; None if no scan can tell which of its lines count.

    Args:
        source: Its text.
        bodies: The bodies of its functions, if only those count that were read.
    """
    if len(source) > _LARGEST or source.count(b"\\\n") > _CONTINUED or any(map(source.count, _SIGNS)):
        return None
    texts = _texts(source)
    if texts is None or b"coding" in b"".join(source.split(b"\n", 2)[:2]):
        return None
    rows = array("I", (1,))
    kept: list[bytes] = []
    number, counted = 1, 0
    unread = [*_unread(source, bodies)]
    for start, end, mark in sorted([*unread, *((*each, b"") for each in _idle_lines(source, texts))]):
        if start < counted:
            continue  # in a body that nobody read
        if not mark and (end - start > _LONGEST or not _is_text(source[start:end])):
            return None
        kept += (source[counted:start], mark)
        number += source.count(b"\n", counted, start)
        following = number + source.count(b"\n", start, end)
        if rows[-1] == number:  # the line above is idle, too
            rows[-1] = following
        else:
            rows.extend((number, following))
        number, counted = following, end
    kept.append(source[counted:])
    rows.append(number + source.count(b"\n", counted) + 1)
    if not bodies.is_whole:
        text = without_comments(source)
        kept += (b"\n" + _BODY + word.encode() for word in sorted(bodies.words) if is_used(word, text))
    read = None if bodies.is_whole else frozenset(bodies.read)
    return Layout(digest(source), digest(b"".join(kept)), rows.tobytes(), read, frozenset(bodies.words))


def _unread(source: bytes, bodies: FunctionBodies) -> Iterator[tuple[int, int, bytes]]:
    """Yield starts and ends of the bodies that nobody read and that begin on a line of their own, with the mark."""
    if bodies.is_whole:
        return
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    for number, (first, column, last) in enumerate(bodies.spans):
        start = starts[first - 1]
        if number not in bodies.read and not source[start : start + column].strip(b" \t\f@"):
            yield start, starts[last], _BODY


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


def with_layouts(kept: Kept, before: Kept | None, changed: frozenset[int], root: Path) -> Kept:
    """Parts with the layouts of the files in which rows are declared.

    Args:
        kept: The parts.
        before: Earlier parts, some of which may be among them.
        changed: Numbers of the sources of the earlier parts whose content has changed since.
        root: The documented project.
    """
    digests = dict(zip(kept.paths, kept.digests, strict=True))
    paths = {backend.location.path for part in kept.rows for backend in part.backends}
    earlier = before.layouts if before is not None else {}
    leaned = enumerate(before.paths if before is not None else ())
    recalled = {path for number, path in leaned if number not in changed}
    found = {}
    for path in sorted(paths & digests.keys()):
        bodies, layout = kept.bodies.get(path), earlier.get(path)
        if layout is not None and layout.content != digests[path]:
            layout = None
        if path in recalled:
            bodies = _read_by_all(bodies, layout)
        if layout is None or path not in recalled or bodies is not None:
            layout = layout_at(str(root / path), bodies or _ALL)
        if layout is not None and layout.content == digests[path]:
            found[path] = layout
    return msgspec.structs.replace(kept, layouts=found, bodies={})


def _read_by_all(bodies: FunctionBodies | None, layout: Layout | None) -> FunctionBodies | None:
    """Bodies of a file that recalled answers or new ones read; None if its layout has them already."""
    if layout is None:
        return _ALL
    if bodies is None or layout.read is None:
        return None
    both = FunctionBodies(
        bodies.spans, bodies.read | layout.read, bodies.words | layout.words, bodies.is_whole
    )
    is_known = not both.is_whole and both.read == layout.read and both.words == layout.words
    return None if is_known else both


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


def layout_at(path: str, bodies: FunctionBodies = _ALL) -> Layout | None:
    """The layout of a file; None if it has none."""
    if path.endswith(_PACKAGE):
        return None
    try:
        return layout_of(read_regular(path), bodies)
    except OSError:
        return None


def layout_after(path: str, before: Layout) -> Layout | None:
    """The layout of an edited file, in which the same bodies count as before; None if it has none."""
    if before.read is None:
        return layout_at(path)
    # Imported here: only changed files are parsed.
    from docgen.static.source.parsing import parse  # noqa: PLC0415

    try:
        source, statements = parse(Path(path), path)
    except SourceError:
        return None
    return layout_of(source, FunctionBodies(spans_in(statements), {*before.read}, {*before.words}))
