"""The state of docgen itself, so that an edit to it invalidates its earlier answers."""

from __future__ import annotations

import os
from functools import cache


@cache
def own_state() -> list[tuple[str, int, int]]:
    """List docgen's own files by size and time."""
    # Every run does this: a listing of the directory gives the sizes and times without asking for each file.
    found = []
    pending = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    found.append((entry.path, stat.st_size, stat.st_mtime_ns))
                elif entry.name != "__pycache__" and entry.is_dir():
                    pending.append(entry.path)
    return sorted(found)
