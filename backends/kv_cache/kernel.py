"""The kernel that scatters new keys and values into the blocks of the paged cache."""

from __future__ import annotations

import triton
import triton.language as tl


@triton.jit
def write_kv_cache_kernel(  # noqa: PLR0917  (Triton binds by position)
    key,
    value,
    key_cache,
    value_cache,
    slot_mapping,
    key_token_stride,
    key_head_stride,
    value_token_stride,
    value_head_stride,
    cache_block_stride,
    cache_slot_stride,
    cache_head_stride,
    BLOCK_SIZE: tl.constexpr,
    KV_HEADS: tl.constexpr,
    KV_HEADS_PADDED: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
):
    """Copy one token's keys and values, all heads, to its slot; a negative slot is padding and is skipped.

    Grid: ``(kv_tokens,)``. Strides are in elements. The paging is that of 2309.06180: slot ``s`` is offset
    ``s % BLOCK_SIZE`` of block ``s // BLOCK_SIZE``.
    """
    token = tl.program_id(0).to(tl.int64)
    slot = tl.load(slot_mapping + token)
    if slot < 0:
        return
    heads = tl.arange(0, KV_HEADS_PADDED)[:, None]
    elements = tl.arange(0, HEAD_PADDED)[None, :]
    mask = (heads < KV_HEADS) & (elements < HEAD_SIZE)
    block = slot // BLOCK_SIZE
    target = block * cache_block_stride + (slot % BLOCK_SIZE) * cache_slot_stride
    target = target + heads * cache_head_stride + elements
    new_key = tl.load(key + token * key_token_stride + heads * key_head_stride + elements, mask=mask)
    tl.store(key_cache + target, new_key.to(key_cache.dtype.element_ty), mask=mask)
    new_value = tl.load(value + token * value_token_stride + heads * value_head_stride + elements, mask=mask)
    tl.store(value_cache + target, new_value.to(value_cache.dtype.element_ty), mask=mask)
