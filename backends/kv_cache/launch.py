"""Launching the cache write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import triton

from backends.inputs import CacheScales
from backends.kv_cache.formats import as_codes, format_of
from backends.kv_cache.kernel import write_kv_cache_kernel
from backends.launching import launch_of
from backends.signature import signature_of
from backends.tensor_rules import BATCH, STANDARD, check_tensors

if TYPE_CHECKING:
    from torch import Tensor

    from backends.launching import Launch
    from backends.signature import Signature

_MOST_SHAPES = 4096
_launches: dict[Signature, Launch] = {}
"""What tensors of a signature were found to need; the same for all layers, whose caches are alike."""


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
    scales = scales or CacheScales()
    own = scales.per_token_head
    signature = signature_of((key, value, kv_cache, slot_mapping, own))
    launch = _launches.get(signature)
    if launch is None:
        launch = _checked_launch(key, value, kv_cache, slot_mapping, own)
        if len(_launches) >= _MOST_SHAPES:
            _launches.clear()
        _launches[signature] = launch
    tokens = key.shape[0]
    if tokens == 0:
        return
    key_cache, value_cache = as_codes(kv_cache).unbind(0)
    key_scales, value_scales = (None, None) if own is None else own.unbind(0)
    launch(
        (tokens, 1, 1),
        key,
        value,
        key_cache,
        value_cache,
        key_scales,
        value_scales,
        slot_mapping,
        float(scales.key),
        float(scales.value),
        *key.stride()[:2],
        *value.stride()[:2],
        *key_cache.stride()[:3],
        *((0, 0) if own is None else key_scales.stride()[:2]),
    )


def _checked_launch(
    key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, own: Tensor | None
) -> Launch:
    """The launch for tensors of this signature, after holding them against the table."""
    tensors = {"key": key, "value": value, "kv_cache": kv_cache, "slot_mapping": slot_mapping}
    tensors["kv_cache_scales"] = own
    dtypes = {"query": key.dtype, "cache": kv_cache.dtype}
    check_tensors((*STANDARD, *BATCH), tensors, {}, dtypes, key.device)
    if own is None and kv_cache.dtype == torch.int8:
        raise ValueError("a cache of int8 needs a scale for every token and head: kv_cache_scales is None")
    _, kv_heads, head_size = key.shape
    cache_format = format_of(kv_cache.dtype)
    constants = {
        "BLOCK_SIZE": kv_cache.shape[2],
        "KV_HEADS": kv_heads,
        "KV_HEADS_PADDED": triton.next_power_of_2(kv_heads),
        "HEAD_SIZE": head_size,
        "HEAD_PADDED": triton.next_power_of_2(head_size),
        "LARGEST": cache_format.largest,
        "CODE": cache_format.code,
    }
    tensors_of_launch = (
        key,
        value,
        *as_codes(kv_cache).unbind(0),
        slot_mapping,
        *(own.unbind(0) if own is not None else ()),
    )
    return launch_of(write_kv_cache_kernel, signature_of(tensors_of_launch).layouts, constants)
