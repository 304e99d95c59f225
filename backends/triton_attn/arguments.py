"""Grouped arguments of the attention kernels besides queries and outputs; Triton passes tuples by field.

A field that is None is known when a kernel is compiled, so an absent feature costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import torch

from backends.kv_cache.formats import readable
from backends.launching import address_of
from backends.types import AlibiForm

if TYPE_CHECKING:
    from torch import Tensor

    from backends.attention_layer import AttentionImpl
    from backends.inputs import Inputs
    from backends.metadata import AttentionMetadata

    Pointer: TypeAlias = Tensor | int

_FAR = 2**31
_ON = 2
"""Anything but None: Triton 3.6 loses a 1 in a tuple."""
_SCALE_UNIT = 128.0
"""Factor of weights that carry a value's scale, so that they do not underflow in float16."""


class Source(NamedTuple):
    """Places of keys and values; strides are in elements."""

    key: Pointer
    """Paged ``[blocks, block_size, kv_heads, head_size]``, or packed ``[tokens, kv_heads, head_size]``."""
    value: Pointer
    """As ``key``."""
    key_scales: Pointer | None
    """float32 ``[blocks, block_size, kv_heads]``; None without a scale for every token and head."""
    value_scales: Pointer | None
    """As ``key_scales``."""
    block_table: Pointer | None
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
    far_slots: int | None
    """Not None where the slots of a block lie further apart than 32 bits count: numbers of 64 bits take registers from
    the loops."""


class Batch(NamedTuple):
    """Keys that the queries of each request see."""

    query_start_loc: Pointer
    """int32 ``[requests + 1]``."""
    seq_lens: Pointer
    """int32 ``[requests]``."""
    causal: Pointer | None
    """uint8 ``[requests]``; None where all requests are alike."""
    prefix_ranges: Pointer | None
    """int32 ``[requests, ranges, 2]``; None without any."""
    range_count: int
    """``ranges``."""
    ranges_request_stride: int
    """Of the ranges of a request, in elements."""
    range_stride: int
    """Of a range."""
    query_bias: Pointer | None
    """float32 ``[max_query_len, max_query_len]``; None without a tree."""
    query_bias_stride: int
    """Of a row of the bias, in elements."""
    position_bias: Pointer | None
    """``[requests, heads, max_query_len, max_seq_len]``; None without any."""
    position_bias_request_stride: int
    """Of the position bias, in elements: 0 where all requests share it."""
    position_bias_head_stride: int
    """Of the position bias."""
    position_bias_token_stride: int
    """Of the position bias."""


class Rules(NamedTuple):
    """Changes of the logits."""

    scale: float
    """Factor of dot products, the scale of the cached keys included."""
    soft_cap: float | None
    """``cap`` of ``cap * tanh(logit / cap)``."""
    alibi_slopes: Pointer | None
    """float32 ``[heads]``."""
    alibi_signed: int | None
    """Not None where ALiBi's term has the sign of the distance; as all that is known when a kernel is compiled."""
    alibi_root: int | None
    """Not None where it is the root of the distance."""
    sinks: Pointer | None
    """``[heads]``."""


class SourceStrides(NamedTuple):
    """Fields of :class:`Source` that are the same for all tensors of one layout."""

    strides: tuple[tuple[int, ...], tuple[int, ...], int, int, int, int | None]
    """The last six of its fields."""
    value_offset: int
    """Bytes from the first cached key to the first cached value."""
    scales_offset: int
    """Bytes from the scales of the keys to those of the values."""


def source_strides(inputs: Inputs, *, cached: bool) -> SourceStrides:
    """The strides of the keys and values of a call, as :func:`source_of` wants them.

    Args:
        inputs: the call.
        cached: true if keys and values are read from the cache.
    """
    if not cached:
        key, value = inputs.key, inputs.value
        return SourceStrides(((0, *key.stride()[:2]), (0, *value.stride()[:2]), 0, 0, 0, None), 0, 0)
    kv_cache, own = inputs.kv_cache, inputs.scales.per_token_head
    of_cache = kv_cache.stride()
    of_scales = (0, 0, 0) if own is None else own.stride()[:3]
    table_stride = inputs.metadata.block_table.stride(0)
    furthest = kv_cache.shape[2] * max(of_cache[2], of_scales[2])
    return SourceStrides(
        (of_cache[1:4], of_cache[1:4], *of_scales[1:], table_stride, _FAR if furthest >= _FAR else None),
        of_cache[0] * kv_cache.element_size(),
        of_scales[0] * 4,
    )


def source_of(inputs: Inputs, known: SourceStrides, *, cached: bool, by_address: bool) -> Source:
    """The keys and values of a call: the cache's where it is used, otherwise those handed over.

    Args:
        inputs: the call.
        known: its strides.
        cached: true if keys and values are read from the cache.
        by_address: true if addresses stand for tensors.
    """
    table = inputs.metadata.block_table
    own = inputs.scales.per_token_head
    if not cached:
        key, value = inputs.key, inputs.value
        pointers = (key.data_ptr(), value.data_ptr()) if by_address else (key, value)
        return Source(*pointers, None, None, None, *known.strides)
    if by_address:
        first_key = inputs.kv_cache.data_ptr()
        pair = (first_key, first_key + known.value_offset)
        scales = (None, None)
        if own is not None:
            first_scale = own.data_ptr()
            scales = (first_scale, first_scale + known.scales_offset)
        return Source(*pair, *scales, table.data_ptr(), *known.strides)
    scales = (None, None) if own is None else own.unbind(0)
    return Source(*readable(inputs.kv_cache).unbind(0), *scales, table, *known.strides)


def batch_of(metadata: AttentionMetadata, *, by_address: bool) -> Batch:
    """Return the visibility of keys by a call's metadata, as the kernels take it.

    Args:
        metadata: the batch.
        by_address: true if addresses stand for tensors.
    """
    ranges, tree, bias = metadata.mm_prefix_ranges, metadata.query_bias, metadata.position_bias
    causal = None if isinstance(metadata.causal, bool) else metadata.causal
    if not by_address and causal is not None:
        # Triton has no pointers to torch's bool; both are a byte.
        causal = causal.view(torch.uint8)
    pointed = (metadata.query_start_loc, metadata.seq_lens, causal, ranges, tree, bias)
    if by_address:
        pointed = tuple(map(address_of, pointed))
    starts, lens, causal, ranges_at, tree_at, bias_at = pointed
    return Batch(
        starts,
        lens,
        causal,
        ranges_at,
        *((0, 0, 0) if ranges is None else (ranges.shape[1], *ranges.stride()[:2])),
        tree_at,
        0 if tree is None else tree.stride(0),
        bias_at,
        *((0, 0, 0) if bias is None else bias.stride()[:3]),
    )


def cache_factors(inputs: Inputs, *, cached: bool) -> tuple[float, float]:
    """Return the factors of logits and of outputs that make up for the coding of keys and values in the cache.

    Args:
        inputs: the call.
        cached: true if keys and values are read from the cache.
    """
    if not cached:
        return 1.0, 1.0
    own_unit = 1.0 if inputs.scales.per_token_head is None else _SCALE_UNIT
    return inputs.scales.key, inputs.scales.value / own_unit


def rules_of(layer: AttentionImpl, key_factor: float, slopes: Pointer | None, sinks: Pointer | None) -> Rules:
    """The rules of a layer, as the kernels take them.

    Args:
        layer: the layer.
        key_factor: factor of logits that makes up for the coding of the keys.
        slopes: its slopes on the device; None without ALiBi.
        sinks: its sinks; None without any.
    """
    form = layer.alibi_form
    signed = _ON if form == AlibiForm.SIGNED else None
    root = _ON if form == AlibiForm.ROOT else None
    return Rules(layer.scale * key_factor, layer.logits_soft_cap, slopes, signed, root, sinks)
