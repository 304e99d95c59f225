"""Extensions of Markdown that site generators read, as CommonMark: blocks, attribute lists, roles, footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_AS_RST = frozenset({"list-table", "csv-table", "eval-rst"})
"""Directives of MyST whose content is reStructuredText."""
_LITERAL = frozenset({"code", "code-block", "code-cell", "literalinclude", "math", "mermaid", "raw"})
"""Directives whose content is no text of the page."""
_HOLDING = frozenset({
    "admonition", "attention", "caution", "card", "danger", "details", "div", "dropdown", "error", "grid",
    "grid-item", "hint", "important", "note", "seealso", "tab", "tab-item", "tab-set", "table", "tip", "warning",
})  # fmt: skip
"""Directives between backticks whose content is Markdown."""
_INDENTED = re.compile(r' *(?:!!!|\?\?\?\+?) +["\w].*|===[!+]? +".*')
"""First line of an admonition or a tab, whose content is indented."""
_INDENT = "    "
_COLONS = re.compile(r"(:{3,})\s*(?:\{([\w:-]+)\}|\w[\w-]*)?(.*)")
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})\s*(?:\{([\w:-]+)\})?(.*)")
_OPTION = re.compile(r":[\w-]+:( .*)?")
_ATTRIBUTES = re.compile(
    r"\{(?::[^{}\n]*|\s*(?:[#.][\w:-]+|[\w-]+=(?:\"[^\"{}\n]*\"|[^\s{}\"]+))(?:\s+(?:[#.]?[\w:=-]+|[\w-]+=\"[^\"{}\n]*\"))*\s*)\}"
)
_ROLE = re.compile(r"(?<!`)\{[A-Za-z][\w:.+-]*\}(?=`)")
_FOOTNOTE = re.compile(r"(\s*)(\[\^[^\]]+\]:)")


def as_commonmark(text: str) -> str:
    """The page without what only some generators understand, every line in its place.

    Admonitions, tabs and containers give way to their content; attribute lists and the names of roles are left out.
    What stands between the fences of a code block is kept.
    """
    reader = _Reader()
    return "\n".join(reader.line(line) for line in text.split("\n"))


@dataclass
class _Reader:
    """Reads a page line by line."""

    depth: list[int] = field(default_factory=list)
    """The indentation of each block around the line whose content is indented."""
    fence: str = ""
    """The signs that end the code block around the line; empty outside of one."""
    written: str = ""
    """The signs that end it in the result."""
    blocks: list[str] = field(default_factory=list)
    """The signs that end each open block between fences whose content is Markdown."""
    options: bool = False
    """True where the line may be an option of the directive above."""

    def line(self, line: str) -> str:
        """The line as CommonMark."""
        content = self._unindented(line)
        bare = content.strip()
        if self.fence:
            if set(bare) == set(self.fence) and len(bare) >= len(self.fence):
                content, self.fence = content.replace(bare, self.written), ""
            return content
        if self.options and _OPTION.fullmatch(bare):
            return ""
        self.options = False
        if self.blocks and bare == self.blocks[-1]:
            self.blocks.pop()
            return ""
        if _INDENTED.fullmatch(content):
            self.depth.append(len(line) - len(line.lstrip()))
            return ""
        fenced = _FENCE.fullmatch(bare) or _COLONS.fullmatch(bare)
        return self._opened(fenced, content) if fenced else "".join(_inline(content))

    def _unindented(self, line: str) -> str:
        """The line without the indentation of the blocks around it; one with less ends them."""
        if line.strip():
            indent = len(line) - len(line.lstrip())
            while self.depth and indent < self.depth[-1] + len(_INDENT):
                self.depth.pop()
        for _ in self.depth:
            line = line.removeprefix(_INDENT)
        return line

    def _opened(self, fenced: re.Match[str], content: str) -> str:
        """The first line of a block between fences."""
        signs, name, words = fenced.groups()
        colons = signs.startswith(":")
        if colons and not (name or words or fenced[0] != signs):
            return ""
        if name in _HOLDING or (colons and name not in READ_AS_RST | _LITERAL):
            self.blocks.append(signs)
            self.options = name is not None
            return words.strip() if name == "table" else ""
        self.fence, self.written = signs, "`" * 8 if colons else signs
        return content.replace(signs, self.written, 1) if colons else content


def _inline(content: str) -> Iterator[str]:
    """A line of text, without attribute lists and names of roles; a footnote's text is no definition of a link."""
    footnote = _FOOTNOTE.match(content)
    if footnote:
        yield f"{footnote[1]}\\{footnote[2]}"
        content = content[footnote.end() :]
    yield _ROLE.sub("", _ATTRIBUTES.sub("", content))
