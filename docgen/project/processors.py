"""Number of processes that can work at the same time."""

from __future__ import annotations

import os


def usable_processors() -> int:
    """Return the number of processors that this process may use; one where it cannot fork."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
