"""Detection of changes in the sources that answers were drawn from.

Content is what counts. A file is not read again if it had not changed for a while when it was last examined, and if
the system reports the same as then: its number, its size, and the times of the last change to its content and to its
metadata, of which programs cannot set the second. Where the system keeps no such time, or the file had just changed,
it is read.
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
"""Nanoseconds after which a further change gets a different time, on every file system in use."""


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """State of a file or directory as the system reports it, and the digest of its content at that moment."""

    content: str
    """The digest."""
    inode: int
    """Its inode number."""
    size: int
    """Its size in bytes."""
    modified: int
    """Time of the last change to its content, in nanoseconds."""
    changed: int
    """Time of the last change to its content or metadata, in nanoseconds; no program can set this."""


class Look:
    """An examination of a project's sources as they are now.

    Attributes:
        stamps: For each path, the stamp that a later look may rely on.
    """

    def __init__(self, root: Path, stamps: dict[str, Stamp]) -> None:
        """Examine sources, relying on the stamps of an earlier look."""
        self._root = str(root)
        self._before = stamps
        self._begun = time.time_ns()
        self._contents: dict[str, str] = {}
        self.stamps: dict[str, Stamp] = {}

    def changed(self, paths: Sequence[str], digests: Sequence[str]) -> frozenset[int]:
        """Find the numbers of the sources whose content has changed.

        Args:
            paths: The paths of the sources, as they are kept.
            digests: The digest of each source's earlier content.
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
        # Plain text: every run examines hundreds of paths, and creating a Path costs as much as examining it.
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
        """Tell whether any later change to a file is bound to change what the system reports of it."""
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
    """The digest of a file's imports; ABSENT if it does not exist, or is not Python."""
    # Imported here: only changed files are parsed.
    from docgen.static.source.outline import digest_of_imports, imports  # noqa: PLC0415
    from docgen.static.source.parsing import parse  # noqa: PLC0415

    try:
        _, statements = parse(Path(path), path, imports)
    except SourceError:
        return ABSENT
    return digest_of_imports("", statements).strip()
