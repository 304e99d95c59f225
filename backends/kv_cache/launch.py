"""Launching the cache write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
import triton

from backends.inputs import CacheScales
from backends.kv_cache.formats import as_codes, format_of
from backends.kv_cache.kernel import write_kv_cache_kernel
from backends.launching import launch_of
from backends.signature import layouts_of, signature_of
from backends.tensor_rules import BATCH, STANDARD, check_tensors

if TYPE_CHECKING:
    from torch import Tensor

    from backends.inputs import Inputs
    from backends.launching import Launch
    from backends.signature import Signature

_MOST_SHAPES = 4096
_UNSCALED = CacheScales()


@dataclass(frozen=True, slots=True)
class WritePlan:
    """Values that are the same for all writes of tensors of one signature."""

    launch: Launch
    """The kernel."""
    strides: tuple[int, ...]
    """Of keys, values, the cache and its scales, in the kernel's order."""
    value_offset: int
    """Bytes from the first cached key to the first cached value."""
    scales_offset: int
    """Bytes from the scales of the keys to those of the values."""

    def __call__(
        self, key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales
    ) -> None:
        """Write tensors of this signature; arguments as in :func:`write_kv_cache`."""
        tokens = key.shape[0]
        if tokens == 0:
            return
        own = scales.per_token_head
        if self.launch.is_compiled:
            cache_at, scales_at = kv_cache.data_ptr(), 0 if own is None else own.data_ptr()
            pointers = (
                key.data_ptr(),
                value.data_ptr(),
                cache_at,
                cache_at + self.value_offset,
                None if own is None else scales_at,
                None if own is None else scales_at + self.scales_offset,
                slot_mapping.data_ptr(),
            )
        else:
            scales_of = (None, None) if own is None else own.unbind(0)
            pointers = (key, value, *as_codes(kv_cache).unbind(0), *scales_of, slot_mapping)
        self.launch((tokens, 1, 1), *pointers, float(scales.key), float(scales.value), *self.strides)


_plans: dict[Signature, WritePlan] = {}
"""The same for all layers, whose caches are alike."""


def write_kv_cache(
    key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales | None = None
) -> None:
    """Write new keys and values into the paged cache, converted to its element type.

    Args:
        key: ``[kv_tokens, kv_heads, head_size]``.
        value: as ``key``.
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        slot_mapping: int64 ``[kv_tokens]``: ``block * block_size + offset``; negative slots are not written.
        scales: factors of the cached numbers; scales of every token and head are written too.
            None stands for a scale of 1.

    Numbers that an 8-bit cache cannot hold, even scaled, become the largest that it can; NaN stays NaN.

    Raises:
        ValueError: a shape, element type, device or stride does not fit, or a cache of integers has no scale
            for every token and head.
    """
    scales = scales or _UNSCALED
    own = scales.per_token_head
    signature = signature_of((key, value, kv_cache, slot_mapping, own))
    plan = _plans.get(signature)
    if plan is None:
        plan = _checked(key, value, kv_cache, slot_mapping, own)
        if len(_plans) >= _MOST_SHAPES:
            _plans.clear()
        _plans[signature] = plan
    plan(key, value, kv_cache, slot_mapping, scales)


def plan_write_of(inputs: Inputs) -> WritePlan:
    """The plan for the new keys and values of a call, checked; its arguments are those of :func:`write_kv_cache`."""
    slots, own = inputs.metadata.slot_mapping, inputs.scales.per_token_head
    return _checked(inputs.key, inputs.value, inputs.kv_cache, slots, own)


def _checked(
    key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, own: Tensor | None
) -> WritePlan:
    """The plan for tensors of this signature, after checking them against the table of rules."""
    tensors = {"key": key, "value": value, "kv_cache": kv_cache, "slot_mapping": slot_mapping}
    dtypes = {"query": key.dtype, "cache": kv_cache.dtype}
    check_tensors((*STANDARD, *BATCH), tensors | {"kv_cache_scales": own}, {}, dtypes, key.device)
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
    # The views, whose pointers are aligned or not for themselves.
    seen = (key, value, *as_codes(kv_cache).unbind(0), slot_mapping, *(() if own is None else own.unbind(0)))
    of_cache, of_scales = kv_cache.stride(), (0, 0, 0) if own is None else own.stride()[:3]
    return WritePlan(
        launch_of(write_kv_cache_kernel, layouts_of(signature_of(seen)), constants),
        (*key.stride()[:2], *value.stride()[:2], *of_cache[1:4], *of_scales[1:]),
        of_cache[0] * kv_cache.element_size(),
        of_scales[0] * 4,
    )
