"""Garbage collection, put off while much is made that lives to the end."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RARELY = (200_000, 20, 10)
"""Thresholds of the collector meanwhile."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let the collector run rarely: syntax trees are many objects, and going through them costs half the time."""
    thresholds = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
