"""Regular files of a reasonable size, and the names in directories; nothing else of a documented project is read."""

from __future__ import annotations

import errno
import os
import stat

from docgen import sightings
from docgen.digests import digest, digest_of_names

LARGEST = 16 << 20
"""Bytes of the largest module, page, template or configuration that is read."""

_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class RefusedError(OSError):
    """A file that is not opened because of its kind, its size or its place; `strerror` says which."""

    def __init__(self, reason: str, path: str | os.PathLike[str]) -> None:
        super().__init__(errno.EPERM, reason, os.fspath(path))


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
        refuse_kind(os.stat(path), path, most)
        # Opened without waiting for a writer, because a named pipe may have taken the file's place meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        sightings.saw_kind(path)
        raise
    except OSError:
        sightings.saw_trouble()
        raise
    except ValueError:
        sightings.saw_trouble()
        raise RefusedError("the path holds control characters", "") from None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        refuse_kind(found, path, most)
        content = file.read(most + 1)
    if len(content) > most:
        sightings.saw_trouble()
        raise RefusedError(_too_large(most), path)
    sightings.saw(path, found, lambda: digest(content))
    return content


def module_names(directory: str | os.PathLike[str]) -> frozenset[str]:
    """List the names in a directory, with a slash after any that looks like a module's and is not a file.

    Raises:
        OSError: the directory cannot be listed.
    """
    found = sightings.before_listing(directory)
    with os.scandir(directory) as entries:
        names = frozenset(
            f"{entry.name}/" if entry.name.endswith(".py") and not _is_file(entry) else entry.name
            for entry in entries
        )
    if found is not None:
        sightings.saw(f"{os.fspath(directory)}/", found, lambda: digest_of_names(names))
    return names


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


def _too_large(most: int) -> str:
    return f"it is larger than {most >> 20} MiB" if most >= 1 << 20 else f"it is larger than {most} bytes"
