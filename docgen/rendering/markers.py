"""Regions between markers inside a hand-written page.

`<!-- docgen:begin table=standard -->` opens a region and `<!-- docgen:end -->` closes it, each alone on its
line. What the region shows is the first word: a kind, and for some kinds a name. The end carries the seal of what
docgen wrote, which tells a page that the code has left behind from one that somebody edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location
from docgen.rendering.comments import KINDS, SHOWN, Lines, comments, refuse_hidden, require_known
from docgen.rendering.seals import SEAL, canonical, seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.rendering.comments import Comment


@dataclass(frozen=True, slots=True)
class Region:
    """What stands between a pair of markers."""

    kind: str
    """One of `KINDS`."""
    name: str
    """Which of its kind; empty where the kind has only one."""
    line: int
    """Line of the opening marker, counted from 1."""
    last_line: int
    """Line of the closing marker."""
    start: int
    """Where the region's text starts: after the opening marker's line."""
    end: int
    """Where it ends: before the closing marker's line."""
    newline: str
    """How the opening marker's line ends, and so the region's own lines."""
    closing: tuple[int, int]
    """Where the closing marker starts and ends."""
    seal: str
    """The checksum of what docgen wrote; empty where it wrote nothing yet."""

    @property
    def shows(self) -> str:
        """Return what it shows, as the marker says it."""
        return f"{self.kind}={self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class Filled:
    """A page whose regions hold what they should."""

    text: str
    """The page."""
    edited: tuple[Region, ...]
    """Regions that somebody changed since docgen wrote them, and which this text overwrites."""


def fill_regions(text: str, path: str, content: Callable[[Region], str]) -> Filled:
    """Replace what stands between the markers of `text`; everything else stays as it is, to the byte.

    A region that says what it should stays as well, however a formatter wrote it; only its seal is renewed.

    Args:
        text: The page.
        path: Where it is, for errors.
        content: The Markdown for a region, lines ended by LF.

    Raises:
        PageError: a marker is missing, doubled, nested, reversed, unknown or not alone on its line.
    """
    filled: list[str] = []
    edited: list[Region] = []
    position = 0
    for region in regions(text, path):
        there = text[region.start : region.end]
        lines = ["", *content(region).strip("\n").split("\n"), "", ""]
        wanted = region.newline.join(lines)
        if canonical(there) == canonical(wanted):
            wanted = there
        elif region.seal != seal(there):
            refuse_hidden(there, Location(path, region.line))
            edited += [region] if region.seal else []
        opened, closed = region.closing
        sealed = seal(wanted)
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
        closing.rest,
    )
