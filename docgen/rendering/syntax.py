"""Markdown parsed once per text: for markers, for include lines and for tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token


@lru_cache(maxsize=64)
def parsed(markdown: str) -> tuple[Token, ...]:
    """The tokens of a CommonMark text with tables; they are shared, so nobody may change them."""
    # Imported here: pages without markers are recognised without it.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return tuple(MarkdownIt("commonmark").enable("table").parse(markdown))
