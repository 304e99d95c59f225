"""Entries of the cache: files with a checksum of their content and of the question that they answer."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from docgen.atomic_write import collect_leftovers, replace_file
from docgen.errors import DocgenWarning
from docgen.project.sealed import LARGEST, SUFFIX, cache_place, read_sealed, sealed

T = TypeVar("T")

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
    place = cache_place()
    return Path(place) if place is not None else None


def entry_path(directory: Path, question: str) -> Path:
    """Return the path of the entry that answers a question."""
    return directory / f"{question}{SUFFIX}"


def read_entry(path: Path, kind: type[T]) -> T | None:
    """Read an entry; None if it does not exist, is damaged, or is of another question or of an older docgen."""
    content = read_sealed(path)
    try:
        return None if content is None else msgspec.msgpack.decode(content, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def write_entry(path: Path, entry: object) -> None:
    """Write an entry; a directory that cannot be written is a warning, because no answer depends on the cache."""
    write_content(path, msgspec.msgpack.encode(entry))


def write_content(path: Path, content: bytes) -> None:
    """Do the same with an entry that is bytes already."""
    whole = sealed(path.name, content)
    if len(whole) > LARGEST:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, whole, lasting=False)  # a checksum proves that it is whole
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
    sizes = [path.stat().st_size for path in directory.glob(f"*{SUFFIX}")]
    return Contents(len(sizes), sum(sizes))


def clear(directory: Path) -> Contents:
    """Remove all entries, and the temporary files of killed runs, and nothing else.

    Returns:
        The number and size of the removed entries.

    Raises:
        OSError: an entry cannot be removed.
    """
    removed = contents(directory)
    for path in directory.glob(f"*{SUFFIX}"):
        path.unlink(missing_ok=True)
    collect_leftovers(directory)
    return removed


def _by_age(directory: Path) -> list[Path]:
    """Entries, the least recently used first; those that another run removes meanwhile are left out."""
    aged = []
    for path in directory.glob(f"*{SUFFIX}"):
        try:
            aged.append((path.stat().st_mtime_ns, path))
        except FileNotFoundError:
            continue
    return [path for _, path in sorted(aged)]
