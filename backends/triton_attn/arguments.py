"""What the attention kernels are told besides queries and outputs, in groups; Triton passes tuples by field.

None in a field is known when a kernel is compiled: what is not there costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

from backends.kv_cache.formats import readable

if TYPE_CHECKING:
    from torch import Tensor

    from backends.inputs import Inputs
    from backends.metadata import AttentionMetadata

_SCALE_UNIT = 128.0
"""What weights that carry a value's scale are multiplied by, so that they do not underflow in float16."""


class Source(NamedTuple):
    """Where keys and values are; strides are in elements."""

    key: Tensor
    """Paged ``[blocks, block_size, kv_heads, head_size]``, or packed ``[tokens, kv_heads, head_size]``."""
    value: Tensor
    """As ``key``."""
    key_scales: Tensor | None
    """float32 ``[blocks, block_size, kv_heads]``; None without a scale for every token and head."""
    value_scales: Tensor | None
    """As ``key_scales``."""
    block_table: Tensor | None
    """int32 ``[requests, max_blocks]``; None where keys and values are packed."""
    key_strides: tuple[int, ...]
    """Of a block, a slot and a head; of packed keys, 0 and those of a token and a head."""
    value_strides: tuple[int, ...]
    """As ``key_strides``."""
    scales_block_stride: int
    """Of the scales. Not in a tuple of its own: Triton 3.6 loses a 1 there, which the stride of a slot may be."""
    scales_slot_stride: int
    """Of the scales."""
    block_table_stride: int
    """Of a request."""


class Batch(NamedTuple):
    """Which keys the queries of each request see."""

    query_start_loc: Tensor
    """int32 ``[requests + 1]``."""
    seq_lens: Tensor
    """int32 ``[requests]``."""
    causal: Tensor | None
    """uint8 ``[requests]``; None where all requests are alike."""
    prefix_ranges: Tensor | None
    """int32 ``[requests, ranges, 2]``, contiguous; None without any."""
    range_count: int
    """``ranges``."""
    query_bias: Tensor | None
    """float32 ``[max_query_len, max_query_len]``; None without a tree."""
    query_bias_stride: int
    """Of a row of the bias, in elements."""
    position_bias: Tensor | None
    """``[requests, heads, max_query_len, max_seq_len]``; None without any."""
    position_bias_request_stride: int
    """Of the position bias, in elements: 0 where all requests share it."""
    position_bias_head_stride: int
    """Of the position bias."""
    position_bias_token_stride: int
    """Of the position bias."""


class Rules(NamedTuple):
    """What is done to the logits."""

    scale: float
    """What dot products are multiplied by, the scale of the cached keys included."""
    soft_cap: float | None
    """``cap`` of ``cap * tanh(logit / cap)``."""
    alibi_slopes: Tensor | None
    """float32 ``[heads]``."""
    sinks: Tensor | None
    """``[heads]``."""


def source_of(inputs: Inputs, *, cached: bool) -> Source:
    """The keys and values of a call: the cache's where it is used, otherwise those handed over."""
    if not cached:
        key, value = inputs.key, inputs.value
        return Source(key, value, None, None, None, (0, *key.stride()[:2]), (0, *value.stride()[:2]), 0, 0, 0)
    key, value = readable(inputs.kv_cache).unbind(0)
    own = inputs.scales.per_token_head
    key_scales, value_scales = (None, None) if own is None else own.unbind(0)
    table = inputs.metadata.block_table
    return Source(
        key,
        value,
        key_scales,
        value_scales,
        table,
        key.stride()[:3],
        value.stride()[:3],
        *((0, 0) if own is None else key_scales.stride()[:2]),
        table.stride(0),
    )


def batch_of(metadata: AttentionMetadata) -> Batch:
    """What the metadata of a call say about who sees what."""
    ranges, bias = metadata.mm_prefix_ranges, metadata.query_bias
    return Batch(
        metadata.query_start_loc,
        metadata.seq_lens,
        # Triton has no pointers to torch's bool; both are a byte.
        None if isinstance(metadata.causal, bool) else metadata.causal.view(torch.uint8),
        None if ranges is None else ranges.contiguous(),
        0 if ranges is None else ranges.shape[1],
        bias,
        0 if bias is None else bias.stride(0),
        metadata.position_bias,
        *((0, 0, 0) if metadata.position_bias is None else metadata.position_bias.stride()[:3]),
    )


def cache_factors(inputs: Inputs, *, cached: bool) -> tuple[float, float]:
    """What logits and outputs are multiplied by to make up for how the cache codes keys and values."""
    if not cached:
        return 1.0, 1.0
    own_unit = 1.0 if inputs.scales.per_token_head is None else _SCALE_UNIT
    return inputs.scales.key, inputs.scales.value / own_unit
