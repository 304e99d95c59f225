"""Entries of the cache: files with a checksum of what they hold and of the question that they answer."""

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
"""Version of the form of an entry; one of another is made again."""
_CHECKSUM = 16
"""Bytes in front of an entry that tell whether it is whole, and in its place."""
_LARGEST = 256 << 20
"""Bytes of the largest entry that is kept and read."""
_SUFFIX = ".msgpack"

ENTRIES = 128
"""Entries kept; the least recently used go first."""


class Contents(NamedTuple):
    """What a cache holds."""

    entries: int
    """How many entries."""
    size: int
    """Their bytes."""


def cache_directory() -> Path | None:
    """The user's cache: `$DOCGEN_CACHE_DIR`, else where the system keeps caches; None where there is no such place."""
    if named := os.environ.get("DOCGEN_CACHE_DIR"):
        return Path(named)
    # Imported here: whoever names a directory need not wait for it.
    import platformdirs  # noqa: PLC0415

    try:
        found = platformdirs.user_cache_path("docgen", appauthor=False)
    except RuntimeError:
        return None  # as newer releases say it
    # Without HOME, and for a user whom the system does not know, it is relative: to wherever the command runs.
    return found if found.is_absolute() else None


def entry_path(directory: Path, question: str) -> Path:
    """Where the entry that answers a question is."""
    return directory / f"{question}{_SUFFIX}"


def read_entry(path: Path, kind: type[T]) -> T | None:
    """What an entry holds; None if there is none, or it is damaged, of another question or of an older docgen."""
    try:
        entry = memoryview(read_regular(path, _LARGEST))
        if _checksum(path.name, entry[_CHECKSUM:]) != entry[:_CHECKSUM]:
            return None  # damaged, or what a full disk left: it is made again
        found = msgspec.msgpack.decode(entry[_CHECKSUM:], type=kind)
        path.touch()
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return None
    return found


def write_entry(path: Path, entry: object) -> None:
    """Keep an entry, where the directory can be written; a cache is a help, not a need, so that it is a warning."""
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
    """Return how much a cache holds.

    Raises:
        OSError: the directory is there and cannot be read.
    """
    sizes = [path.stat().st_size for path in directory.glob(f"*{_SUFFIX}")]
    return Contents(len(sizes), sum(sizes))


def clear(directory: Path) -> Contents:
    """Remove all entries, and what killed runs left behind; nothing else that is there.

    Returns:
        What was removed.

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
