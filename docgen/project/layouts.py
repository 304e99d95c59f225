"""Layouts of files: the lines that count for what was drawn from them.

A layout holds these lines as a digest of their text and as their numbers. In place of each body of a function that
nobody read (`function_bodies`), the text has a mark, so that the statements around it are the same as well. In a file
of rows, blank lines and comments do not count either, which takes a scan of the text.
"""

from __future__ import annotations

import re
from array import array
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.digests import digest
from docgen.errors import SourceError
from docgen.project.kept import Layout
from docgen.regular_files import read_regular
from docgen.static.source.dynamic_names import SIGNS
from docgen.static.source.function_bodies import FunctionBodies, is_used, spans_in, without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.project.kept import Kept

_TOKEN = re.compile(
    rb"""\#[^\n]*
    | \"\"\" (?:[^"\\]++|\\.|"(?!""))*+ \"\"\" | ''' (?:[^'\\]++|\\.|'(?!''))*+ '''
    | " (?:[^"\\\n]++|\\.)*+ " | ' (?:[^'\\\n]++|\\.)*+ '""",
    re.VERBOSE | re.DOTALL,
)
"""A comment or a text. Each begins with a plain character: Python then looks for these, and tries nothing elsewhere."""
_COMMENT = ord("#")
_FORMATTED = b"fFrR"
"""Bytes of which one stands before a text that may hold expressions."""
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


def layout_of(source: bytes, bodies: FunctionBodies = _ALL, *, has_rows: bool = True) -> Layout | None:
    """The layout of a file; None if no scan can tell which of its lines count.

    Args:
        source: Its text.
        bodies: The bodies of its functions, if only those count that were read.
        has_rows: True if blank lines and comments do not count.
    """
    if len(source) > _LARGEST or source.count(b"\\\n") > _CONTINUED or any(sign in source for sign in _SIGNS):
        return None
    texts = _texts(source) if has_rows else []
    if texts is None or b"coding" in b"".join(source.split(b"\n", 2)[:2]):
        return None
    rows = array("I", (1,))
    kept: list[bytes] = []
    number, counted = 1, 0
    idle = ((*each, b"") for each in (_idle_lines(source, texts) if has_rows else ()))
    unread = [*_unread(source, bodies)]
    for start, end, mark in sorted([*((start, end, _BODY) for _, start, end in unread), *idle]):
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
    lines = digest(b"".join(kept))
    left_out = array("I")
    for at, _, _ in unread:
        first_line, _, last_line = bodies.spans[at]
        left_out.extend((at, first_line, last_line))
    words = frozenset(bodies.words)
    return Layout(digest(source), lines, rows.tobytes(), read, words, has_rows, left_out.tobytes())


def _unread(source: bytes, bodies: FunctionBodies) -> Iterator[tuple[int, int, int]]:
    """Yield numbers, starts and ends of the bodies that nobody read and that begin on a line of their own."""
    if bodies.is_whole:
        return
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    for number, (first, column, last) in enumerate(bodies.spans):
        start = starts[first - 1]
        if number not in bodies.read and not source[start : start + column].strip(b" \t\f@"):
            yield number, start, starts[last]


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
        start, end = match.span()
        if source[start] == _COMMENT:
            continue
        if start and source[start - 1] in _FORMATTED:
            before = source[max(0, start - 2) : start].lower()
            if before.endswith((b"f", b"fr")) and source.count(b"{", start, end) != source.count(
                b"}", start, end
            ):
                return None  # texts inside a text, as later releases of Python have them
        if source.find(b"\n", start, end) >= 0:
            found.append((start, end))
    return found


def with_layouts(kept: Kept, before: Kept | None, changed: frozenset[int], root: Path) -> Kept:
    """Parts with the layouts of the files that hold rows, or functions that nobody read.

    Args:
        kept: The parts.
        before: Earlier parts, some of which may be among them.
        changed: Numbers of the sources of the earlier parts whose content has changed since.
        root: The documented project.
    """
    digests = dict(zip(kept.paths, kept.digests, strict=True))
    of_rows = {backend.location.path for part in kept.rows for backend in part.backends}
    earlier = before.layouts if before is not None else {}
    leaned = enumerate(before.paths if before is not None else ())
    recalled = {path for number, path in leaned if number not in changed}
    found = {}
    for path in sorted(digests.keys() & (of_rows | earlier.keys() | kept.bodies.keys())):
        bodies, layout = kept.bodies.get(path), earlier.get(path)
        if layout is not None and layout.content != digests[path]:
            layout = None
        if path in recalled:
            bodies = _read_by_all(bodies, layout)
        has_rows = path in of_rows
        if layout is None or path not in recalled or bodies is not None or layout.has_rows != has_rows:
            layout = layout_at(str(root / path), bodies or _ALL, has_rows=has_rows)
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


def layout_at(path: str, bodies: FunctionBodies = _ALL, *, has_rows: bool = True) -> Layout | None:
    """The layout of a file; None if it has none."""
    if path.endswith(_PACKAGE) or (bodies.is_whole and not has_rows):
        return None
    try:
        return layout_of(read_regular(path), bodies, has_rows=has_rows)
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
    bodies = FunctionBodies(spans_in(statements), {*before.read}, {*before.words})
    return layout_of(source, bodies, has_rows=before.has_rows)
