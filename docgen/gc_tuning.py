"""Garbage collection made rare while many objects are created that live to the end."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RARELY = (4_000_000, 20, 10)
"""Thresholds of the garbage collector during that time."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Make the collector run rarely: syntax trees are many objects, and scanning them takes half of the time."""
    thresholds = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
