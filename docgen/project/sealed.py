"""Files of the cache as bytes, with a checksum of their content and of the question that they answer."""

from __future__ import annotations

import hashlib
import os

from docgen.regular_files import read_regular
from docgen.sightings import unseen

SCHEMA = 1
"""Version of the entry format; an entry of another version is made again."""
LARGEST = 256 << 20
"""Bytes of the largest entry that is kept and read."""
SUFFIX = ".msgpack"
"""Suffix of entries."""

_CHECKSUM = 16
"""Bytes at the start of an entry that prove that it is whole and answers the question."""


def cache_place() -> str | None:
    """Find the user's cache: `$DOCGEN_CACHE_DIR`, or else the system's place for caches; None if it has none."""
    if named := os.environ.get("DOCGEN_CACHE_DIR"):
        return named
    # Imported here: it is not needed where the directory is given.
    import platformdirs  # noqa: PLC0415

    try:
        found = platformdirs.user_cache_dir("docgen", appauthor=False)
    except RuntimeError:
        return None  # as newer releases say it
    # Without HOME, and for a user that the system does not know, it is relative to where the command runs.
    return found if os.path.isabs(found) else None


def sealed(name: str, content: bytes) -> bytes:
    """The content of an entry with its checksum.

    Args:
        name: The name of the file.
        content: The content.
    """
    return _checksum(name, content) + content


def read_sealed(path: str | os.PathLike[str]) -> memoryview | None:
    """Read an entry, which is now the last used; None if it does not exist, is damaged, or is of another question."""
    try:
        with unseen():  # no answer depends on the cache
            entry = memoryview(read_regular(path, LARGEST))
        if _checksum(os.path.basename(path), entry[_CHECKSUM:]) != entry[:_CHECKSUM]:
            return None  # damaged, or cut short by a full disk: it is made again
        os.utime(path)
    except OSError:
        return None
    return entry[_CHECKSUM:]


def _checksum(name: str, content: bytes | memoryview) -> bytes:
    digest = hashlib.blake2b(f"{SCHEMA} {name}".encode(), digest_size=_CHECKSUM)
    digest.update(content)
    return digest.digest()
