"""MDX converted to Markdown: JSX between braces becomes text, or is removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODULE = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+(?=<)", re.MULTILINE)
_STRING = re.compile(r"""\s*(["'`])(.*)\1\s*""", re.DOTALL)
_INLINE = re.compile(r"(<t[dh]\b[^>]*>)(.*?)(</t[dh]>)", re.IGNORECASE | re.DOTALL)
_COMPONENT = re.compile(r"<[A-Z][\w.]*(?:[^<>{}/]|\{[^{}]*\}|/(?!>))*/>")
_ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "|": "&#124;"})
_COMMENT = re.compile(r"\s*/\*.*\*/\s*", re.DOTALL)


def to_markdown(text: str) -> str:
    """The page as Markdown with HTML in it, every line in its place; a component inside a line is its own word."""
    return _INDENT.sub("", _MODULE.sub("", "".join(_pieces(_COMPONENT.sub(_as_word, text)))))


def _as_word(component: re.Match[str]) -> str:
    """A component without content as text, for what it shows is written elsewhere."""
    line = component.string[: component.start()].rpartition("\n")[2]
    rest = component.string[component.end() :].partition("\n")[0]
    if not line.strip() and not rest.strip():
        return component[0]
    words = " ".join(component[0].replace("/>", " />").split())
    return words.translate(_ESCAPED)


def with_inline_markdown(html: str) -> str:
    """HTML in whose cells Markdown is rendered too, as MDX does."""
    inline = MarkdownIt("commonmark")
    return _INLINE.sub(lambda cell: cell[1] + inline.renderInline(cell[2]) + cell[3], html)


def _pieces(text: str) -> Iterator[str]:
    """The text with each outermost pair of braces replaced; one that does not close is text."""
    start = position = 0
    depth = 0
    fenced = _fences(text)
    for match in re.finditer(r"[{}]", text):
        if any(first <= match.start() < last for first, last in fenced):
            continue
        if match[0] == "{":
            if depth == 0:
                start = match.start()
                yield text[position:start]
                position = start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield _instead(text[start + 1 : match.start()], attribute=text[:start].endswith("="))
                position = match.end()
    yield text[position:]


def _fences(text: str) -> list[tuple[int, int]]:
    """Find the lines of code blocks, in which braces are text."""
    return [match.span() for match in re.finditer(r"^(```+|~~~+).*?^\1", text, re.MULTILINE | re.DOTALL)]


def _instead(inside: str, *, attribute: bool) -> str:
    """The replacement of an expression: a string's content, any other expression's source, nothing inside a tag."""
    lines = "\n" * inside.count("\n")
    if attribute:
        return f'""{lines}'
    if _COMMENT.fullmatch(inside):
        return lines
    string = _STRING.fullmatch(inside)
    return string[2] if string else inside
