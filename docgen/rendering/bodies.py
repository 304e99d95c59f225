"""Bodies of admonitions and tabs, `!!! note` and `=== "Tab"`, in which a site's Markdown is read and CommonMark is not.

They are indented by four columns, which CommonMark takes for code, or for more of the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = re.compile(r"(?P<indent> *)(?:!!!|\?\?\?\+?|===[!+]?) +\S.*")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STEP = 4


@dataclass(frozen=True, slots=True)
class Body:
    """What is indented below such a line."""

    first_line: int
    """Its first line, counted from 1."""
    last_line: int
    """Its last line that is not empty."""
    indent: int
    """By how many columns it is indented."""

    def holds(self, line: int) -> bool:
        """Whether that line is one of it."""
        return self.first_line <= line <= self.last_line

    def taken_out(self, text: str) -> str:
        """The body without its indentation, below as many empty lines as keep the numbers of its lines."""
        lines = _LINE.findall(text)[self.first_line - 1 : self.last_line]
        return "\n" * (self.first_line - 1) + "".join(line[self.indent :] or "\n" for line in lines)

    def put_back(self, shown: str) -> str:
        """A body that was taken out, indented again."""
        return indented(shown[self.first_line - 1 :], " " * self.indent)


def indented(text: str, by: str) -> str:
    """`text` with every line that is not empty indented."""
    return "\n".join(by + line if line else line for line in text.split("\n"))


def bodies(text: str) -> Iterator[Body]:
    """The outermost bodies of `text`, lines ended by LF, in order."""
    lines = text.split("\n")
    last = 0
    for token in parsed(text):
        if token.type == "paragraph_open" and token.map:
            for number in range(*token.map):
                opening = _OPENING.fullmatch(lines[number])
                if opening and number >= last:
                    indent = len(opening["indent"]) + _STEP
                    last = _end(lines, number + 1, indent)
                    if last > number + 1:
                        yield Body(number + 2, last, indent)


def _end(lines: list[str], start: int, indent: int) -> int:
    """Behind the last line from `start` on that belongs to a body."""
    end = start
    for number in range(start, len(lines)):
        if not lines[number].strip():
            continue
        if not lines[number].startswith(" " * indent):
            break
        end = number + 1
    return end
