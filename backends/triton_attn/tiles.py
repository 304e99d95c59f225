"""How large the unified kernel's tiles are: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass

import triton

_MIN_DOT_ROWS = 16
_MIN_TILE = 32
_WIDEST_HEAD_TILE = 16
_MAX_TILE = 128
_DECODE_ROWS = 32
_DECODE_TILE_BYTES = 32 * 1024
_SINGLE_PRECISION_BYTES = 4
_SINGLE_PRECISION_ROWS = 32
_NARROW_HEAD_BYTES = 128
_WIDE_HEAD_BYTES = 256
_WIDEST_HEAD_BYTES = 1024
_QUERY_BYTES = 32 * 1024


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
    row_bytes = head_padded * element_size
    # Whole groups only: a token's query heads never straddle two blocks.
    floor = max(_MIN_DOT_ROWS, triton.next_power_of_2(group))
    rows = max(floor, triton.next_power_of_2(group * max_query_len))
    if rows <= _DECODE_ROWS:
        # Bound by memory: large tiles keep enough loads in flight with few rows to compute on.
        block_m, stages = rows, 3
        tile = max(_MIN_TILE, min(_MAX_TILE, _DECODE_TILE_BYTES // row_bytes))
    else:
        # Bound by the tensor cores: two programs to a multiprocessor hide the softmax better than one large
        # one, except that narrow heads need more rows to be worth a tile's loads.
        block_m, stages = min(rows, 128 if row_bytes <= _NARROW_HEAD_BYTES else 64), 2
        tile = 64 if row_bytes <= _WIDE_HEAD_BYTES else _MIN_TILE
        if element_size == _SINGLE_PRECISION_BYTES:
            # Products that no tensor core does: small tiles keep their operands in registers.
            block_m, tile = min(block_m, _SINGLE_PRECISION_ROWS), _MIN_TILE
        # The queries stay in shared memory, and as many sums of values in registers.
        block_m = max(min(block_m, _QUERY_BYTES // row_bytes), floor)
    least = _MIN_TILE if row_bytes <= _WIDEST_HEAD_BYTES else _WIDEST_HEAD_TILE
    tile = tile if row_bytes <= _WIDEST_HEAD_BYTES else _WIDEST_HEAD_TILE

    def fitting_stages() -> int:
        return (shared_memory - block_m * row_bytes) // (2 * tile * row_bytes)

    while tile > least and fitting_stages() < stages - 1:
        tile //= 2
    num_warps = 8 if block_m >= 128 else 4  # noqa: PLR2004
    return Tiles(block_m, tile, num_warps, max(1, min(stages, fitting_stages())))
