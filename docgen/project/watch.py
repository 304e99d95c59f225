"""Waiting for files to change, by looking at them: works on every file system, network mounts and containers too."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

INTERVAL = 0.5
"""Seconds between two looks."""
SETTLED = 0.1
"""Seconds without a further change after which an edit counts as whole: editors empty a file before they fill it."""


def watch(paths: Callable[[], Iterable[Path]], act: Callable[[], None]) -> None:
    """Act now and whenever a path comes, goes or is written, one written meanwhile included; KeyboardInterrupt ends it.

    Args:
        paths: Gives the files and directories to look at; asked again after every act.
        act: What to do.
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
    """Size and time of each path; None for one that is not there."""
    found: dict[Path, tuple[int, int] | None] = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            found[path] = None
        else:
            found[path] = (stat.st_size, stat.st_mtime_ns)
    return found
