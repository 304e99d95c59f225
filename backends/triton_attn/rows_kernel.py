"""One warpgroup's part of ``warpgroup_kernel``: 64 rows of queries, and the tiles of keys and values that others copy.

The products of one tile run while the softmax of the next is computed, as in FlashAttention-3 (2407.08608), which
Triton does not do by itself.
"""

from __future__ import annotations

from triton.experimental import gluon
from triton.experimental.gluon import language as gl
from triton.experimental.gluon.language.nvidia.hopper import (
    fence_async_shared,
    mbarrier,
    warpgroup_mma,
    warpgroup_mma_wait,
)

from backends.softmax_base2 import LOG2_E

BLOCK_ROWS = gl.constexpr(128)
"""Rows of a block: tokens times their share of heads."""
ROWS = gl.constexpr(64)
"""Rows of a warpgroup."""
COMPUTING_WARPS = gl.constexpr(4)
"""Warps of a warpgroup."""


@gluon.jit
def _rows_of(which: gl.constexpr, block, GROUP: gl.constexpr, SHARE: gl.constexpr, LAYOUT: gl.constexpr):
    """The tokens and the heads of one half of a block's rows, and a mask of those that there are."""
    part, first_token, query_len = block
    PARTS: gl.constexpr = (GROUP + SHARE - 1) // SHARE
    lines = which * ROWS + gl.arange(0, ROWS, LAYOUT)
    tokens = first_token + lines // SHARE
    in_group = part % PARTS * SHARE + lines % SHARE
    # Rows that are left over after the last whole token belong to the next block.
    there = (tokens < gl.minimum(first_token + BLOCK_ROWS // SHARE, query_len)) & (in_group < GROUP)
    return tokens, part // PARTS * GROUP + in_group, there


@gluon.jit
def _softmax(logits, limit, row_max, row_sum, to_base_2, MASKED: gl.constexpr):
    """Return the weights of a tile, the factor of what was summed before, the new maximum and the new sum.

    With ``MASKED`` a row sees the keys of the tile before its ``limit``.
    """
    if MASKED:
        keys = gl.arange(0, logits.shape[1], gl.SliceLayout(0, logits.type.layout))
        logits = gl.where(keys[None, :] < limit[:, None], logits, float("-inf"))
    new_max = gl.maximum(row_max, gl.max(logits, 1) * to_base_2)
    # A row that has seen no key yet keeps its maximum at -inf; it must not subtract it from itself.
    subtracted = gl.where(new_max == float("-inf"), 0.0, new_max) if MASKED else new_max
    weights = gl.exp2(logits * to_base_2 - subtracted[:, None])
    rescale = gl.exp2(row_max - subtracted)
    return weights, rescale, new_max, row_sum * rescale + gl.sum(weights, 1)


@gluon.jit
def _limits(number, row_end, context_len, context_tiles, tiles, TILE: gl.constexpr):
    """The keys of a tile that each row sees, counted from the tile's first."""
    new = row_end - (tiles - 1 - number) * TILE
    return gl.where(number < context_tiles, context_len - number * TILE, new)


@gluon.jit
def _begin_logits(query_tile, no_logits, buffers, number, STAGES: gl.constexpr):
    """Wait for the keys of a tile, and begin their products with the queries."""
    buffer = number % STAGES
    mbarrier.wait(buffers[2].index(buffer), number // STAGES % 2)
    keys = buffers[0].index(buffer).permute((1, 0))
    return warpgroup_mma(query_tile, keys, no_logits, use_acc=False, is_async=True)


@gluon.jit
def _begin_values(weights, added, buffers, number, STAGES: gl.constexpr):
    """Wait for the values of a tile, and begin to add them, weighted."""
    buffer = number % STAGES
    mbarrier.wait(buffers[3].index(buffer), number // STAGES % 2)
    return warpgroup_mma(weights, buffers[1].index(buffer), added, is_async=True)


@gluon.jit
def _take_tile(  # noqa: PLR0917  (Triton binds by position)
    state,
    number,
    limit,
    query_tile,
    no_logits,
    buffers,
    to_base_2,
    STAGES: gl.constexpr,
    MASKED: gl.constexpr,
):
    """Take tile ``number`` into the softmax while the values of the tile before are added."""
    weights, added, row_max, row_sum = state
    logits = _begin_logits(query_tile, no_logits, buffers, number, STAGES)
    added = _begin_values(weights, added, buffers, number - 1, STAGES)
    logits = warpgroup_mma_wait(1, deps=(logits,))
    mbarrier.arrive(buffers[4].index(number % STAGES), count=1)
    new_weights, rescale, row_max, row_sum = _softmax(logits, limit, row_max, row_sum, to_base_2, MASKED)
    new_weights = gl.convert_layout(new_weights.to(weights.dtype), weights.type.layout)
    before = (number - 1) % STAGES
    # Passed at once, for these values are there. It ends a block of instructions: without, ptxas moves the softmax
    # behind the wait for the values, and nothing runs beside it.
    mbarrier.wait(buffers[3].index(before), (number - 1) // STAGES % 2)
    added = warpgroup_mma_wait(0, deps=(added,))
    mbarrier.arrive(buffers[5].index(before), count=1)
    rescale = gl.convert_layout(rescale, gl.SliceLayout(1, added.type.layout))
    return new_weights, added * rescale[:, None], row_max, row_sum


@gluon.jit
def attend_rows(  # noqa: PLR0917  (Triton binds by position)
    which: gl.constexpr,
    of_block,
    CAUSAL: gl.constexpr,
    GROUP: gl.constexpr,
    SHARE: gl.constexpr,
    TILE: gl.constexpr,
    STAGES: gl.constexpr,
):
    """Attention of one half of a block's rows, by one warpgroup.

    ``of_block`` are the tensors and strides of the kernel, the place of the block as ``copies_kernel`` takes it, its
    part of the heads and its first token, shared memory for its queries, the buffers of keys and values, and the
    factors of logits in base 2 and of values.
    """
    tensors, strides, place, part_of, query_tiles, buffers, factors = of_block
    query, output, output_lse, sinks = tensors
    to_base_2, value_factor = factors
    query_token_stride, query_head_stride, output_token_stride, output_head_stride, lse_token_stride = strides
    _kv_head, query_begin, query_len, context_len, context_tiles, new_tiles = place
    part, first_token = part_of
    block = (part, first_token, query_len)
    SIZE: gl.constexpr = query_tiles.shape[2]
    LOGITS: gl.constexpr = gl.NVMMADistributedLayout([3, 0], [COMPUTING_WARPS, 1], [16, TILE, 16])
    SUMS: gl.constexpr = gl.NVMMADistributedLayout([3, 0], [COMPUTING_WARPS, 1], [16, SIZE, 16])
    # A row of a head takes as many threads as it has pieces of 16 bytes.
    LOADED: gl.constexpr = gl.BlockedLayout([1, 8], [256 // SIZE, SIZE // 8], [COMPUTING_WARPS, 1], [1, 0])
    ROW: gl.constexpr = gl.SliceLayout(1, LOGITS)
    query_tile = query_tiles.index(which)
    no_logits = gl.full([ROWS, TILE], 0.0, gl.float32, LOGITS)
    elements = gl.arange(0, SIZE, gl.SliceLayout(0, LOADED))[None, :]
    tiles = context_tiles + new_tiles
    # In place of a branch, for which ptxas would have all products wait for one another.
    for _ in range(gl.minimum(new_tiles, 1)):
        tokens, heads, there = _rows_of(which, block, GROUP, SHARE, gl.SliceLayout(1, LOADED))
        rows = (query_begin + tokens).to(gl.int64) * query_token_stride + heads.to(
            gl.int64
        ) * query_head_stride
        query_tile.store(gl.load(query + rows[:, None] + elements, mask=there[:, None], other=0.0))
        fence_async_shared()

        tokens, heads, there = _rows_of(which, block, GROUP, SHARE, ROW)
        row_end = gl.zeros_like(tokens) + query_len
        full_end = query_len
        if CAUSAL:
            row_end = gl.minimum(tokens + 1, query_len)
            full_end = first_token + 1
        # The last tiles are seen whole by all rows; the first is taken as if it were not.
        whole = gl.minimum(full_end // TILE, new_tiles)
        masked_end = gl.maximum(tiles - whole, 1)
        row_max = gl.full([ROWS], float("-inf"), gl.float32, ROW)
        row_sum = gl.full([ROWS], 0.0, gl.float32, ROW)
        if sinks is not None:
            # A sink is a key that was seen first and whose value is zero.
            row_max = gl.load(sinks + heads, mask=there, other=0.0).to(gl.float32) * LOG2_E
            row_sum = gl.full([ROWS], 1.0, gl.float32, ROW)

        logits = _begin_logits(query_tile, no_logits, buffers, 0, STAGES)
        logits = warpgroup_mma_wait(0, deps=(logits,))
        mbarrier.arrive(buffers[4].index(0), count=1)
        limit = _limits(0, row_end, context_len, context_tiles, tiles, TILE)
        weights, _rescale, row_max, row_sum = _softmax(
            logits, limit, row_max, row_sum, to_base_2, MASKED=True
        )
        weights = gl.convert_layout(weights.to(query_tiles.dtype), gl.DotOperandLayout(0, SUMS, 2))
        added = gl.full([ROWS, SIZE], 0.0, gl.float32, SUMS)
        for number in range(1, masked_end):
            limit = _limits(number, row_end, context_len, context_tiles, tiles, TILE)
            weights, added, row_max, row_sum = _take_tile(
                (weights, added, row_max, row_sum),
                number,
                limit,
                query_tile,
                no_logits,
                buffers,
                to_base_2,
                STAGES=STAGES,
                MASKED=True,
            )
        for number in range(masked_end, tiles):
            weights, added, row_max, row_sum = _take_tile(
                (weights, added, row_max, row_sum),
                number,
                row_end,
                query_tile,
                no_logits,
                buffers,
                to_base_2,
                STAGES=STAGES,
                MASKED=False,
            )
        added = _begin_values(weights, added, buffers, tiles - 1, STAGES)
        added = warpgroup_mma_wait(0, deps=(added,))

        # Only a query without any key has a sum of zero; its output is zero.
        divisor = gl.where(row_sum == 0.0, 1.0, row_sum)
        factor = gl.convert_layout(value_factor / divisor, gl.SliceLayout(1, SUMS))[:, None]
        if output_lse is not None:
            lse_rows = output_lse + (query_begin + tokens).to(gl.int64) * lse_token_stride + heads
            gl.store(lse_rows, (row_max + gl.log2(divisor)) / LOG2_E, mask=there)
        # Through the place of the queries, which are done with, so that whole rows are stored.
        query_tile.store((added * factor).to(query_tiles.dtype))
        tokens, heads, there = _rows_of(which, block, GROUP, SHARE, gl.SliceLayout(1, LOADED))
        rows = (query_begin + tokens).to(gl.int64) * output_token_stride + heads.to(
            gl.int64
        ) * output_head_stride
        gl.store(output + rows[:, None] + elements, query_tile.load(LOADED), mask=there[:, None])
