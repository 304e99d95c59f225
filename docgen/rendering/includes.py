"""Include lines of another tool, such as `--8<-- "gen:NAME"`, as places for regions.

The line is the author's and stays: the site's own tools look for it, and it is what finds the place again. What it
names goes into an ordinary region below it, which the first build puts there and every later one fills.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config.schema import Includes

# What stands between an include line and its region: empty lines alone.
_REGION = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*[ ]{0,3}<!--\s*docgen:begin\s+(?P<body>.*?)\s*-->")


def with_regions(text: str, includes: Includes) -> str:
    """`text` with a region below every configured include line; one that is there shows what is configured."""
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
    """For each include line where it ends, how lines end there, and the region that is configured for it."""
    lines = _lines(text)
    pattern = includes.pattern
    for number in _paragraph_lines(text):
        line, newline, end = lines[number]
        named = pattern.fullmatch(line)
        if named and named["name"] in includes.regions:
            yield end, newline or lines[0][1] or "\n", includes.regions[named["name"]]


def _lines(text: str) -> list[tuple[str, str, int]]:
    """Each line without its end, its end, and the offset behind it; split where CommonMark splits them."""
    found = re.finditer(r"([^\r\n]*)(\r\n|\n|\r|$)", text)
    return [(line[1], line[2], line.end()) for line in found]


def _paragraph_lines(text: str) -> Iterator[int]:
    """Numbers, from 0, of the lines of text that stand in no list, quotation, table or code block."""
    for token in parsed(text):
        if token.type == "paragraph_open" and token.level == 0 and token.map:
            yield from range(*token.map)
