"""What an answer was drawn from: digests of what was read, taken of the very bytes that were read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection

ABSENT = "-"
"""Digest of what is not there."""
SEVERAL = "+"
"""Digest of what was read twice and had changed between: equal to that of no content, so it proves nothing."""


class Evidence(msgspec.Struct, frozen=True):
    """Files and directories, by their paths relative to the root, with digests of what counts of them."""

    files: dict[str, str] = {}
    """Digest of each file read."""
    listings: dict[str, str] = {}
    """Digest of the modules in each directory searched: one that comes there may change an answer."""
    imports: dict[str, str] = {}
    """Of each file of which no more counts than what it imports, the digests of its content and of its imports."""


def digest(data: bytes) -> str:
    """Tells one content from any other."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_of_names(names: Collection[str]) -> str:
    """Tells one directory's names from others as far as modules go, in whatever order they come.

    What no import can name, such as bytecode or the file that an editor keeps beside another, counts only where there
    is nothing else: that makes a directory one that is not empty.
    """
    importable = sorted(name for name in names if _is_importable(name))
    listed = importable or (["*"] if names else [])
    return digest("\0".join(listed).encode("utf-8", "surrogateescape"))


def _is_importable(name: str) -> bool:
    if name.endswith(".py"):
        return not name.startswith(".")
    return "." not in name and name != "__pycache__"
