"""Prefill for Hopper's warpgroups: attention to new keys as in ``described_kernel``, with layouts and waits by hand.

Some warps copy tiles of keys and values, and two warpgroups each compute 64 rows of a block of queries, as in
FlashAttention-3 (2407.08608).
"""

from __future__ import annotations

from triton.experimental import gluon
from triton.experimental.gluon import language as gl
from triton.experimental.gluon.language.nvidia.hopper import fence_async_shared, mbarrier

from backends.softmax_base2 import LOG2_E
from backends.triton_attn import kernel
from backends.triton_attn.copies_kernel import copy_tiles
from backends.triton_attn.rows_kernel import BLOCK_ROWS, COMPUTING_WARPS, ROWS, attend_rows

_find_request = gluon.jit(kernel.find_request.fn)


@gluon.jit(do_not_specialize=["num_requests"])
def attend_new_keys_by_warpgroups_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    output,
    output_lse,
    query_token_stride,
    query_head_stride,
    output_token_stride,
    output_head_stride,
    lse_token_stride,
    key_tiles,
    value_tiles,
    key_cache,
    value_cache,
    cache_block_stride,
    cache_slot_stride,
    cache_head_stride,
    block_table,
    block_table_stride,
    query_start_loc,
    seq_lens,
    sinks,
    scale,
    value_factor,
    num_requests,
    CAUSAL: gl.constexpr,
    GROUP: gl.constexpr,
    SHARE: gl.constexpr,
    BLOCK_SIZE: gl.constexpr,
    HEAD_SIZE: gl.constexpr,
    TILE: gl.constexpr,
    STAGES: gl.constexpr,
    REGISTERS: gl.constexpr,
):
    """Attention of a block of queries: ``128 // SHARE`` consecutive tokens, ``SHARE`` query heads of a KV head.

    Grid: ``(tokens // (128 // SHARE) + num_requests, kv_heads * parts)``, of which the second counts the parts of
    ``SHARE`` heads that the groups of all KV heads make. Outputs are those of ``kernel.unified_attention_kernel``,
    without a window and changes of logits. Keys are those of the request's context in the cache, where there is a
    ``block_table``, then its new ones, by descriptors of ``[1, TILE, HEAD_SIZE]`` of them by heads. ``STAGES`` tiles of
    each stand in shared memory; threads that compute have so many ``REGISTERS``.
    """
    BLOCK_Q: gl.constexpr = BLOCK_ROWS // SHARE
    PARTS: gl.constexpr = (GROUP + SHARE - 1) // SHARE
    # The last blocks of a causal sequence have the most keys: they start first.
    query_block = gl.num_programs(0) - 1 - gl.program_id(0)
    part = gl.program_id(1)
    kv_head = part // PARTS
    request = _find_request(query_start_loc, query_block, num_requests, BLOCK_Q)
    query_begin = gl.load(query_start_loc + request)
    query_len = gl.load(query_start_loc + request + 1) - query_begin
    context_len = query_len * 0
    if block_table is not None:
        context_len = gl.load(seq_lens + request) - query_len
    first_token = (query_block - query_begin // BLOCK_Q - request) * BLOCK_Q
    end = query_len
    if CAUSAL:
        end = gl.minimum(first_token + BLOCK_Q, query_len)
    there = first_token < query_len
    context_tiles = gl.where(there, gl.cdiv(context_len, TILE), 0)
    new_tiles = gl.where(there, gl.cdiv(end, TILE), 0)
    place = (kv_head, query_begin, query_len, context_len, context_tiles, new_tiles)

    SHARED: gl.constexpr = gl.NVMMASharedLayout(128, 16, rank=2)
    dtype: gl.constexpr = query.dtype.element_ty
    query_tiles = gl.allocate_shared_memory(dtype, [2, ROWS, HEAD_SIZE], SHARED)
    keys = gl.allocate_shared_memory(dtype, [STAGES, TILE, HEAD_SIZE], SHARED)
    values = gl.allocate_shared_memory(dtype, [STAGES, TILE, HEAD_SIZE], SHARED)
    keys_ready = gl.allocate_shared_memory(gl.int64, [STAGES, 1], mbarrier.MBarrierLayout())
    values_ready = gl.allocate_shared_memory(gl.int64, [STAGES, 1], mbarrier.MBarrierLayout())
    keys_free = gl.allocate_shared_memory(gl.int64, [STAGES, 1], mbarrier.MBarrierLayout())
    values_free = gl.allocate_shared_memory(gl.int64, [STAGES, 1], mbarrier.MBarrierLayout())
    landed = gl.allocate_shared_memory(gl.int64, [1], mbarrier.MBarrierLayout())
    mbarrier.init(landed, count=1)
    for stage in gl.static_range(STAGES):
        mbarrier.init(keys_ready.index(stage), count=1)
        mbarrier.init(values_ready.index(stage), count=1)
        mbarrier.init(keys_free.index(stage), count=2)
        mbarrier.init(values_free.index(stage), count=2)
    fence_async_shared()
    buffers = (keys, values, keys_ready, values_ready, keys_free, values_free)

    cached: gl.constexpr = None
    if block_table is not None:
        blocks = block_table + request.to(gl.int64) * block_table_stride
        in_cache = kv_head.to(gl.int64) * cache_head_stride
        cached = (
            (key_cache + in_cache, cache_block_stride, cache_slot_stride, blocks),
            (value_cache + in_cache, cache_block_stride, cache_slot_stride, blocks),
        )
    tensors = (query, output, output_lse, sinks)
    strides = (
        query_token_stride,
        query_head_stride,
        output_token_stride,
        output_head_stride,
        lse_token_stride,
    )
    factors = (scale * LOG2_E, value_factor)
    of_rows = (tensors, strides, place, (part, first_token), query_tiles, buffers, factors)
    gl.warp_specialize(
        [
            (
                copy_tiles,
                ((key_tiles, value_tiles), cached, buffers, landed, place, TILE, BLOCK_SIZE, STAGES),
            ),
            (attend_rows, (0, of_rows, CAUSAL, GROUP, SHARE, TILE, STAGES)),
            (attend_rows, (1, of_rows, CAUSAL, GROUP, SHARE, TILE, STAGES)),
        ],
        [COMPUTING_WARPS, COMPUTING_WARPS],
        [REGISTERS, REGISTERS],
    )
