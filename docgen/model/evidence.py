"""Inputs of an answer: digests of the files and directories that were read, taken of the very bytes that were read."""

from __future__ import annotations

import msgspec


class Evidence(msgspec.Struct, frozen=True):
    """Files and directories, by their paths relative to the root, with digests of the content that matters."""

    files: dict[str, str] = {}
    """Digest of each file read."""
    listings: dict[str, str] = {}
    """Digest of the module names in each directory that was searched: a new module may change an answer."""
    imports: dict[str, str] = {}
    """For each file of which only the imports matter, the digests of its content and of its imports."""
