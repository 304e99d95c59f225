"""What an answer was drawn from: digests of what was read, taken of the very bytes that were read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

ABSENT = "-"
"""Digest of what is not there."""
SEVERAL = "+"
"""Digest of what was read twice and had changed between: equal to that of no content, so it proves nothing."""


class Evidence(msgspec.Struct, frozen=True):
    """Files and directories, by their paths relative to the root, with digests of their content."""

    files: dict[str, str] = {}
    """Digest of each file read."""
    listings: dict[str, str] = {}
    """Digest of the names in each directory searched: a file that comes there may change an answer."""


def digest(data: bytes) -> str:
    """Tells one content from any other."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_of_names(names: Iterable[str]) -> str:
    """Tells one directory's names from any others, in whatever order they come."""
    return digest("\0".join(sorted(names)).encode("utf-8", "surrogateescape"))
