"""Figures that a script measured, written between two comments of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def with_region(text: str, name: str, lines: Iterable[str]) -> str:
    """The text of a page with these lines between `<!-- name -->` and `<!-- /name -->`.

    Raises:
        ValueError: the page has no such comments.
    """
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    place = re.compile(f"{re.escape(opening)}\n.*?{re.escape(closing)}", re.DOTALL)
    if not place.search(text):
        raise ValueError(f"no {opening} in the page")
    body = "\n".join(lines)
    return place.sub(lambda _: f"{opening}\n\n{body}\n\n{closing}", text)


def write_region(page: Path, name: str, lines: Iterable[str]) -> None:
    """Write these lines into a page."""
    page.write_text(with_region(page.read_text(encoding="utf-8"), name, lines), encoding="utf-8")
