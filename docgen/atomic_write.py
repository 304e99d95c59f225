"""Files replaced as a whole: a reader sees the old content or the new one, never a part.

The content is first written to a temporary file, on which its writer holds a lock that ends with the process. So a
file that a killed run left behind can be distinguished from one that another run is writing, and the next run that
writes there removes it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # a system without such locks: files left behind stay
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

_ASIDE = ".docgen-part"
"""Suffix of temporary files, whose names also begin with a dot."""
_TRIES = 3


def replace_file(
    path: Path, content: bytes, unless: Callable[[], bool] | None = None, *, lasting: bool = True
) -> None:
    """Write `content` to `path`; its directory is made if necessary, its permissions are kept.

    Anything but a regular file, such as `/dev/stdout`, is written to directly.

    Args:
        path: The file.
        content: The new content.
        unless: Called just before the replacement; if it returns true, the file stays as it is.
        lasting: False if the content may be lost when the machine stops, because a reader notices that.

    Raises:
        OSError: the file or its directory cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    collect_leftovers(target.parent)
    for attempt in range(_TRIES):
        try:
            _replace(target, content, unless, lasting=lasting)
        except FileNotFoundError:
            # Another run removed the temporary file before it was locked.
            if attempt == _TRIES - 1:
                raise
        else:
            return


def collect_leftovers(directory: Path) -> None:
    """Remove the temporary files that killed runs left in a directory; those that cannot be removed stay."""
    if fcntl is None:
        return
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if (
                entry.name.startswith(".")
                and entry.name.endswith(_ASIDE)
                and entry.is_file(follow_symlinks=False)
            ):
                with contextlib.suppress(OSError):
                    _remove_unlocked(entry.path)


def _remove_unlocked(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        Path(path).unlink()
    finally:
        os.close(descriptor)


def _replace(target: Path, content: bytes, unless: Callable[[], bool] | None, *, lasting: bool) -> None:
    # Not derived from the target's name, which may already be as long as a name can be.
    aside = target.parent / f".{os.urandom(8).hex()}{_ASIDE}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if fcntl is not None:
                with contextlib.suppress(OSError):  # some network file systems have no locks
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.write(content)
            file.flush()
            if lasting:
                # The name must not exist before the content does.
                os.fsync(file.fileno())
            aside.chmod(_mode(target))
            if unless is None or not unless():
                aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """Permissions of the file to replace, or those that any new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
