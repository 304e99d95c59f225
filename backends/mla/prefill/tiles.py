"""Sizes of the prefill kernel's tiles: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass

_HALF_PRECISION_BYTES = 2
_WIDE = (128, 64, 8)
_NARROW = (64, 32, 4)
_ROOMY = 3
"""Wide tiles that fit the shared memory of the GPUs that have wide tiles."""
_SINGLE_PRECISION = (16, 16, 4)


@dataclass(frozen=True, slots=True)
class PrefillTiles:
    """The compile-time sizes of one launch."""

    block_m: int
    """Query tokens that a program computes at once."""
    tile: int
    """Keys that are taken into the softmax at once."""
    num_warps: int
    """Warps of a program."""
    num_stages: int
    """Tiles in flight between global and shared memory."""


def choose_prefill_tiles(
    head_elements: int,
    element_size: int,
    shared_memory: int,
    wavefronts: bool,  # noqa: FBT001  (a fact about the device)
) -> PrefillTiles:
    """Pick the tiles for one launch.

    Args:
        head_elements: elements of a head's key and of its value, together.
        element_size: bytes of a query element.
        shared_memory: bytes of shared memory that one program may have.
        wavefronts: whether 64 threads run together rather than 32.

    Returns:
        Sizes whose tiles fit the shared memory.
    """
    row_bytes = head_elements * element_size

    def fitting_stages(block_m: int, tile: int) -> int:
        return (shared_memory - block_m * row_bytes) // (tile * row_bytes)

    if element_size != _HALF_PRECISION_BYTES:
        block_m, tile, num_warps = _SINGLE_PRECISION
    elif wavefronts or fitting_stages(*_WIDE[:2]) < _ROOMY:
        # Eight wavefronts of 64 threads would spill registers, and so would eight warps of GPUs with less shared memory
        # than Hopper, whose products take their operands from registers.
        block_m, tile, num_warps = _NARROW
    else:
        block_m, tile, num_warps = _WIDE
    return PrefillTiles(block_m, tile, num_warps, max(1, min(2, fitting_stages(block_m, tile))))
