"""What Markdown says, whichever way it is written: the measure of whether somebody changed it.

Formatters pad tables, exchange bullets, escape more or less, wrap and renumber; none of that changes what the parser
makes of a text. A seal is a short checksum of what it makes.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from docgen.rendering.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

SEAL = re.compile(r"[0-9a-f]{8}")
"""What a seal looks like."""

_DIGEST_SIZE = 4
_VERBATIM = {"fence": "code", "code_block": "code", "html_block": "html"}
"""What is kept as it is written; one formatter makes fenced code of indented code."""

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def seal(markdown: str) -> str:
    """A checksum that stays as long as the text says the same."""
    return hashlib.blake2b(canonical(markdown).encode(), digest_size=_DIGEST_SIZE).hexdigest()


def canonical(markdown: str) -> str:
    """Return what a text says, in a form that only another text that says the same has."""
    return "\n".join(_pieces(markdown.removeprefix("\ufeff")))


def _pieces(markdown: str) -> Iterator[str]:
    for token in parsed(markdown):
        if token.type == "inline":
            yield repr(" ".join("".join(_inline(token.children or ())).split()))
        elif token.type in _VERBATIM:
            content = "\n".join(line.rstrip() for line in token.content.strip("\n").split("\n"))
            yield f"{_VERBATIM[token.type]} {token.info.strip()} {content!r}"
        else:
            # Not how an item is numbered: of 1, 2, 3 one formatter makes 1, 1, 1, which reads the same.
            yield f"{token.type} {token.tag}"


def _inline(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        if child.type == "text":
            yield child.content
        elif child.type in _BREAKS:
            yield _BREAKS[child.type]
        else:
            # Apart from text that happens to read the same.
            yield f"\x00{child.type} {child.content} {sorted(child.attrs.items())}\x00"
