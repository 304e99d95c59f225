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

from docgen.confinement import real_path
from docgen.digests import ABSENT, SEVERAL, digest, digest_of_names
from docgen.errors import SourceError
from docgen.project.kept import IMPORTS
from docgen.project.layouts import layout_after
from docgen.regular_files import module_names, read_regular
from docgen.sightings import NOTHING, current, is_settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docgen.project.kept import Layout


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

    @property
    def state(self) -> str:
        """The same without the digest, as text."""
        return f"{self.inode} {self.size} {self.modified} {self.changed}"


class Look:
    """An examination of a project's sources as they are now.

    Attributes:
        before: The stamps of an earlier look.
        stamps: For each path, the stamp that a later look may rely on.
    """

    def __init__(
        self,
        root: Path,
        stamps: dict[str, Stamp],
        bases: Iterable[Path] = (),
        layouts: Mapping[str, Layout] | None = None,
    ) -> None:
        """Examine sources, relying on the stamps of an earlier look.

        Args:
            root: The documented project.
            stamps: The stamps.
            bases: Directories out of which no link may lead, for that is a change too; anywhere if there are none.
            layouts: Layouts of files as they were.
        """
        self._root = str(root)
        self._bases = tuple({str(real_path(each)) for each in bases})
        self._outside: dict[str, bool] = {}
        self._layouts = layouts or {}
        self._moved: dict[str, Layout | None] = {}
        self.before = stamps
        self._begun = time.time_ns()
        self._contents: dict[str, str] = {}
        self._edited: dict[tuple[str, str], str] = {}
        self.stamps: dict[str, Stamp] = {}

    def changed(self, paths: Sequence[str], digests: Sequence[str]) -> frozenset[int]:
        """Find the numbers of the sources whose content has changed.

        Args:
            paths: The paths of the sources, as they are kept.
            digests: The digest of each source's earlier content.
        """
        sources = enumerate(zip(paths, digests, strict=True))
        return frozenset(number for number, (path, then) in sources if path and not self._is(path, then))

    def tell(self, paths: Sequence[str], digests: Sequence[str]) -> None:
        """Record what answers were drawn from, if this run is recorded.

        Args:
            paths: The paths of the sources, as they are kept after this look.
            digests: The digest of each source's content.
        """
        sightings = current()
        if sightings is None:
            return
        for path, then in zip(paths, digests, strict=True):
            file = path.removesuffix(IMPORTS)
            content = self._edited.get((path, then)) or then.partition(" ")[0]
            stamp = self.stamps.get(file)
            if content == ABSENT:
                sightings.kind(self._at(file.removesuffix("/")), NOTHING)
            elif path:
                seen = stamp.state if stamp is not None and stamp.content == content else ""
                sightings.content(self._at(file), content, seen)

    def _is(self, path: str, then: str) -> bool:
        if not path.endswith(IMPORTS):
            return self._content(path) == then
        file = path.removesuffix(IMPORTS)
        content, _, imported = then.partition(" ")
        if self._content(file) == content:
            return True
        before = self._layouts.get(file)
        is_moved = before is not None and before.content == content and self.moved(file) is not None
        if not is_moved and _imports_of(self._at(file)) != imported:
            return False
        self._edited[path, then] = self._content(file)
        return True

    def moved(self, path: str) -> Layout | None:
        """The layout of a file as it is, if it has one and only lines that do not count came or went; else None."""
        if path not in self._moved:
            before = self._layouts.get(path)
            after = layout_after(self._at(path), before) if before is not None else None
            same = before is not None and after is not None and after.lines == before.lines
            self._moved[path] = after if same and after and after.content == self._content(path) else None
        return self._moved[path]

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
            said = os.lstat(at)
            is_link = stat.S_ISLNK(said.st_mode)
            if is_link:
                said = os.stat(at)  # noqa: PTH116
        except (OSError, ValueError):
            return ABSENT
        if self._bases and self._is_outside(at, is_link=is_link):
            return SEVERAL
        before = self.before.get(path)
        if before is None or before != _stamp(before.content, said):
            content = _listing(at) if path.endswith("/") else _file(at)
            before = _stamp(content, said)
        if is_settled(said, self._begun):
            self.stamps[path] = before
        return before.content

    def _is_outside(self, at: str, *, is_link: bool) -> bool:
        """Tell whether a file or directory is behind a link that leads out of the project."""
        if is_link:
            return self._is_elsewhere(at)
        parent = at.rpartition(os.sep)[0]
        found = self._outside.get(parent)
        if found is None:
            found = self._outside[parent] = self._is_elsewhere(parent)
        return found

    def _is_elsewhere(self, at: str) -> bool:
        real = os.path.realpath(at)
        return not any(real == base or real.startswith(base + os.sep) for base in self._bases)


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
    from docgen.static.source.conditional_names import conditional_names  # noqa: PLC0415
    from docgen.static.source.outline import digest_of_imports, imports  # noqa: PLC0415
    from docgen.static.source.parsing import parse  # noqa: PLC0415

    try:
        source, statements = parse(Path(path), path, imports)
    except SourceError:
        return ABSENT
    return digest_of_imports("", statements, conditional_names(source, statements)).strip()
