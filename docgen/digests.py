"""Digests of content, by which an input of an answer is the same or another one."""

from __future__ import annotations

import hashlib

TYPE_CHECKING = False  # `typing` is not imported here: a run that is repeated takes less time than that
if TYPE_CHECKING:
    from collections.abc import Collection

ABSENT = "-"
"""Digest of a file or directory that does not exist."""
SEVERAL = "+"
"""Digest of a file that changed between two reads; it equals no digest of any content, and so proves nothing."""


def digest(data: bytes) -> str:
    """Compute a digest that differs for every content."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_of_names(names: Collection[str]) -> str:
    """Compute a digest of the names in a directory that are modules, in whatever order they come.

    Names that cannot be imported, such as bytecode or an editor's backup, count only where there is nothing else:
    they make a directory one that is not empty.
    """
    importable = sorted(name for name in names if _is_importable(name))
    listed = importable or (["*"] if names else [])
    return digest("\0".join(listed).encode("utf-8", "surrogateescape"))


def _is_importable(name: str) -> bool:
    if name.endswith(".py"):
        return not name.startswith(".")
    return "." not in name and name != "__pycache__"
