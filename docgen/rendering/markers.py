"""Regions between markers inside a hand-written page.

`<!-- docgen:begin table=standard -->` opens a region and `<!-- docgen:end -->` closes it, each alone on its line. The
first word names its content: a kind, and for some kinds a name. The end carries a seal of the text that docgen wrote,
which distinguishes a page that is merely out of date from one that was edited by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location
from docgen.rendering.comments import KINDS, SHOWN, Lines, comments, refuse_hidden, require_known
from docgen.rendering.seals import SEAL, canonical, seal
from docgen.rendering.syntax import refuse_long

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.rendering.comments import Comment


@dataclass(frozen=True, slots=True)
class Region:
    """Text between a pair of markers."""

    kind: str
    """One of `KINDS`."""
    name: str
    """Name within its kind; empty where the kind has only one."""
    line: int
    """Line of the opening marker, counted from 1."""
    last_line: int
    """Line of the closing marker."""
    start: int
    """Offset where the region's text starts: after the opening marker's line."""
    end: int
    """Offset where it ends: before the closing marker's line."""
    newline: str
    """Line ending of the opening marker's line, and so of the region's own lines."""
    closing: tuple[int, int]
    """Offsets of the closing marker's start and end."""
    indent: str
    """Prefix of each line of the region: blanks in a list item, `> ` in a quotation, else empty."""
    seal: str
    """The checksum of the text that docgen wrote; empty if it has not written any."""

    @property
    def shows(self) -> str:
        """Return its content in the words of the marker."""
        return f"{self.kind}={self.name}" if self.name else self.kind

    def placed(self, content: str) -> str:
        """Return the text between the markers that shows `content`, lines ended by LF."""
        lines = ["", *content.strip("\n").split("\n"), "", ""]
        # The last one is the start of the closing marker's line.
        indented = [self.indent + line if line else self.indent.rstrip() for line in lines[:-1]]
        return self.newline.join([*indented, lines[-1]])

    def taken_out(self, text: str) -> str:
        """Return the text between the markers without what its lines begin with."""
        if not self.indent:
            return text
        lines = text.splitlines(keepends=True)
        return "".join(line.removeprefix(self.indent).removeprefix(self.indent.rstrip()) for line in lines)


@dataclass(frozen=True, slots=True)
class Filled:
    """A page with all its regions filled."""

    text: str
    """The page."""
    edited: tuple[Region, ...]
    """Regions that were edited by hand since docgen wrote them, and that this text overwrites."""


def fill_regions(text: str, path: str, content: Callable[[Region], str]) -> Filled:
    """Replace the text between the markers of `text`; everything else stays the same, to the byte.

    A region with the right content stays as well, however a formatter wrote it; only its seal is renewed.

    Args:
        text: The page.
        path: The path of the page, for errors.
        content: The Markdown for a region, lines ended by LF.

    Raises:
        PageError: a marker is missing, doubled, nested, reversed, unknown or not alone on its line, or the content of a
            region takes too long to parse.
    """
    filled: list[str] = []
    edited: list[Region] = []
    position = 0
    for region in regions(text, path):
        there = text[region.start : region.end]
        made = content(region)
        refuse_long(made, path)
        wanted = region.placed(made)
        said = region.taken_out(there)
        if there == wanted or canonical(said) == canonical(made):
            wanted = there
        elif region.seal != seal(said):
            refuse_hidden(there, Location(path, region.line))
            edited += [region] if region.seal else []
        opened, closed = region.closing
        sealed = seal(made)
        marker = text[opened:closed] if region.seal == sealed else f"<!-- docgen:end {sealed} -->"
        filled += [text[position : region.start], wanted, text[region.end : opened], marker]
        position = closed
    return Filled("".join([*filled, text[position:]]), tuple(edited))


def regions(text: str, path: str) -> list[Region]:
    """The regions of `text`, in order.

    Raises:
        PageError: a marker is missing, doubled, nested, reversed, unknown or not alone on its line.
    """
    found: list[Region] = []
    opening: Comment | None = None
    lines = Lines(text)
    for comment in comments(text, path):
        place = Location(path, comment.line)
        if comment.verb in {"begin", "end"} and not comment.alone:
            what = "marker that shares its line with text"
            raise PageError(what, location=place, remedy="put it on a line of its own")
        if opening and comment.verb != "end":
            inside = "region" if comment.verb == "begin" else "marker" if comment.verb in SHOWN else "value"
            what = f"{inside} inside the region of line {opening.line}"
            raise PageError(what, location=place, remedy="put <!-- docgen:end --> above it")
        if comment.verb == "begin":
            opening = comment
        elif comment.verb == "end" and opening is None:
            what = "end of a region that does not begin"
            raise PageError(what, location=place, remedy="put <!-- docgen:begin ... --> above it")
        elif opening:
            found.append(_region(opening, comment, lines, path))
            opening = None
    if opening:
        where = Location(path, opening.line)
        raise PageError("region does not end", location=where, remedy="put <!-- docgen:end --> below it")
    return found


def _region(opening: Comment, closing: Comment, lines: Lines, path: str) -> Region:
    kind, _, name = opening.rest.partition("=")
    require_known(kind, KINDS, "region", Location(path, opening.line))
    if closing.rest and not SEAL.fullmatch(closing.rest):
        what = f"{closing.rest!r} is no checksum that docgen wrote"
        raise PageError(what, location=Location(path, closing.line), remedy="leave <!-- docgen:end -->")
    return Region(
        kind,
        name,
        opening.line,
        closing.line,
        lines.after(opening.line),
        lines.before(closing.line),
        lines.ending(opening.line),
        (closing.start, closing.stop),
        _indent(lines.text(opening.line)[: opening.start - lines.before(opening.line)]),
        closing.rest,
    )


def _indent(before: str) -> str:
    """Return the prefix of lines after one with `before` in front of a marker: blanks for a list item's mark."""
    return re.sub(r"[^\s>]", " ", before.removeprefix("\ufeff"))
