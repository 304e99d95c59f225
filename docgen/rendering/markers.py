"""Regions between markers inside a hand-written page.

`<!-- docgen:begin table=standard -->` opens a region and `<!-- docgen:end -->` closes it, each alone on its
line. What the region shows is the first word: a kind, and for some kinds a name. Code blocks hold no markers.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location
from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KINDS = ("table", "legend", "list", "lists", "refusals")
"""What a region can show; for each there is a template of that name."""

_COMMENT = re.compile(r"<!--\s*docgen:(?P<body>.*?)\s*-->", re.DOTALL)
_WHOLE_LINE = re.compile(r"[ ]{0,3}<!--\s*docgen:(?P<body>.*?)\s*-->[ \t]*")
_NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Region:
    """What stands between a pair of markers."""

    kind: str
    """One of `KINDS`."""
    name: str
    """Which of its kind; empty where the kind has only one."""
    line: int
    """Line of the opening marker, counted from 1."""
    start: int
    """Where the region's text starts: after the opening marker's line."""
    end: int
    """Where it ends: before the closing marker's line."""
    newline: str
    """How the opening marker's line ends, and so the region's own lines."""


def fill_regions(text: str, path: str, content: Callable[[Region], str]) -> str:
    """Replace what stands between the markers of `text`; everything else stays as it is, to the byte.

    Args:
        text: The page.
        path: Where it is, for errors.
        content: The Markdown for a region, lines ended by LF.

    Raises:
        PageError: there is no marker, or one is missing, doubled, nested, reversed, unknown or not alone on
            its line.
    """
    filled: list[str] = []
    position = 0
    found = regions(text, path)
    if not found:
        raise PageError(
            "no markers in a page without a template",
            location=Location(path, 1),
            remedy="put <!-- docgen:begin legend --> and <!-- docgen:end --> on lines of their own, for one",
        )
    for region in found:
        lines = ["", *content(region).strip("\n").split("\n"), "", ""]
        filled += [text[position : region.start], region.newline.join(lines)]
        position = region.end
    return "".join([*filled, text[position:]])


def regions(text: str, path: str) -> list[Region]:
    """The regions of `text`, in order.

    Raises:
        PageError: a marker is missing, doubled, nested, reversed, unknown or not alone on its line.
    """
    found: list[Region] = []
    opened: Region | None = None
    lines = _Lines(text)
    for line, body in _markers(text, path):
        place = Location(path, line)
        verb, _, rest = body.partition(" ")
        if verb == "begin" and opened:
            what = f"region inside the region of line {opened.line}"
            raise PageError(what, location=place, remedy="put <!-- docgen:end --> above it")
        if verb == "begin":
            kind, _, name = rest.strip().partition("=")
            _require_known(kind, KINDS, "region", place)
            opened = Region(kind, name, line, lines.after(line), lines.after(line), lines.ending(line))
        elif verb == "end" and opened is None:
            what = "end of a region that does not begin"
            raise PageError(what, location=place, remedy="put <!-- docgen:begin ... --> above it")
        elif verb == "end" and opened:
            found.append(_closed(opened, lines.before(line)))
            opened = None
        else:
            _require_known(verb, ("begin", "end"), "marker", place)
    if opened:
        where = Location(path, opened.line)
        raise PageError("region does not end", location=where, remedy="put <!-- docgen:end --> below it")
    return found


def _closed(region: Region, end: int) -> Region:
    return Region(region.kind, region.name, region.line, region.start, end, region.newline)


def _markers(text: str, path: str) -> Iterator[tuple[int, str]]:
    """Line and body of each marker that a Markdown reader takes for an HTML comment."""
    for token in parsed(text):
        first = token.map[0] + 1 if token.map else 1
        if token.type == "html_block":
            for offset, line in enumerate(token.content.split("\n")):
                if marker := _WHOLE_LINE.fullmatch(line):
                    yield first + offset, marker["body"]
                elif _COMMENT.search(line):
                    _refuse_company(Location(path, first + offset))
        for child in token.children or ():
            if child.type == "html_inline" and _COMMENT.match(child.content):
                _refuse_company(Location(path, first))


def _refuse_company(place: Location) -> None:
    what = "marker that shares its line with text"
    raise PageError(what, location=place, remedy="put it on a line of its own")


def _require_known(word: str, known: tuple[str, ...], what: str, place: Location) -> None:
    if word not in known:
        close = difflib.get_close_matches(word, known, n=1)
        hint = f", did you mean {close[0]!r}?" if close else ""
        remedy = f"use one of {', '.join(known)}"
        raise PageError(f"unknown {what} {word!r}{hint}", location=place, remedy=remedy)


class _Lines:
    """Offsets of lines, split where CommonMark splits them."""

    def __init__(self, text: str) -> None:
        self._endings = list(_NEWLINE.finditer(text))
        self._length = len(text)

    def before(self, line: int) -> int:
        """Where the line starts."""
        return self._endings[line - 2].end() if line > 1 else 0

    def after(self, line: int) -> int:
        """Where the next line starts."""
        return self._endings[line - 1].end() if line <= len(self._endings) else self._length

    def ending(self, line: int) -> str:
        """How the line ends."""
        return self._endings[line - 1][0] if line <= len(self._endings) else "\n"
