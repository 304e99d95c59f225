"""Watching files by polling, which works on every file system, including network mounts and in containers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

INTERVAL = 0.5
"""Seconds between two polls."""
SETTLED = 0.1
"""Seconds without a further change after which an edit counts as complete: editors empty a file before they fill it."""


def watch(paths: Callable[[], Iterable[Path]], act: Callable[[], None]) -> None:
    """Act now, and whenever a path is added, removed or written, even while acting; KeyboardInterrupt ends it.

    Args:
        paths: Gives the files and directories to watch; called again after every action.
        act: The action.
    """
    known = _state(paths())
    act()
    while True:
        known = {path: known.get(path, state) for path, state in _state(paths()).items()}
        while (now := _state(known)) == known:
            time.sleep(INTERVAL)
        while now != known:
            known = now
            time.sleep(SETTLED)
            now = _state(known)
        act()


def _state(paths: Iterable[Path]) -> dict[Path, tuple[int, int] | None]:
    """Size and time of each path; None for one that does not exist."""
    found: dict[Path, tuple[int, int] | None] = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            found[path] = None
        else:
            found[path] = (stat.st_size, stat.st_mtime_ns)
    return found
