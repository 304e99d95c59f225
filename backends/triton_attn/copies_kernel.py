"""Copies of the tiles of keys and values that ``warpgroup_kernel`` computes on, by warps that do nothing else."""

from __future__ import annotations

from triton.experimental import gluon
from triton.experimental.gluon import language as gl
from triton.experimental.gluon.language.nvidia.hopper import fence_async_shared, mbarrier, tma

# Renamed after Triton 3.6.
_begin_copy = getattr(tma, "async_load", None) or tma.async_copy_global_to_shared

_PIECE = gl.constexpr(16)
"""Rows that are copied by addresses at once: few, for these warps have few registers."""


@gluon.jit
def _clear_end(first, end, target, LOADED: gl.constexpr):
    """Put zeros in place of the values of a tile from the ``end`` of the request on: they may be no numbers."""
    for piece in gl.static_range(target.shape[0] // _PIECE):
        if first + (piece + 1) * _PIECE > end:
            keys = first + piece * _PIECE + gl.arange(0, _PIECE, gl.SliceLayout(1, LOADED))
            part = target.slice(piece * _PIECE, _PIECE)
            values = part.load(LOADED)
            part.store(gl.where((keys < end)[:, None], values, gl.zeros_like(values)))


@gluon.jit
def _copy_cached(source, first, end, target, BLOCK_SIZE: gl.constexpr, LOADED: gl.constexpr):
    """Copy the cached keys from ``first`` on into a tile, and zeros after the ``end`` of the context."""
    cache, block_stride, slot_stride, blocks = source
    elements = gl.arange(0, target.shape[1], gl.SliceLayout(0, LOADED))[None, :]
    for piece in gl.static_range(target.shape[0] // _PIECE):
        keys = first + piece * _PIECE + gl.arange(0, _PIECE, gl.SliceLayout(1, LOADED))
        block = gl.load(blocks + keys // BLOCK_SIZE, mask=keys < end, other=0).to(gl.int64)
        slots = block * block_stride + (keys % BLOCK_SIZE).to(gl.int64) * slot_stride
        numbers = gl.load(cache + slots[:, None] + elements, mask=(keys < end)[:, None], other=0.0)
        target.slice(piece * _PIECE, _PIECE).store(numbers)


@gluon.jit
def copy_tiles(  # noqa: PLR0917  (Triton binds by position)
    described,
    cached,
    buffers,
    landed,
    place,
    TILE: gl.constexpr,
    BLOCK_SIZE: gl.constexpr,
    STAGES: gl.constexpr,
):
    """Copy the keys and values of all tiles of a block, in the order in which they are computed on.

    The tiles of the context come first, then the new ones from the last to the first, for the last are those that not
    all queries see. New ones are copied by descriptors, those of the context by addresses: blocks of a cache are too
    small for descriptors.

    ``described`` are the descriptors of new keys and values; ``cached`` are, of keys and of values in the cache, the
    first one of the head, the strides of a block and of a slot, and the numbers of the request's blocks, or None where
    there is no cache. ``buffers``, the tiles in shared memory and their barriers, and ``place`` are those of
    ``warpgroup_kernel``; ``landed`` is the barrier of values that are not complete when they are copied.
    """
    # A row of a head takes as many threads as it has pieces of 16 bytes.
    SIZE: gl.constexpr = buffers[0].shape[2]
    LOADED: gl.constexpr = gl.BlockedLayout([1, 8], [256 // SIZE, SIZE // 8], [4, 1], [1, 0])
    BYTES: gl.constexpr = TILE * SIZE * buffers[0].dtype.primitive_bitwidth // 8
    kv_head, query_begin, query_len, context_len, context_tiles, new_tiles = place
    for number in range(context_tiles + new_tiles):
        buffer = number % STAGES
        phase = (number // STAGES + 1) % 2
        in_context = number < context_tiles
        first = gl.where(in_context, number, context_tiles + new_tiles - 1 - number) * TILE
        for which in gl.static_range(2):
            target = buffers[which].index(buffer)
            ready, free = buffers[2 + which].index(buffer), buffers[4 + which].index(buffer)
            mbarrier.wait(free, phase)
            # Keys after the end of a request have no weight, whatever they are; no weight times infinity is no number.
            crosses = (which == 1) & (first + TILE > query_len)
            if in_context:
                if cached is not None:
                    _copy_cached(cached[which], first, context_len, target, BLOCK_SIZE, LOADED)
                    fence_async_shared()
                    mbarrier.arrive(ready, count=1)
            elif crosses:
                # At most one tile of a block.
                mbarrier.expect(landed, BYTES)
                _begin_copy(described[which], [kv_head, query_begin + first, 0], landed, target)
                mbarrier.wait(landed, 0)
                _clear_end(first, query_len, target, LOADED)
                fence_async_shared()
                mbarrier.arrive(ready, count=1)
            else:
                mbarrier.expect(ready, BYTES)
                _begin_copy(described[which], [kv_head, query_begin + first, 0], ready, target)
