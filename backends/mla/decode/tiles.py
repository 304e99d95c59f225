"""How the work of a decode launch is cut: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import torch
import triton

if TYPE_CHECKING:
    from torch import device

_MIN_DOT_ROWS = 16
_WARP_GROUP_ROWS = 64
_HALF_PRECISION_BYTES = 2
_MIN_TILE = 16
_MIN_SPLIT_KEYS = 64
_MAX_SPLITS = 64
_PROGRAMS_PER_PROCESSOR = 2
_PROCESSORS_WITHOUT_GPU = 8
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
    num_heads: int, latent_size: int, element_size: int, shared_memory: int
) -> DecodeTiles:
    """Pick the tiles for one launch.

    Args:
        num_heads: query heads.
        latent_size: cached elements of a token.
        element_size: bytes of a query element, which is what products are computed on.
        shared_memory: bytes of shared memory that one program may have.

    Returns:
        Sizes whose tiles fit the shared memory.
    """
    row_bytes = latent_size * element_size

    def fitting_stages(block_h: int, tile: int) -> int:
        return (shared_memory - _SCRATCH_BYTES - block_h * row_bytes) // (tile * row_bytes)

    # Every block of heads reads the latent vectors anew. One of 64 rows fills the products of a warp group of
    # Hopper, which take their operands from shared memory; elsewhere its queries would not fit the registers.
    wide = num_heads >= _WARP_GROUP_ROWS and element_size == _HALF_PRECISION_BYTES
    if wide and fitting_stages(_WARP_GROUP_ROWS, _WARP_GROUP_ROWS) >= 2:  # noqa: PLR2004
        return DecodeTiles(_WARP_GROUP_ROWS, _WARP_GROUP_ROWS, num_warps=8, num_stages=2)
    tile = 32 if element_size == _HALF_PRECISION_BYTES else _MIN_TILE
    stages = min(2, fitting_stages(_MIN_DOT_ROWS, tile))
    return DecodeTiles(_MIN_DOT_ROWS, tile, num_warps=4, num_stages=max(1, stages))


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


@cache
def multiprocessors(where: device) -> int:
    """Multiprocessors (compute units on AMD) of ``where``; on a CPU a few, so that tests see splits."""
    if where.type != "cuda":
        return _PROCESSORS_WITHOUT_GPU
    return int(torch.cuda.get_device_properties(where).multi_processor_count)
