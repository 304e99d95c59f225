"""Words that stand for tables while a page is Markdown, and give way to HTML once it is a page of a site.

Markdown would read what HTML holds in its own way where that stands in a list or an admonition; a word of letters and
digits it leaves alone.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Placeholders:
    """The words of one build, which authors of pages cannot guess."""

    def __init__(self) -> None:
        self._key = f"docgen{secrets.token_hex(8)}"
        self._makers: list[Callable[[str], str]] = []
        self._numbers: dict[str, int] = {}
        self._word = re.compile(rf"<p>\s*{self._key}x(\d+)y\s*</p>|{self._key}x(\d+)y")

    def stand_for(self, name: str, make: Callable[[str], str]) -> str:
        """The word for what `name` names, always the same; `make` writes its HTML when it is needed."""
        if name not in self._numbers:
            self._numbers[name] = len(self._makers)
            self._makers.append(make)
        return f"{self._key}x{self._numbers[name]}y"

    def stand_in(self, text: str) -> bool:
        """Tell whether any of the words is in a text."""
        return self._word.search(text) is not None

    def filled(self, html: str, start: str) -> str:
        """A page with HTML in place of the words."""
        return self._word.sub(lambda found: self._makers[int(found[1] or found[2])](start), html)
