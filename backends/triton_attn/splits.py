"""Into how many parts the keys of a decoding request are split."""

from __future__ import annotations

from functools import cache

import torch
import triton

_MAX_SPLITS = 64
_PROGRAMS_PER_MULTIPROCESSOR = 2
_INTERPRETED_MULTIPROCESSORS = 108


@cache
def multiprocessors(where: torch.device) -> int:
    """Multiprocessors (compute units on AMD) of a device.

    On a CPU, where only the interpreter runs, this is the number of an A100, so that tests see the splits of a
    real device.
    """
    if where.type != "cuda":
        return _INTERPRETED_MULTIPROCESSORS
    return int(torch.cuda.get_device_properties(where).multi_processor_count)


def choose_splits(programs: int, longest: int, tile: int, available: int) -> int:
    """Parts that keep every multiprocessor busy, none of them shorter than a tile if the request is long.

    Args:
        programs: programs of a launch without any split.
        longest: the most keys that any request's queries see.
        tile: keys that are taken into the softmax at once.
        available: multiprocessors of the device.

    Returns:
        From 1 to 64; two programs to a multiprocessor hide each other's waits for memory, and more parts
        than 64 cost more to merge than they save.
    """
    wanted = _PROGRAMS_PER_MULTIPROCESSOR * available // programs
    return max(1, min(wanted, triton.cdiv(longest, tile), _MAX_SPLITS))
