"""Division of a decode launch's work: rules in place of autotuning, so that no launch is timed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

_MIN_DOT_ROWS = 16
_WARPGROUP_ROWS = 64
_HALF_PRECISION_BYTES = 2
_TILE = 64
_SMALL_TILE = 32
_SINGLE_PRECISION_TILE = 16
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
    """Stages of the loads: numbers of cache blocks, latent vectors, products."""


@cache
def choose_decode_tiles(
    num_heads: int,
    latent_size: int,
    element_size: int,
    shared_memory: int,
    *,
    wavefronts: bool,
    tensor_memory: bool,
    has_codes: bool,
    has_lists: bool,
) -> DecodeTiles:
    """Pick the tiles for one launch.

    Args:
        num_heads: query heads.
        latent_size: cached elements of a token.
        element_size: bytes of a query element, which is what products are computed on.
        shared_memory: bytes of shared memory that one program may have.
        wavefronts: whether 64 threads run together rather than 32.
        tensor_memory: whether products have a memory of their own.
        has_codes: whether cached numbers are of 8 bits.
        has_lists: whether the keys are listed.

    Returns:
        Sizes whose tiles fit the shared memory.
    """
    row_bytes = latent_size * element_size
    room = (shared_memory - _SCRATCH_BYTES) // row_bytes
    if wavefronts or element_size != _HALF_PRECISION_BYTES:
        # More wavefronts of 64 threads, or more rows for them, would spill registers.
        tile = _SMALL_TILE if element_size == _HALF_PRECISION_BYTES else _SINGLE_PRECISION_TILE
        return DecodeTiles(_MIN_DOT_ROWS, tile, 4, num_stages=max(1, min(2, room // tile)))
    # Vectors that are keys and values at once stand in shared memory twice where products read both there, by some
    # releases of Triton and beside the next tile; codes are turned into numbers on the way, and stand there once.
    tiles_at_once = 3 if tensor_memory and not has_codes else 2
    # Every block of heads reads all latent vectors, so that more rows read less. With 64 rows, the least that
    # Hopper's widest products take, their queries stand in shared memory and fill it with two tiles.
    if num_heads <= _MIN_DOT_ROWS:
        block_h, tile = _MIN_DOT_ROWS, _TILE if room >= 2 * _TILE else _SMALL_TILE
    elif room >= _WARPGROUP_ROWS + tiles_at_once * _TILE:
        block_h, tile = _WARPGROUP_ROWS, _TILE
    elif tensor_memory and room >= _WARPGROUP_ROWS + tiles_at_once * _SMALL_TILE:
        block_h, tile = _WARPGROUP_ROWS, _SMALL_TILE
    else:
        block_h, tile = 2 * _MIN_DOT_ROWS, _SMALL_TILE
    # A third stage reads the numbers of cache blocks ahead; lists would come first, and spill registers as codes do.
    stages = 2 if has_codes or has_lists else 3
    return DecodeTiles(block_h, tile, 8, num_stages=max(1, min(stages, room // tile)))


def described_tiles(tiles: DecodeTiles, *, has_codes: bool) -> DecodeTiles:
    """The same with as many stages as there is room for where whole tiles are copied by descriptors.

    Args:
        tiles: what :func:`choose_decode_tiles` has picked.
        has_codes: whether cached numbers are of 8 bits.
    """
    # The widest products read a tile where it was copied to, which takes a place of its own a stage; others hold it in
    # registers, and codes need one place more, but half as many bytes.
    in_place = tiles.block_h == _WARPGROUP_ROWS and not has_codes
    return replace(tiles, num_stages=2 if in_place else 3)
