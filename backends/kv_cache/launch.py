"""Launching the cache write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import triton

from backends.checks import check_tensor
from backends.inputs import CacheScales
from backends.kv_cache.formats import as_codes, format_of
from backends.kv_cache.kernel import write_kv_cache_kernel

if TYPE_CHECKING:
    from torch import Tensor


def write_kv_cache(
    key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales | None = None
) -> None:
    """Write new keys and values into the paged cache, converted to its element type.

    Args:
        key: ``[kv_tokens, kv_heads, head_size]``.
        value: as ``key``.
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        slot_mapping: int64 ``[kv_tokens]``: ``block * block_size + offset``; negative slots are not written.
        scales: what the cached numbers are to be multiplied by; scales of every token and head are written too.
            None stands for a scale of 1.

    Numbers that an 8-bit cache cannot hold, even scaled, become the largest that it can; NaN stays NaN.

    Raises:
        ValueError: a shape, element type, device or stride does not fit, or a cache of integers has no scale
            for every token and head.
    """
    tokens, kv_heads, head_size = key.shape
    device = key.device
    check_tensor("key", key, (None, None, None), (key.dtype,), device)
    check_tensor("value", value, tuple(key.shape), (key.dtype,), device)
    check_tensor("kv_cache", kv_cache, (2, None, None, kv_heads, head_size), (kv_cache.dtype,), device)
    check_tensor("slot_mapping", slot_mapping, (tokens,), (torch.int64,), device)
    scales = scales or CacheScales()
    own = scales.per_token_head
    if own is not None:
        check_tensor("kv_cache_scales", own, tuple(kv_cache.shape[:4]), (torch.float32,), device)
    elif kv_cache.dtype == torch.int8:
        raise ValueError("a cache of int8 needs a scale for every token and head: kv_cache_scales is None")
    if tokens == 0:
        return
    cache_format = format_of(kv_cache.dtype)
    key_cache, value_cache = as_codes(kv_cache).unbind(0)
    key_scales, value_scales = (None, None) if own is None else own.unbind(0)
    write_kv_cache_kernel[(tokens,)](
        key,
        value,
        key_cache,
        value_cache,
        key_scales,
        value_scales,
        slot_mapping,
        scales.key,
        scales.value,
        key.stride(0),
        key.stride(1),
        value.stride(0),
        value.stride(1),
        *key_cache.stride()[:3],
        *((0, 0) if own is None else key_scales.stride()[:2]),
        BLOCK_SIZE=kv_cache.shape[2],
        KV_HEADS=kv_heads,
        KV_HEADS_PADDED=triton.next_power_of_2(kv_heads),
        HEAD_SIZE=head_size,
        HEAD_PADDED=triton.next_power_of_2(head_size),
        LARGEST=cache_format.largest,
        CODE=cache_format.code,
    )
