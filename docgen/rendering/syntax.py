"""Markdown parsed once per text: for markers, for include lines and for tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MOST = 600_000
"""Greatest cost of a text that is parsed, in marks of about 10 microseconds."""
_COSTS = {"\n": 4, "[": 3, "<": 3, **dict.fromkeys("*_!&\\`|", 1)}
"""Costs of characters at which the parser tries several rules; others cost next to nothing."""
_INLINES = 1 << 16
"""Most pieces of inline Markdown that are kept: the cells of a long table, which is parsed in several texts."""


def refuse_long(markdown: str, path: str) -> None:
    """Refuse a text that takes the parser too long: a page of millions of brackets is a megabyte or two.

    Args:
        markdown: A page, or a part of one.
        path: The path of the page, for the error.

    Raises:
        PageError: it has too many lines and marks.
    """
    if sum(cost * markdown.count(character) for character, cost in _COSTS.items()) > MOST:
        what = f"Markdown of more than {MOST:,} marks and lines takes too long to parse"
        raise PageError(what, location=Location(path, 1), remedy="split the page")


@lru_cache(maxsize=64)
def parsed(markdown: str) -> tuple[Token, ...]:
    """The tokens of a CommonMark text with tables; they are shared, so nobody may change them."""
    return tuple(_parsers()[0].parse(markdown))


@lru_cache(maxsize=1)
def _parsers() -> tuple[MarkdownIt, MarkdownIt]:
    """The parser of texts, which keeps what it made of their inline Markdown, and the one that makes it."""
    # Imported here: pages without markers are recognised without it.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    texts = MarkdownIt("commonmark").enable("table")
    texts.core.ruler.at("inline", _inlines)
    return texts, MarkdownIt("commonmark")


def _inlines(state: StateCore) -> None:
    """Parse the inline Markdown of a text: cells and sentences that are the same share their tokens."""
    from markdown_it.rules_core import inline  # noqa: PLC0415

    if state.env.get("references"):  # the text itself says where its links lead
        inline(state)
        return
    for token in state.tokens:
        if token.type == "inline":
            token.children = [*_children(token.content)]


@lru_cache(maxsize=_INLINES)
def _children(content: str) -> Sequence[Token]:
    [token] = _parsers()[1].parseInline(content)
    return token.children or ()
