"""Limits on a source tree: files inside the project, directories of limited depth, texts that can be parsed."""

from __future__ import annotations

import os
import re
from itertools import islice
from typing import TYPE_CHECKING

from docgen.confinement import real_path, shortened
from docgen.errors import SourceError
from docgen.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PARTS = 100
"""Most parts of a dotted name: CPython joins them two by two, which takes time in the square of their number."""
_LONG_LINE = 2 * _PARTS
_CONTINUED = 20
_DOTTED = re.compile(rb"\w+(?:[ \t\\\r\n]*\.[ \t\\\r\n]*\w+)*")
_DEEPEST = 100
"""Deepest nesting of directories."""
_LARGE = 1 << 20
"""Bytes below which no text is large enough to be costly."""
_WORDS = 1_000_000
"""Most words and signs of a module: its syntax tree takes some hundred bytes for each."""
_WORD = re.compile(rb"\w+|[^\w\s]")

_OPEN = "docgen --allow-outside DIR takes what is in another directory"


class TreeBounds:
    """The directories that a tree may read from."""

    def __init__(self, root: Path, packages: Iterable[Path], outside: Iterable[Path]) -> None:
        """Resolve the directories.

        Args:
            root: The project.
            packages: Its packages; one that is a link counts as its target.
            outside: Further directories, from the command line.
        """
        self._depth = len(root.parts)
        self._bases = tuple({real_path(each) for each in (root, *packages, *outside)})

    def refuse_way_out(self, path: Path, shown: str) -> None:
        """Refuse a file or directory that is behind a link out of the project, or too deep in it.

        Args:
            path: The file or directory.
            shown: Its name in errors.

        Raises:
            SourceError: it is outside, or too deep.
        """
        if len(path.parts) - self._depth > _DEEPEST:
            what, remedy = f"more than {_DEEPEST} directories one inside the other", "move it up"
            raise SourceError(what, location=Location(shortened(shown), 1), remedy=remedy)
        target = real_path(path)
        if not any(target.is_relative_to(base) for base in self._bases):
            what = "it is behind a link that leads out of the project"
            raise SourceError(what, location=Location(shortened(shown), 1), remedy=_OPEN)

    @staticmethod
    def refuse_circle(path: Path, shown: str) -> None:
        """Refuse to walk into a directory through a link that leads back to one around it.

        Raises:
            SourceError: it is such a link.
        """
        if os.path.islink(path) and real_path(path.parent).is_relative_to(real_path(path)):  # noqa: PTH114 - for speed
            what = "the link leads back to a directory around it, so that its modules have no end"
            raise SourceError(what, location=Location(shortened(shown), 1), remedy="remove the link")


def unlistable(shown: str, error: OSError) -> SourceError:
    """The error of a directory that cannot be listed."""
    what = f"cannot list the directory: {error.strerror}"
    remedy = "make it one that can be read, or remove it"
    return SourceError(what, location=Location(shortened(shown), 1), remedy=remedy)


def refuse_costly(source: bytes) -> None:
    """Refuse a text whose parsing takes time or memory out of proportion.

    Raises:
        SyntaxError: it does.
    """
    if len(source) > _LARGE and next(islice(_WORD.finditer(source), _WORDS, None), None):
        raise SyntaxError(f"more than {_WORDS:,} words and signs", ("", 1, None, None))
    for number, text in _suspects(source):
        # Most long lines have few dots.
        if text.count(b".") >= _PARTS and any(map(_is_long, _DOTTED.findall(text))):
            raise SyntaxError(f"a dotted name of more than {_PARTS} parts", ("", number, None, None))


def _is_long(name: bytes) -> bool:
    return len(name) >= _LONG_LINE and name.count(b".") >= _PARTS


def _suspects(source: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of a text that may hold a long dotted name, with their first lines: few texts have any."""
    if source.count(b"\\\n") > _CONTINUED:
        yield 1, source
    elif len(source) > _LONG_LINE:
        lines = source.split(b"\n")
        if max(map(len, lines)) > _LONG_LINE:
            yield from ((number, line) for number, line in enumerate(lines, 1) if len(line) > _LONG_LINE)
