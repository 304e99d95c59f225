"""How large the unified kernel's tiles are: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass

import triton

_MIN_DOT_ROWS = 16
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Tiles:
    """The compile-time sizes of one launch."""

    block_m: int
    """Rows of a block of queries: tokens times the query heads of a KV head, rounded down to whole tokens."""
    tile: int
    """Keys that are taken into the softmax at once."""
    num_warps: int
    """Warps of a program."""
    num_stages: int
    """Tiles in flight between global and shared memory."""


def choose_tiles(
    group: int, max_query_len: int, head_padded: int, element_size: int, shared_memory: int
) -> Tiles:
    """Pick the tiles for one launch.

    Args:
        group: query heads a KV head.
        max_query_len: the most query tokens of any request.
        head_padded: the head size, rounded up to a power of two.
        element_size: bytes of a query element.
        shared_memory: bytes of shared memory that one program may have.

    Returns:
        Sizes whose tiles fit the shared memory.
    """
    rows = max(_MIN_DOT_ROWS, triton.next_power_of_2(group * max_query_len))
    floor = max(_MIN_DOT_ROWS, triton.next_power_of_2(group))
    # Single precision has no fast tensor-core path here: small tiles keep its accumulators in registers.
    ceiling = 128 if element_size == 2 else 32  # noqa: PLR2004
    block_m = max(min(rows, ceiling), floor)
    row_bytes = head_padded * element_size
    tile = 64 if row_bytes <= 256 else 32  # noqa: PLR2004
    num_warps = 8 if block_m >= 128 else 4  # noqa: PLR2004
    resident = block_m * row_bytes
    stages = (shared_memory - resident) // (2 * tile * row_bytes)
    return Tiles(block_m, tile, num_warps, max(1, min(3, stages)))
