"""How the work of a decode launch is cut: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass

import triton

_MIN_DOT_ROWS = 16
_HALF_PRECISION_BYTES = 2
_TILE = 32
_SINGLE_PRECISION_TILE = 16
_MIN_SPLIT_KEYS = 64
_MAX_SPLITS = 64
_PROGRAMS_PER_PROCESSOR = 2
# What the compiler takes for the softmax's reductions and for the weights on their way to the second product.
_SCRATCH_BYTES = 6 * 1024


@dataclass(frozen=True, slots=True)
class DecodeTiles:
    """The compile-time sizes of one launch."""

    block_h: int
    """Heads that a program computes at once."""
    tile: int
    """Latent vectors that are taken into the softmax at once."""
    num_warps: int
    """Warps of a program."""
    num_stages: int
    """Tiles in flight between global and shared memory."""


def choose_decode_tiles(
    num_heads: int,
    latent_size: int,
    element_size: int,
    shared_memory: int,
    wavefronts: bool,  # noqa: FBT001  (a fact about the device)
) -> DecodeTiles:
    """Pick the tiles for one launch.

    Args:
        num_heads: query heads.
        latent_size: cached elements of a token.
        element_size: bytes of a query element, which is what products are computed on.
        shared_memory: bytes of shared memory that one program may have.
        wavefronts: whether 64 threads run together rather than 32.

    Returns:
        Sizes whose tiles fit the shared memory.
    """
    tile = _TILE if element_size == _HALF_PRECISION_BYTES else _SINGLE_PRECISION_TILE
    fitting = (shared_memory - _SCRATCH_BYTES) // (tile * latent_size * element_size)
    stages = max(1, min(2, fitting))
    if wavefronts or element_size != _HALF_PRECISION_BYTES:
        # More wavefronts of 64 threads, or more rows for them, would spill registers.
        return DecodeTiles(_MIN_DOT_ROWS, tile, num_warps=4, num_stages=stages)
    # Every block of heads reads the latent vectors anew, so that more rows read less. Their queries and output
    # stand in registers, which are full with 32 rows over 8 warps.
    block_h = _MIN_DOT_ROWS if num_heads <= _MIN_DOT_ROWS else 2 * _MIN_DOT_ROWS
    return DecodeTiles(block_h, tile, num_warps=8, num_stages=stages)


def choose_splits(programs: int, max_keys: int, tile: int, processors: int) -> int:
    """Over how many programs the keys of one query are split.

    Args:
        programs: programs that there are without splitting.
        max_keys: the most keys of any query.
        tile: keys that a program takes at once.
        processors: multiprocessors of the device.

    Returns:
        Enough splits to fill the device, none of them shorter than is worth its merging; at least 1.
    """
    wanted = triton.cdiv(_PROGRAMS_PER_PROCESSOR * processors, programs)
    worthwhile = max_keys // max(_MIN_SPLIT_KEYS, tile)
    return max(1, min(wanted, worthwhile, _MAX_SPLITS))
