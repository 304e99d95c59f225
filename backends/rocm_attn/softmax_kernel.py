"""The softmax loop that the kernels of ROCM_ATTN and ROCM_AITER_FA share, over paged and over packed keys.

Online softmax after 1805.02867 and 2205.14135, in base 2; paged keys after 2309.06180.
"""

from __future__ import annotations

from typing import NamedTuple

import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import decode
from backends.softmax_base2 import LOG2_E, online_softmax


class Sizes(NamedTuple):
    """Constants of a kernel that its loops over keys are compiled by."""

    window: int
    """Distance from which on keys are hidden; 0 for none."""
    block_size: int
    """Slots of a block of the cache."""
    head_size: int
    """Elements of a head."""
    head_padded: int
    """The same, rounded up to a power of two."""
    tile: int
    """Keys that are taken into the softmax at once."""
    precision: str
    """Precision of products of float32, by Triton's name."""


@triton.jit
def ruled_logits(  # noqa: PLR0917  (Triton binds by position)
    query, k, rules, key_factor, slopes, keys, positions, PRECISION: tl.constexpr
):
    """The base-2 logits of a tile: scaled, capped (2408.00118), then less ALiBi's penalty (2108.12409).

    ``slopes`` is one a row, of use where ``rules`` has ALiBi; ``keys`` and ``positions`` are counted from one token.
    """
    logits = tl.dot(query, k, input_precision=PRECISION)
    if rules.soft_cap is None and rules.alibi_slopes is None:
        return logits * (rules.scale * key_factor * LOG2_E)
    logits = logits * (rules.scale * key_factor)
    if rules.soft_cap is not None:
        # tanh through exp2, which both the compiler and the interpreter have; inf gives 1, 0 gives -1.
        exponent = logits * (2.0 * LOG2_E / rules.soft_cap)
        logits = rules.soft_cap * (1.0 - 2.0 / (tl.exp2(exponent) + 1.0))
    if rules.alibi_slopes is not None:
        logits = logits - slopes[:, None] * tl.abs(keys[None, :] - positions[:, None]).to(tl.float32)
    return logits * LOG2_E


@triton.jit
def attend_keys(  # noqa: PLR0917  (Triton binds by position)
    state,
    query,
    source,
    rules,
    slopes,
    place,
    positions,
    begin,
    end,
    SIZES: tl.constexpr,
    CODE: tl.constexpr,
    MASKED: tl.constexpr,
    CAUSAL: tl.constexpr,
):
    """Take the keys in ``[begin, end)`` of a request into the softmax, a tile at a time.

    ``state`` is the sum of weighted values, the largest logits in base 2 and the sums of weights; ``source`` and
    ``rules`` are those of ``arguments``; ``place`` is the request, its first row where keys are packed, and the KV
    head. Keys and ``positions`` are counted from the request's first key where they are cached, and from that row
    where they are packed. Without ``MASKED`` every query sees every key, and ``end`` ends a whole tile; with it none
    sees a key from ``end`` on, with ``CAUSAL`` none after itself, and with a window none that far away.
    """
    accumulator, row_max, row_sum = state
    request, first_row, kv_head = place
    HEAD_PADDED: tl.constexpr = SIZES.head_padded
    BLOCK_SIZE: tl.constexpr = SIZES.block_size
    TILE: tl.constexpr = SIZES.tile
    elements = tl.arange(0, HEAD_PADDED)
    in_head = elements < SIZES.head_size
    key = source.key + kv_head.to(tl.int64) * source.key_strides[2]
    value = source.value + kv_head.to(tl.int64) * source.value_strides[2]
    for tile in tl.range(begin, end, TILE):
        keys = tile + tl.arange(0, TILE)
        exists = keys < end
        if source.block_table is not None:
            table = source.block_table + request.to(tl.int64) * source.block_table_stride
            block = tl.load(table + keys // BLOCK_SIZE, mask=exists, other=0).to(tl.int64)
            slot = (keys % BLOCK_SIZE).to(tl.int64)
            key_rows = block * source.key_strides[0] + slot * source.key_strides[1]
            value_rows = block * source.value_strides[0] + slot * source.value_strides[1]
        else:
            rows = (first_row + keys).to(tl.int64)
            key_rows = rows * source.key_strides[1]
            value_rows = rows * source.value_strides[1]
        k_pointers = key + key_rows[None, :] + elements[:, None]
        v_pointers = value + value_rows[:, None] + elements[None, :]
        if MASKED:
            k = tl.load(k_pointers, mask=in_head[:, None] & exists[None, :], other=0.0)
            v = tl.load(v_pointers, mask=exists[:, None] & in_head[None, :], other=0.0)
        elif SIZES.head_size == HEAD_PADDED:
            k = tl.load(k_pointers)
            v = tl.load(v_pointers)
        else:
            k = tl.load(k_pointers, mask=in_head[:, None], other=0.0)
            v = tl.load(v_pointers, mask=in_head[None, :], other=0.0)
        k = decode(k, query.dtype, CODE)
        v = decode(v, query.dtype, CODE)
        logits = ruled_logits(query, k, rules, source.key_factor, slopes, keys, positions, SIZES.precision)
        if MASKED:
            visible = exists[None, :]
            if CAUSAL:
                visible = visible & (keys[None, :] <= positions[:, None])
            if SIZES.window > 0:
                visible = visible & (tl.abs(keys[None, :] - positions[:, None]) < SIZES.window)
            logits = tl.where(visible, logits, float("-inf"))
        accumulator, row_max, row_sum = online_softmax(
            accumulator, row_max, row_sum, logits, v, SIZES.precision
        )
    return accumulator, row_max, row_sum


@triton.jit
def first_seen(position, WINDOW: tl.constexpr, TILE: tl.constexpr):
    """The tile of the first key that a query at ``position`` sees, and with it all later queries."""
    if WINDOW > 0:
        return tl.maximum(position - WINDOW + 1, 0) // TILE * TILE
    return position * 0
