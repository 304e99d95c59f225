"""Include lines of another tool, such as `--8<-- "gen:NAME"`, as places for regions.

The line belongs to the author and is kept: the site's own tools read it, and docgen finds the place by it. Its
content goes into an ordinary region below it, which the first build adds and every later one fills.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config.schema import Includes

_NEWLINE = re.compile(r"\r\n|\n|\r")
# Text between an include line and its region: only empty lines.
_REGION = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*[ ]{0,3}<!--\s*docgen:begin\s+(?P<body>.*?)\s*-->")


_ADDED = 3
"""Lines that a region adds below its include line."""


def line_before(line: int, text: str, includes: Includes) -> int:
    """The line of `text` that a line of `with_regions` comes from; that of the include line, for a line it added."""
    shift = 0
    for end, _, _ in _includes(text, includes):
        if _REGION.match(text, end):
            continue
        own = len(_NEWLINE.findall(text, 0, end)) + (text[:end] == text[:end].rstrip("\r\n"))
        if line <= own + shift:
            break
        if line <= own + shift + _ADDED:
            return own
        shift += _ADDED
    return line - shift


def with_regions(text: str, includes: Includes) -> str:
    """Add a region below every configured include line; one that exists shows what is configured."""
    pieces: list[str] = []
    position = 0
    for end, newline, body in _includes(text, includes):
        found = _REGION.match(text, end)
        if found:
            pieces += [text[position : found.start("body")], body]
            position = found.end("body")
        else:
            lines = ["", f"<!-- docgen:begin {body} -->", "<!-- docgen:end -->", ""]
            ended = text[position:end].endswith(newline)
            pieces += [text[position:end], "" if ended else newline, newline.join(lines)]
            position = end
    return "".join([*pieces, text[position:]])


def _includes(text: str, includes: Includes) -> Iterator[tuple[int, str, str]]:
    """For each include line its end offset, its line ending, and the region that is configured for it."""
    lines = _lines(text)
    pattern = includes.pattern
    for number in _paragraph_lines(text):
        line, newline, end = lines[number]
        named = pattern.fullmatch(line)
        if named and named["name"] in includes.regions:
            yield end, newline or lines[0][1] or "\n", includes.regions[named["name"]]


def _lines(text: str) -> list[tuple[str, str, int]]:
    """Each line without its line ending, the ending, and the offset after it; split as CommonMark splits lines."""
    found = re.finditer(r"([^\r\n]*)(\r\n|\n|\r|$)", text)
    return [(line[1], line[2], line.end()) for line in found]


def _paragraph_lines(text: str) -> Iterator[int]:
    """Numbers, from 0, of the lines of text that stand in no list, quotation, table or code block."""
    for token in parsed(text):
        if token.type == "paragraph_open" and token.level == 0 and token.map:
            yield from range(*token.map)
