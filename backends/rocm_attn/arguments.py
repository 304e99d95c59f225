"""Grouped arguments of the kernels of ROCM_ATTN and ROCM_AITER_FA; Triton passes tuples by field.

A field that is None is known when a kernel is compiled, so an absent feature costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from backends.kv_cache.formats import readable

if TYPE_CHECKING:
    from torch import Tensor

    from backends.inputs import Inputs

    Pointer: TypeAlias = Tensor | int


class Source(NamedTuple):
    """Keys and values of a batch; strides are in elements."""

    key: Pointer
    """Paged ``[blocks, block_size, kv_heads, head_size]``, or packed ``[tokens, kv_heads, head_size]``."""
    value: Pointer
    """As ``key``."""
    block_table: Pointer | None
    """int32 ``[requests, max_blocks]``; None where keys and values are packed."""
    key_strides: tuple[int, ...]
    """Of a block, a slot and a head; of packed keys, 0 and those of a token and a head."""
    value_strides: tuple[int, ...]
    """As ``key_strides``."""
    block_table_stride: int
    """Of a request."""
    key_factor: float
    """Factor of cached keys; 1 where they are packed."""
    value_factor: float
    """Factor of cached values; 1 where they are packed."""


class Rules(NamedTuple):
    """Changes of the logits."""

    scale: float
    """Factor of dot products."""
    soft_cap: float | None
    """``cap`` of ``cap * tanh(logit / cap)``."""
    alibi_slopes: Pointer | None
    """float32 ``[heads]``."""


def packed_source(inputs: Inputs, *, by_address: bool) -> Source:
    """The new keys and values, as they are handed over.

    Args:
        inputs: the call.
        by_address: true if addresses stand for tensors.
    """
    key, value = inputs.key, inputs.value
    pair = (key.data_ptr(), value.data_ptr()) if by_address else (key, value)
    return Source(*pair, None, (0, *key.stride()[:2]), (0, *value.stride()[:2]), 0, 1.0, 1.0)


def cached_source(inputs: Inputs, *, by_address: bool) -> Source:
    """The keys and values of the cache.

    Args:
        inputs: the call.
        by_address: true if addresses stand for tensors.
    """
    kv_cache, table, scales = inputs.kv_cache, inputs.metadata.block_table, inputs.scales
    of_cache = kv_cache.stride()
    if by_address:
        first = kv_cache.data_ptr()
        pointers = (first, first + of_cache[0] * kv_cache.element_size(), table.data_ptr())
    else:
        pointers = (*readable(kv_cache).unbind(0), table)
    strides = of_cache[1:4]
    return Source(*pointers, strides, strides, table.stride(0), scales.key, scales.value)


def is_read_from_the_cache(inputs: Inputs) -> bool:
    """Tell whether new keys are read from the cache, too.

    They are where it rounds them: a token is then the same to the queries beside it and to later ones.
    """
    return inputs.kv_cache is not None and inputs.kv_cache.dtype != inputs.query.dtype
