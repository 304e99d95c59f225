"""Attention over latent vectors for Hopper's warpgroups: the loop of ``kernel`` over whole tiles, with layouts by hand.

Triton gives all warps to the rows of a product whose result is multiplied again, so that two warpgroups each compute
all logits of 64 heads. Here each computes those of half the keys, as in FlashMLA
(https://github.com/deepseek-ai/FlashMLA), and a tile is copied while products run.
"""

from __future__ import annotations

from triton.experimental import gluon
from triton.experimental.gluon import language as gl
from triton.experimental.gluon.language.nvidia.hopper import (
    fence_async_shared,
    mbarrier,
    tma,
    warpgroup_mma,
    warpgroup_mma_init,
    warpgroup_mma_wait,
)

from backends.mla.decode import kernel
from backends.softmax_base2 import LOG2_E

_LN_2 = gl.constexpr(0.6931471805599453)
# Renamed after Triton 3.6.
_begin_copy = getattr(tma, "async_load", None) or tma.async_copy_global_to_shared
_find_request = gluon.jit(kernel.find_request.fn)


@gluon.jit
def _copy(latent_tiles, rope_tiles, copied, buffer, place, wanted):
    """Begin to copy a tile into a buffer; nothing unless ``wanted``.

    ``copied`` are the buffers of latent and of rotary parts, and their barriers; ``place`` is the block of the cache
    and the slot in it.
    """
    latents, ropes, ready = copied
    block, slot = place
    TILE: gl.constexpr = latents.shape[1]
    RANK: gl.constexpr = latents.shape[2]
    barrier = ready.index(buffer)
    mbarrier.expect(barrier, TILE * (RANK + ropes.shape[2]) * latents.dtype.primitive_bitwidth // 8, wanted)
    _begin_copy(latent_tiles, [block, slot, 0], barrier, latents.index(buffer), wanted)
    _begin_copy(rope_tiles, [block, slot, RANK], barrier, ropes.index(buffer), wanted)


@gluon.jit
def _softmax(logits, row_max, sums, to_base_2):
    """Return the weights of a tile, the factor of what was summed before, the new maximum and the new sums."""
    logits = logits * to_base_2
    new_max = gl.maximum(row_max, gl.max(logits, 1))
    weights = gl.exp2(logits - new_max[:, None])
    rescale = gl.exp2(row_max - new_max)
    return weights, rescale, new_max, sums * rescale[:, None] + weights


@gluon.jit
def _add_values(added, weights, rescale, shared_weights, values, SUMS: gl.constexpr):
    """Begin to add a tile's weighted values to the sums."""
    shared_weights.store(weights.to(shared_weights.dtype))
    fence_async_shared()
    factor = gl.convert_layout(rescale, gl.SliceLayout(1, SUMS))[:, None]
    return warpgroup_mma(shared_weights, values, added * factor, is_async=True)


@gluon.jit(do_not_specialize=["num_requests"])
def attend_latents_by_warpgroups_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    kv_cache,
    latent_tiles,
    rope_tiles,
    indices,  # noqa: ARG001
    part_output,
    part_lse,
    query_start_loc,
    seq_lens,
    block_table,
    num_requests,
    topk,  # noqa: ARG001
    logit_scale,
    cache_scale,
    query_token_stride,
    query_head_stride,
    cache_block_stride,
    cache_slot_stride,
    indices_stride,  # noqa: ARG001
    output_token_stride,
    output_head_stride,
    output_split_stride,
    lse_token_stride,
    lse_head_stride,
    lse_split_stride,
    block_table_stride,
    HEADS: gl.constexpr,
    BLOCK_SIZE: gl.constexpr,
    RANK: gl.constexpr,
    ROPE: gl.constexpr,
    BLOCK_H: gl.constexpr,
    TILE: gl.constexpr,
):
    """Attention of one query token, ``BLOCK_H`` of its heads, to one split of its keys, by eight warps.

    Arguments and grid are those of ``kernel.attend_latents_kernel``, without lists of keys; the descriptors are of
    ``[1, TILE, RANK]`` and ``[1, TILE, ROPE]``, and the cache holds numbers of the queries' element type.
    """
    LOGITS: gl.constexpr = gl.NVMMADistributedLayout([3, 0], [4, 2], [16, TILE // 2, 16])
    SUMS: gl.constexpr = gl.NVMMADistributedLayout([3, 0], [4, 2], [16, RANK // 2, 16])
    LOADED: gl.constexpr = gl.BlockedLayout([1, 8], [1, 32], [8, 1], [1, 0])
    LOADED_ROPE: gl.constexpr = gl.BlockedLayout([1, 8], [4, 8], [8, 1], [1, 0])
    SHARED: gl.constexpr = gl.NVMMASharedLayout(128, 16, rank=2)
    dtype: gl.constexpr = query.dtype.element_ty

    HEAD_BLOCKS: gl.constexpr = (HEADS + BLOCK_H - 1) // BLOCK_H
    token = gl.program_id(0) // HEAD_BLOCKS
    split = gl.program_id(1)
    request = _find_request(query_start_loc, token, num_requests)
    query_end = gl.load(query_start_loc + request + 1)
    if token >= query_end:
        return
    # The last query token stands at the last position.
    num_keys = gl.load(seq_lens + request) - query_end + token + 1
    token = token.to(gl.int64)
    first_head = gl.program_id(0) % HEAD_BLOCKS * BLOCK_H
    split_keys = gl.cdiv(gl.cdiv(num_keys, TILE), gl.num_programs(1)) * TILE
    begin = split * split_keys
    end = gl.maximum(gl.minimum(begin + split_keys, num_keys), begin)
    tiles = (end - begin) // TILE
    block_table += request.to(gl.int64) * block_table_stride

    heads = (first_head + gl.arange(0, BLOCK_H, gl.SliceLayout(1, LOADED))).to(gl.int64)
    query_rows = query + token * query_token_stride + heads[:, None] * query_head_stride
    elements = gl.arange(0, RANK, gl.SliceLayout(0, LOADED))[None, :]
    there = heads[:, None] < HEADS
    query_latent = gl.allocate_shared_memory(
        dtype, [BLOCK_H, RANK], SHARED, gl.load(query_rows + elements, mask=there, other=0.0)
    )
    rope_heads = (first_head + gl.arange(0, BLOCK_H, gl.SliceLayout(1, LOADED_ROPE))).to(gl.int64)
    rope_rows = query + token * query_token_stride + rope_heads[:, None] * query_head_stride
    rope_elements = RANK + gl.arange(0, ROPE, gl.SliceLayout(0, LOADED_ROPE))[None, :]
    query_rope = gl.allocate_shared_memory(
        dtype,
        [BLOCK_H, ROPE],
        SHARED,
        gl.load(rope_rows + rope_elements, mask=rope_heads[:, None] < HEADS, other=0.0),
    )
    latents = gl.allocate_shared_memory(dtype, [2, TILE, RANK], SHARED)
    ropes = gl.allocate_shared_memory(dtype, [2, TILE, ROPE], SHARED)
    shared_weights = gl.allocate_shared_memory(dtype, [BLOCK_H, TILE], SHARED)
    ready = gl.allocate_shared_memory(gl.int64, [2, 1], mbarrier.MBarrierLayout())
    for barrier in gl.static_range(2):
        mbarrier.init(ready.index(barrier), count=1)
    fence_async_shared()

    row_max = gl.full([BLOCK_H], float("-inf"), gl.float32, gl.SliceLayout(1, LOGITS))
    sums = gl.full([BLOCK_H, TILE], 0.0, gl.float32, LOGITS)
    no_logits = gl.full([BLOCK_H, TILE], 0.0, gl.float32, LOGITS)
    added = warpgroup_mma_init(gl.full([BLOCK_H, RANK], 0.0, gl.float32, SUMS))
    to_base_2 = logit_scale * LOG2_E

    copied = (latents, ropes, ready)
    block = gl.load(block_table + begin // BLOCK_SIZE, mask=tiles > 0, other=0)
    _copy(latent_tiles, rope_tiles, copied, 0, (block, begin % BLOCK_SIZE), tiles > 0)
    for number in range(tiles):
        buffer = number % 2
        following = begin + (number + 1) * TILE
        more = number + 1 < tiles
        block = gl.load(block_table + following // BLOCK_SIZE, mask=more, other=0)
        latent, rope = latents.index(buffer), ropes.index(buffer)
        mbarrier.wait(ready.index(buffer), number // 2 % 2)
        # The values of the tile before are added now, and its buffer is free. Waiting for them when these products have
        # begun would have all products run one by one.
        added = warpgroup_mma_wait(0, deps=(added,))
        logits = warpgroup_mma(query_rope, rope.permute((1, 0)), no_logits, use_acc=False, is_async=True)
        logits = warpgroup_mma(query_latent, latent.permute((1, 0)), logits, is_async=True)
        _copy(latent_tiles, rope_tiles, copied, 1 - buffer, (block, following % BLOCK_SIZE), more)
        logits = warpgroup_mma_wait(0, deps=(logits,))
        weights, rescale, row_max, sums = _softmax(logits, row_max, sums, to_base_2)
        added = _add_values(added, weights, rescale, shared_weights, latent, SUMS)
    added = warpgroup_mma_wait(0, deps=(added,))

    rest = begin + tiles * TILE
    if rest < end:
        # A tile with keys after the end, whose numbers may be anything: it is read by addresses, with zeros there.
        last_block = gl.load(block_table + rest // BLOCK_SIZE).to(gl.int64)
        rows = rest + gl.arange(0, TILE, gl.SliceLayout(1, LOADED))
        slots = (rows % BLOCK_SIZE).to(gl.int64) * cache_slot_stride
        pointers = kv_cache + last_block * cache_block_stride + slots[:, None] + elements
        seen = (rows < end)[:, None]
        last, last_rope = latents.index(0), ropes.index(0)
        last.store(gl.load(pointers, mask=seen, other=0.0))
        of_rope = rest + gl.arange(0, TILE, gl.SliceLayout(1, LOADED_ROPE))
        rope_slots = (of_rope % BLOCK_SIZE).to(gl.int64) * cache_slot_stride
        rope_pointers = kv_cache + last_block * cache_block_stride + rope_slots[:, None] + rope_elements
        last_rope.store(gl.load(rope_pointers, mask=(of_rope < end)[:, None], other=0.0))
        fence_async_shared()
        seen_logits = warpgroup_mma(
            query_rope, last_rope.permute((1, 0)), no_logits, use_acc=False, is_async=True
        )
        seen_logits = warpgroup_mma(query_latent, last.permute((1, 0)), seen_logits, is_async=True)
        seen_logits = warpgroup_mma_wait(0, deps=(seen_logits,))
        keys = rest + gl.arange(0, TILE, gl.SliceLayout(0, LOGITS))
        seen_logits = gl.where((keys < end)[None, :], seen_logits, float("-inf"))
        weights, rescale, row_max, sums = _softmax(seen_logits, row_max, sums, to_base_2)
        added = _add_values(added, weights, rescale, shared_weights, last, SUMS)
        added = warpgroup_mma_wait(0, deps=(added,))

    # Only a split without any key has a sum of zero; its output is zero and its logarithm -inf.
    row_sum = gl.sum(sums, 1)
    lse = (row_max + gl.log2(row_sum)) * _LN_2
    factor = cache_scale / gl.where(row_sum == 0.0, 1.0, row_sum)
    factor = gl.convert_layout(factor, gl.SliceLayout(1, SUMS))[:, None]
    heads = (first_head + gl.arange(0, BLOCK_H, gl.SliceLayout(1, SUMS))).to(gl.int64)
    elements = gl.arange(0, RANK, gl.SliceLayout(0, SUMS))[None, :]
    target = part_output + token * output_token_stride + split.to(gl.int64) * output_split_stride
    target = target + heads[:, None] * output_head_stride + elements
    there = heads[:, None] < HEADS
    gl.store(target, (added * factor).to(part_output.dtype.element_ty), mask=there)
    if part_lse is not None:
        heads = (first_head + gl.arange(0, BLOCK_H, gl.SliceLayout(1, LOGITS))).to(gl.int64)
        lse_row = part_lse + token * lse_token_stride + split.to(gl.int64) * lse_split_stride
        gl.store(lse_row + heads * lse_head_stride, lse, mask=heads < HEADS)
