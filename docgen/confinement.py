"""Files that an untrusted configuration may reach: regular ones inside the root, of a reasonable size.

The configuration of a documented project is untrusted data, and so are the links in its tree. A path counts by where
it leads once every link is resolved. Files elsewhere can be named on the command line.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath

LARGEST = 16 << 20
"""Bytes of the largest module, page, template or configuration that is read."""

DOCUMENTS = frozenset(
    {".htm", ".html", ".ipynb", ".markdown", ".md", ".mdown", ".mdx", ".mkd", ".qmd", ".rmd", ".rst", ".txt"}
)
"""Suffixes of pages, in lower case."""

_KEPT_BY_TOOLS = frozenset({".git", "git~1", ".hg", ".svn", ".jj", ".bzr"})
"""Directories of version control tools, which run some of the files in them; `git~1` is a short name of `.git`."""

_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_SHOWN = 100
"""Most characters that an error shows of a path."""


class RefusedError(OSError):
    """A file that is not opened because of its kind, its size or its place; `strerror` says which."""

    def __init__(self, reason: str, path: str | os.PathLike[str]) -> None:
        super().__init__(errno.EPERM, reason, os.fspath(path))


@dataclass(frozen=True, slots=True)
class Confines:
    """The root of a project, and the directories outside it that were named on the command line."""

    root: Path
    """The documented project."""
    outside: tuple[Path, ...] = ()
    """Directories that count as inside, with everything below them."""

    def locate(self, name: str) -> Path:
        """Resolve `name`, relative to the root, to a path.

        Raises:
            RefusedError: it leads out of the root, or holds characters that no path should.
        """
        if any(unicodedata.category(character) in _CONTROLS for character in name):
            raise RefusedError("the path holds control characters", shortened(name))
        target = real_path(self.root / name)
        if not any(target.is_relative_to(real_path(each)) for each in (self.root, *self.outside)):
            raise RefusedError(f"it leads out of the project, to {shortened(str(target))}", shortened(name))
        return target

    def document(self, name: str) -> Path:
        """Resolve the page `name`: inside the root, with a document's suffix, outside version control.

        Raises:
            RefusedError: it is not all of these.
        """
        target = self.locate(name)
        bases = [
            base for each in (self.root, *self.outside) if target.is_relative_to(base := real_path(each))
        ]
        below = min((target.relative_to(base).parts for base in bases), key=len)
        if any(map(_is_kept_by_tools, (*PurePath(name).parts, *below))):
            raise RefusedError("it is in a directory of version control", shortened(name))
        for path in (PurePath(name), target):
            if path.suffix.lower() not in DOCUMENTS:
                known = " ".join(sorted(DOCUMENTS))
                raise RefusedError(
                    f"{path.suffix or 'no suffix'} is no suffix of pages ({known})", shortened(name)
                )
        return target


def real_path(path: Path) -> Path:
    """Return `path` with its links resolved; where links form a circle, as far as possible."""
    return Path(os.path.realpath(path))


def read_regular(path: str | os.PathLike[str], most: int = LARGEST) -> bytes:
    """Read a regular file; a file of another kind, or one that is too large, is not opened.

    Args:
        path: The file.
        most: Most bytes that it may have.

    Raises:
        RefusedError: it is of another kind, or larger.
        OSError: it cannot be read.
    """
    try:
        refuse_kind(os.stat(path), path, most)  # noqa: PTH116 - hundreds are read in every run
        # Opened without waiting for a writer, because a named pipe may have taken the file's place meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError:
        raise RefusedError("the path holds control characters", "") from None
    with os.fdopen(descriptor, "rb") as file:
        refuse_kind(os.fstat(descriptor), path, most)
        content = file.read(most + 1)
    if len(content) > most:
        raise RefusedError(_too_large(most), path)
    return content


def module_names(directory: str | os.PathLike[str]) -> frozenset[str]:
    """List the names in a directory, with a slash after any that looks like a module's and is not a file.

    Raises:
        OSError: the directory cannot be listed.
    """
    with os.scandir(directory) as entries:
        return frozenset(
            f"{entry.name}/" if entry.name.endswith(".py") and not _is_file(entry) else entry.name
            for entry in entries
        )


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False  # a link that leads to itself


def refuse_kind(found: os.stat_result, path: str | os.PathLike[str], most: int = LARGEST) -> None:
    """Refuse anything but a regular file of at most `most` bytes.

    Raises:
        RefusedError: it is of another kind, or larger.
    """
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "of an unknown kind")
        raise RefusedError(f"it is {kind}, not a regular file", path)
    if found.st_size > most:
        raise RefusedError(_too_large(most), path)


def shortened(path: str) -> str:
    """A path as an error shows it."""
    return path if len(path) <= _SHOWN else f"{path[:_SHOWN]}..."


def _too_large(most: int) -> str:
    return f"it is larger than {most >> 20} MiB" if most >= 1 << 20 else f"it is larger than {most} bytes"


def _is_kept_by_tools(part: str) -> bool:
    """Tell whether some file system takes a name for a directory of version control."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", part) if unicodedata.category(c) != "Cf")
    return shown.casefold().rstrip(" .") in _KEPT_BY_TOOLS
