"""Tables of a Markdown page: pipes, HTML between the lines, and the directives of MyST."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from docgen.claims.formats import html, restructured_text
from docgen.claims.formats.extensions import READ_AS_RST, as_commonmark
from docgen.claims.formats.html import LINE, marked_line
from docgen.claims.formats.jsx import with_inline_markdown
from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from docgen.claims.tables import PageTable

_MARKED = re.compile(r"<table\b[^>]*\smarkdown\b", re.IGNORECASE)
"""A table in whose cells Markdown is rendered, as many generators do where it is asked for."""
_TAG = re.compile(r"<(table|tr|td|th)\b", re.IGNORECASE)
_DIRECTIVE = re.compile(rf"\{{({'|'.join(sorted(READ_AS_RST))})\}}(.*)")
_LINK = re.compile(r"(!?)\[([^\]\n]+)\]\([^()\n]*\)|(?<!`)\{([A-Za-z][\w:.+-]*)\}(?=`)")
_RENDERER = MarkdownIt("commonmark").enable("table")


def tables(text: str) -> tuple[PageTable, ...]:
    """The tables of a page.

    Raises:
        PageError: a directive holds a table, and its parser is not installed.
    """
    text = as_commonmark(text.removeprefix("\ufeff"))
    found = [*html.tables(to_html(text), marked_line), *_directives(text)]
    return tuple(sorted(found, key=lambda table: table.line))


def to_html(text: str) -> str:
    """CommonMark as HTML in which tables carry their lines."""
    tokens = [_with_line(token) for token in parsed(text)]
    return str(_RENDERER.renderer.render(tokens, _RENDERER.options, {}))


def _with_line(token: Token) -> Token:
    """A token that carries its line, if it is of a table or raw HTML; a copy, for tokens are shared."""
    if token.map is None:
        return token
    line = token.map[0] + 1
    if token.type == "html_block":
        content = _numbered(token.content, line)
        return token.copy(content=with_inline_markdown(content) if _MARKED.search(content) else content)
    if token.type in {"table_open", "tr_open"}:
        return token.copy(attrs={**token.attrs, LINE: line})
    return token


def _numbered(content: str, line: int) -> str:
    """Raw HTML with its line added to each tag that belongs to a table."""
    return _TAG.sub(
        lambda match: f'{match[0]} {LINE}="{line + content.count(chr(10), 0, match.start())}"', content
    )


def _directives(text: str) -> Iterator[PageTable]:
    """The tables of fenced directives, which are reStructuredText."""
    heading = ""
    for position, token in enumerate(parsed(text)):
        if token.type == "heading_open":
            heading = parsed(text)[position + 1].content
        directive = _DIRECTIVE.match(token.info) if token.type == "fence" else None
        if directive and token.map:
            content = token.content
            if directive[1] != "eval-rst":
                body = "\n".join(f"   {line}" for line in _LINK.sub(_as_role, content).splitlines())
                content = f".. {directive[1]}::{directive[2]}\n{body}\n"
            for table in restructured_text.tables(content):
                shift = token.map[0] + (directive[1] == "eval-rst")
                yield replace(table.moved(shift), heading=heading)


def _as_role(link: re.Match[str]) -> str:
    """A link or an image of Markdown, or a role of MyST, as reStructuredText that shows the same words."""
    image, text, role = link.groups()
    return text if image else f"`{text.strip('`')}`" if text else f":{role}:"
