"""Seals: checksums of the meaning of Markdown, by which edits are distinguished from reformatting.

Formatters pad tables, exchange bullets, change escapes, wrap and renumber; none of that changes the parser's result.
A seal is a short checksum of that result.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

SEAL = re.compile(r"[0-9a-f]{8}")
"""Form of a seal."""

_DIGEST_SIZE = 4
_VERBATIM = {"fence": "code", "code_block": "code", "html_block": "html"}
"""Blocks whose text is kept as written; one formatter turns indented code into fenced code."""

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def seal(markdown: str) -> str:
    """Compute a checksum that stays the same as long as the meaning of the text does."""
    return hashlib.blake2b(canonical(markdown).encode(), digest_size=_DIGEST_SIZE).hexdigest()


@lru_cache(maxsize=8)
def canonical(markdown: str) -> str:
    """Return a normal form of a text that only texts of the same meaning share."""
    return "\n".join(_pieces(markdown.removeprefix("\ufeff")))


def _pieces(markdown: str) -> Iterator[str]:
    for token in parsed(markdown):
        if token.type == "inline":
            yield repr(" ".join("".join(_inline(token.children or ())).split()))
        elif token.type in _VERBATIM:
            content = "\n".join(line.rstrip() for line in token.content.strip("\n").split("\n"))
            yield f"{_VERBATIM[token.type]} {token.info.strip()} {content!r}"
        else:
            # The numbers of items are left out: one formatter turns 1, 2, 3 into 1, 1, 1, which is shown the same.
            yield f"{token.type} {token.tag}"


def _inline(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        if child.type == "text":
            yield child.content
        elif child.type in _BREAKS:
            yield _BREAKS[child.type]
        else:
            # Kept apart from text that happens to be spelt the same.
            yield f"\x00{child.type} {child.content} {sorted(child.attrs.items())}\x00"
