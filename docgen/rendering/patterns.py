"""Configured pages by their files: a pattern such as `docs/**/*.md` stands for all that match it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docgen.config import Page


def listed(root: Path, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, each with the path of one file; where several entries name a file, one without a pattern counts.

    A page that only a pattern names is optional: most pages of a directory have nothing for docgen.
    """
    named = {page.path: page for page in pages if not page.is_pattern}
    for page in pages:
        if page.is_pattern:
            for path in matching(root, page):
                named.setdefault(path, msgspec.structs.replace(page, path=path, optional=True))
    return tuple(named.values())


def matching(root: Path, page: Page) -> Iterator[str]:
    """The files that a pattern matches, in order, relative to the root; none in hidden directories."""
    for path in sorted(root.glob(page.path)):
        relative = path.relative_to(root)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield relative.as_posix()
