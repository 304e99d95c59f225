"""The kernel that scatters new keys and values into the blocks of the paged cache."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import encode


@triton.jit
def _write(  # noqa: PLR0917  (Triton binds by position)
    new, target, scale_target, scale, mask, head_mask, LARGEST: tl.constexpr, CODE: tl.constexpr
):
    """Store ``[heads, elements]`` in the cache's code, divided by ``scale``, or by scales of its own a head.

    A head's own scale brings its largest element to the largest code; a head of zeros has the scale 0. NaN stays
    NaN; in integers the whole head becomes it, by its scale, as any head with an infinity and its own scale does.
    """
    if CODE == "plain":
        tl.store(target, new.to(target.dtype.element_ty), mask=mask)
    else:
        new = new.to(tl.float32)
        if scale_target is not None:
            scales = tl.div_rn(tl.max(tl.abs(new), 1), tl.full([new.shape[0]], LARGEST, tl.float32))
            if CODE == "int8":
                # Integers have no NaN to keep one in, nor has a maximum.
                scales += tl.sum(new * 0.0, 1)
            tl.store(scale_target, scales, mask=head_mask)
            divisors = tl.where(scales == 0.0, 1.0, scales)[:, None] + tl.zeros_like(new)
        else:
            divisors = tl.zeros_like(new) + scale
        tl.store(target, encode(tl.div_rn(new, divisors), LARGEST, CODE), mask=mask)


@triton.jit
def write_kv_cache_kernel(  # noqa: PLR0917  (Triton binds by position)
    key,
    value,
    key_cache,
    value_cache,
    key_scales,
    value_scales,
    slot_mapping,
    key_scale,
    value_scale,
    key_token_stride,
    key_head_stride,
    value_token_stride,
    value_head_stride,
    cache_block_stride,
    cache_slot_stride,
    cache_head_stride,
    scales_block_stride,
    scales_slot_stride,
    BLOCK_SIZE: tl.constexpr,
    KV_HEADS: tl.constexpr,
    KV_HEADS_PADDED: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    LARGEST: tl.constexpr,
    CODE: tl.constexpr,
):
    """Write one token's keys and values, all heads, to its slot; a negative slot is padding and is skipped.

    Grid: ``(kv_tokens,)``. Strides are in elements. The paging is that of 2309.06180: slot ``s`` is offset
    ``s % BLOCK_SIZE`` of block ``s // BLOCK_SIZE``. The scales of every token and head, ``[blocks, block_size,
    kv_heads]``, are written where there are any; otherwise all are divided by ``key_scale`` and ``value_scale``.
    """
    token = tl.program_id(0).to(tl.int64)
    slot = tl.load(slot_mapping + token)
    # A head may lie beyond what 32 bits count from the first: offsets are of 64.
    heads = tl.arange(0, KV_HEADS_PADDED).to(tl.int64)
    elements = tl.arange(0, HEAD_PADDED)[None, :]
    head_mask = heads < KV_HEADS
    mask = head_mask[:, None] & (elements < HEAD_SIZE)
    # Everything is loaded before anything waits for the slot, or is stored.
    new_key = tl.load(
        key + token * key_token_stride + heads[:, None] * key_head_stride + elements, mask=mask, other=0.0
    )
    new_value = tl.load(
        value + token * value_token_stride + heads[:, None] * value_head_stride + elements,
        mask=mask,
        other=0.0,
    )
    if slot < 0:
        return
    block = slot // BLOCK_SIZE
    offset = slot % BLOCK_SIZE
    target = block * cache_block_stride + offset * cache_slot_stride
    target = target + heads[:, None] * cache_head_stride + elements
    if key_scales is not None:
        scale_target = block * scales_block_stride + offset * scales_slot_stride + heads
        key_scales += scale_target
        value_scales += scale_target
    _write(new_key, key_cache + target, key_scales, key_scale, mask, head_mask, LARGEST, CODE)
    _write(new_value, value_cache + target, value_scales, value_scale, mask, head_mask, LARGEST, CODE)
