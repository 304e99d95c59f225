"""Markdown parsed once per text: for markers, for include lines and for tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_INLINES = 1 << 16
"""Most pieces of inline Markdown that are kept: the cells of a long table, which is parsed in several texts."""


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
