"""Entries of the cache: files with a checksum of their content and of the question that they answer."""

from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from docgen.atomic_write import collect_leftovers, replace_file
from docgen.confinement import read_regular
from docgen.errors import DocgenWarning

T = TypeVar("T")

SCHEMA = 1
"""Version of the entry format; an entry of another version is made again."""
_CHECKSUM = 16
"""Bytes at the start of an entry that prove that it is whole and answers the question."""
_LARGEST = 256 << 20
"""Bytes of the largest entry that is kept and read."""
_SUFFIX = ".msgpack"

ENTRIES = 128
"""Most entries that are kept; the least recently used are removed first."""


class Contents(NamedTuple):
    """Size of a cache."""

    entries: int
    """Number of entries."""
    size: int
    """Size of all entries, in bytes."""


def cache_directory() -> Path | None:
    """Find the user's cache: `$DOCGEN_CACHE_DIR`, or else the system's place for caches; None if it has none."""
    if named := os.environ.get("DOCGEN_CACHE_DIR"):
        return Path(named)
    # Imported here: it is not needed where the directory is given.
    import platformdirs  # noqa: PLC0415

    try:
        found = platformdirs.user_cache_path("docgen", appauthor=False)
    except RuntimeError:
        return None  # as newer releases say it
    # Without HOME, and for a user that the system does not know, it is relative to where the command runs.
    return found if found.is_absolute() else None


def entry_path(directory: Path, question: str) -> Path:
    """Return the path of the entry that answers a question."""
    return directory / f"{question}{_SUFFIX}"


def read_entry(path: Path, kind: type[T]) -> T | None:
    """Read an entry; None if it does not exist, is damaged, or is of another question or of an older docgen."""
    try:
        entry = memoryview(read_regular(path, _LARGEST))
        if _checksum(path.name, entry[_CHECKSUM:]) != entry[:_CHECKSUM]:
            return None  # damaged, or cut short by a full disk: it is made again
        found = msgspec.msgpack.decode(entry[_CHECKSUM:], type=kind)
        path.touch()
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return None
    return found


def write_entry(path: Path, entry: object) -> None:
    """Write an entry; a directory that cannot be written is a warning, because no answer depends on the cache."""
    content = msgspec.msgpack.encode(entry)
    if len(content) > _LARGEST - _CHECKSUM:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, _checksum(path.name, content) + content)
        for stale in _by_age(path.parent)[:-ENTRIES]:
            stale.unlink(missing_ok=True)
    except OSError as error:
        text = (
            f"nothing is kept for the next run: {error.filename or path.parent}: {error.strerror}; "
            "to fix: set DOCGEN_CACHE_DIR to a directory that can be written, or give --no-cache"
        )
        warnings.warn(text, DocgenWarning, stacklevel=2)


def contents(directory: Path) -> Contents:
    """Return the size of a cache.

    Raises:
        OSError: the directory exists and cannot be read.
    """
    sizes = [path.stat().st_size for path in directory.glob(f"*{_SUFFIX}")]
    return Contents(len(sizes), sum(sizes))


def clear(directory: Path) -> Contents:
    """Remove all entries, and the temporary files of killed runs, and nothing else.

    Returns:
        The number and size of the removed entries.

    Raises:
        OSError: an entry cannot be removed.
    """
    removed = contents(directory)
    for path in directory.glob(f"*{_SUFFIX}"):
        path.unlink(missing_ok=True)
    collect_leftovers(directory)
    return removed


def _by_age(directory: Path) -> list[Path]:
    """Entries, the least recently used first; those that another run removes meanwhile are left out."""
    aged = []
    for path in directory.glob(f"*{_SUFFIX}"):
        try:
            aged.append((path.stat().st_mtime_ns, path))
        except FileNotFoundError:
            continue
    return [path for _, path in sorted(aged)]


def _checksum(name: str, content: bytes | memoryview) -> bytes:
    digest = hashlib.blake2b(f"{SCHEMA} {name}".encode(), digest_size=_CHECKSUM)
    digest.update(content)
    return digest.digest()
