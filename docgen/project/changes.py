"""Which of the sources that answers were drawn from have changed since.

What counts is content. A file that was last changed well before it was looked at, and of which the system says the same
as then (its number, its size, and the times of the last change to its content and to what is noted of it, of which no
program sets the last one), holds what it held: it is not read again. Where the system keeps no such time, or the file
is younger, it is read.
"""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.confinement import module_names, read_regular
from docgen.errors import SourceError
from docgen.model.evidence import ABSENT, digest, digest_of_names
from docgen.project.kept import IMPORTS

if TYPE_CHECKING:
    from collections.abc import Sequence

_SETTLED = 2_000_000_000
"""Nanoseconds after which another change has another time, on every file system in use."""


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What the system says of a file or directory, and the digest of what it held when it said so."""

    content: str
    """The digest."""
    inode: int
    """Its number."""
    size: int
    """Bytes."""
    modified: int
    """When its content was changed, in nanoseconds."""
    changed: int
    """When anything of it was changed, in nanoseconds; no program can set this."""


class Look:
    """A look at sources of a project, as they are now.

    Attributes:
        stamps: For each path what a later look may go by.
    """

    def __init__(self, root: Path, stamps: dict[str, Stamp]) -> None:
        """Look, going by what an earlier look left."""
        self._root = str(root)
        self._before = stamps
        self._begun = time.time_ns()
        self._contents: dict[str, str] = {}
        self.stamps: dict[str, Stamp] = {}

    def changed(self, paths: Sequence[str], digests: Sequence[str]) -> frozenset[int]:
        """Numbers of the sources that do not hold what they held.

        Args:
            paths: Their paths, as they are kept.
            digests: What each held.
        """
        sources = enumerate(zip(paths, digests, strict=True))
        return frozenset(number for number, (path, then) in sources if path and not self._is(path, then))

    def _is(self, path: str, then: str) -> bool:
        if not path.endswith(IMPORTS):
            return self._content(path) == then
        file = path.removesuffix(IMPORTS)
        return (
            self._content(file) == then.partition(" ")[0]
            or _imports_of(self._at(file)) == then.partition(" ")[2]
        )

    def _at(self, path: str) -> str:
        # Plain text: hundreds of paths are looked at in every run, and each Path costs as much as the look.
        return os.path.join(self._root, path)  # noqa: PTH118

    def _content(self, path: str) -> str:
        """The digest of a file, or of the names in a directory; ABSENT where there is none."""
        found = self._contents.get(path)
        if found is None:
            found = self._contents[path] = self._looked_at(path)
        return found

    def _looked_at(self, path: str) -> str:
        at = self._at(path)
        try:
            said = os.stat(at)  # noqa: PTH116
        except (OSError, ValueError):
            return ABSENT
        before = self._before.get(path)
        if before is None or before != _stamp(before.content, said):
            content = _listing(at) if path.endswith("/") else _file(at)
            before = _stamp(content, said)
        if self._is_settled(said):
            self.stamps[path] = before
        return before.content

    def _is_settled(self, said: os.stat_result) -> bool:
        """Tell whether what the system says of a file cannot stay the same when it changes from now on."""
        regular = stat.S_ISREG(said.st_mode) or stat.S_ISDIR(said.st_mode)
        # Windows gives the time of creation instead of that of the last change.
        return (
            regular and os.name != "nt" and max(said.st_mtime_ns, said.st_ctime_ns) + _SETTLED < self._begun
        )


def _stamp(content: str, said: os.stat_result) -> Stamp:
    return Stamp(content, said.st_ino, said.st_size, said.st_mtime_ns, said.st_ctime_ns)


def _file(path: str) -> str:
    try:
        return digest(read_regular(path))
    except OSError:
        return ABSENT


def _listing(path: str) -> str:
    try:
        return digest_of_names(module_names(path))
    except OSError:
        return ABSENT


def _imports_of(path: str) -> str:
    """The digest of what a file imports now; ABSENT if it is not there, or not Python."""
    # Imported here: only what changed is parsed.
    from docgen.static.source.outline import digest_of_imports, imports  # noqa: PLC0415
    from docgen.static.source.parsing import parse  # noqa: PLC0415

    try:
        _, statements = parse(Path(path), path, imports)
    except SourceError:
        return ABSENT
    return digest_of_imports("", statements).strip()
