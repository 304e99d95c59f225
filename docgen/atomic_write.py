"""Files put into place whole: a reader sees the old content or the new one, never a part."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def replace_file(path: Path, content: bytes, unless: Callable[[], bool] | None = None) -> None:
    """Let `path` hold `content`; its directory is made if need be, its permissions stay.

    What is no regular file, such as `/dev/stdout`, is written to and stays what it is.

    Args:
        path: The file.
        content: What it is to hold.
        unless: Asked at the last moment; true leaves the file as it is.

    Raises:
        OSError: the file or its directory cannot be written.
    """
    import tempfile  # noqa: PLC0415 - most runs write nothing

    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            # The name must not be there before the content is.
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        if unless is None or not unless():
            Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """Permissions of the file to replace, or those that any new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
