"""Bodies of admonitions and tabs, `!!! note` and `=== "Tab"`, which sites read as Markdown and CommonMark does not.

They are indented by four columns, which CommonMark reads as code, or as a continuation of the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OPENING = re.compile(r"(?P<indent> *)(?:!!!|\?\?\?\+?|===[!+]?) +\S.*")
_VISIBLE = re.compile(r"[^\n]")
_STEP = 4


@dataclass(frozen=True, slots=True)
class Body:
    """Text that is indented below such a line."""

    start: int
    """Offset of its first line."""
    end: int
    """Offset after the end of its last line that is not empty."""
    indent: int
    """Number of columns by which it is indented."""

    def taken_out(self, text: str) -> str:
        """The body without its indentation, after as many empty lines as keep the line numbers of the page."""
        lines = text[self.start : self.end].split("\n")
        return "\n" * text.count("\n", 0, self.start) + "\n".join(line[self.indent :] for line in lines)

    def put_back(self, shown: str, text: str) -> str:
        """The body of `text` indented again, after `shown` was rendered without indentation."""
        above = text.count("\n", 0, self.start)
        return indented(shown[above:], " " * self.indent)


def indented(text: str, by: str) -> str:
    """`text` with every line that is not empty indented."""
    return "\n".join(by + line if line else line for line in text.split("\n"))


def without(found: Iterable[Body], text: str) -> str:
    """`text` with these bodies replaced by blanks, so that everything else keeps its place."""
    for body in found:
        blank = _VISIBLE.sub(" ", text[body.start : body.end])
        text = text[: body.start] + blank + text[body.end :]
    return text


def bodies(text: str) -> Iterator[Body]:
    """The outermost bodies of `text`, lines ended by LF, in order."""
    lines = text.split("\n")
    offsets = [0, *accumulate(len(line) + 1 for line in lines)]
    last = 0
    for token in parsed(text):
        if token.type == "paragraph_open" and token.map:
            for number in range(*token.map):
                opening = _OPENING.fullmatch(lines[number])
                if opening and number >= last:
                    indent = len(opening["indent"]) + _STEP
                    last = _end(lines, number + 1, indent)
                    if last > number + 1:
                        yield Body(offsets[number + 1], offsets[last] - 1, indent)


def _end(lines: list[str], start: int, indent: int) -> int:
    """Find the end of the last line from `start` on that belongs to a body."""
    end = start
    for number in range(start, len(lines)):
        if not lines[number].strip():
            continue
        if not lines[number].startswith(" " * indent):
            break
        end = number + 1
    return end
