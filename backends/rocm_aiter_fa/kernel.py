"""ROCM_AITER_FA's prefill: causal flash attention over packed keys, and a pass that takes in the cached context.

Flash attention after 2307.08691: blocks of queries side by side, and only tiles on the diagonal compare positions.
Joining two sets of keys by their log-sum-exp is the online softmax (1805.02867) at the grain of a whole pass.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.rocm_attn.kernel import attend_context
from backends.softmax_base2 import LOG2_E, log_sum_exp, online_softmax


@triton.jit
def _attend_packed(  # noqa: PLR0917  (Triton binds by position)
    accumulator,
    row_max,
    row_sum,
    query,
    key,
    value,
    tokens,
    begin,
    end,
    key_end,
    key_token_stride,
    value_token_stride,
    to_base_2,
    MASKED: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Take the tiles of packed keys in ``[begin, end)`` into the softmax; unmasked, every query sees all of them."""
    elements = tl.arange(0, HEAD_PADDED)
    in_head = elements < HEAD_SIZE
    for tile in tl.range(begin, end, TILE):
        keys = tile + tl.arange(0, TILE)
        rows = keys.to(tl.int64)
        k_pointers = key + rows[None, :] * key_token_stride + elements[:, None]
        v_pointers = value + rows[:, None] * value_token_stride + elements[None, :]
        if MASKED:
            exists = keys < key_end
            k = tl.load(k_pointers, mask=in_head[:, None] & exists[None, :], other=0.0)
            v = tl.load(v_pointers, mask=exists[:, None] & in_head[None, :], other=0.0)
        elif HEAD_SIZE == HEAD_PADDED:
            k = tl.load(k_pointers)
            v = tl.load(v_pointers)
        else:
            k = tl.load(k_pointers, mask=in_head[:, None], other=0.0)
            v = tl.load(v_pointers, mask=in_head[None, :], other=0.0)
        logits = tl.dot(query, k, input_precision=PRECISION) * to_base_2
        if MASKED:
            logits = tl.where(keys[None, :] <= tokens[:, None], logits, float("-inf"))
        accumulator, row_max, row_sum = online_softmax(accumulator, row_max, row_sum, logits, v, PRECISION)
    return accumulator, row_max, row_sum


@triton.jit
def flash_varlen_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    key,
    value,
    output,
    lse,
    cu_seqlens,
    scale,
    query_token_stride,
    query_head_stride,
    key_token_stride,
    key_head_stride,
    value_token_stride,
    value_head_stride,
    output_token_stride,
    output_head_stride,
    lse_token_stride,
    GROUP: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Causal attention of ``BLOCK_M`` query tokens of one head over the packed keys of the same request.

    Grid: ``(cdiv(max_query_len, BLOCK_M), heads, requests)``; programs with nothing to do return, and requests of
    one token are the decode kernel's. Request ``r`` is tokens ``[cu_seqlens[r], cu_seqlens[r + 1])`` of ``query``
    and of ``key`` alike. ``lse`` is float32 ``[tokens, heads]``.
    """
    request = tl.program_id(2)
    head = tl.program_id(1).to(tl.int64)
    begin = tl.load(cu_seqlens + request)
    length = tl.load(cu_seqlens + request + 1) - begin
    # The last blocks have the most keys: they start first.
    first_token = (tl.num_programs(0) - 1 - tl.program_id(0)) * BLOCK_M
    if first_token >= length or length == 1:
        return
    elements = tl.arange(0, HEAD_PADDED)
    tokens = first_token + tl.arange(0, BLOCK_M)
    exists = tokens < length
    mask = exists[:, None] & (elements < HEAD_SIZE)[None, :]
    token_rows = (begin + tokens).to(tl.int64)
    q = tl.load(
        query + token_rows[:, None] * query_token_stride + head * query_head_stride + elements[None, :],
        mask=mask,
        other=0.0,
    )
    row_max = tl.full([BLOCK_M], float("-inf"), tl.float32)
    row_sum = tl.zeros([BLOCK_M], tl.float32)
    accumulator = tl.zeros([BLOCK_M, HEAD_PADDED], tl.float32)
    key += begin.to(tl.int64) * key_token_stride + (head // GROUP) * key_head_stride
    value += begin.to(tl.int64) * value_token_stride + (head // GROUP) * value_head_stride
    diagonal = first_token // TILE * TILE
    end = tl.minimum(length, first_token + BLOCK_M)
    for part in tl.static_range(2):
        if part == 0:
            part_begin, part_end = 0, diagonal
        else:
            part_begin, part_end = diagonal, end
        accumulator, row_max, row_sum = _attend_packed(
            accumulator,
            row_max,
            row_sum,
            q,
            key,
            value,
            tokens,
            part_begin,
            part_end,
            end,
            key_token_stride,
            value_token_stride,
            scale * LOG2_E,
            part == 1,
            HEAD_SIZE,
            HEAD_PADDED,
            TILE,
            PRECISION,
        )
    tl.store(lse + token_rows * lse_token_stride + head, log_sum_exp(row_max, row_sum), mask=exists)
    accumulator = accumulator / row_sum[:, None]
    tl.store(
        output + token_rows[:, None] * output_token_stride + head * output_head_stride + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )


@triton.jit
def context_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    key_cache,
    value_cache,
    output,
    lse,
    cu_seqlens,
    seq_lens,
    block_table,
    scale,
    query_token_stride,
    query_head_stride,
    cache_block_stride,
    cache_slot_stride,
    cache_head_stride,
    output_token_stride,
    output_head_stride,
    lse_token_stride,
    block_table_stride,
    GROUP: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Take the keys in front of a request's new ones, all of which its queries see, into ``output`` and ``lse``.

    Grid: as :func:`flash_varlen_kernel`, which ran before; requests without any such key are left alone. The softmax
    goes on where that kernel left it: a maximum of the log-sum-exp, a sum of one, and its output as accumulator.
    """
    request = tl.program_id(2)
    head = tl.program_id(1).to(tl.int64)
    begin = tl.load(cu_seqlens + request)
    length = tl.load(cu_seqlens + request + 1) - begin
    context_len = tl.load(seq_lens + request) - length
    first_token = tl.program_id(0) * BLOCK_M
    if first_token >= length or length == 1 or context_len <= 0:
        return
    elements = tl.arange(0, HEAD_PADDED)
    tokens = first_token + tl.arange(0, BLOCK_M)
    exists = tokens < length
    mask = exists[:, None] & (elements < HEAD_SIZE)[None, :]
    token_rows = (begin + tokens).to(tl.int64)
    q = tl.load(
        query + token_rows[:, None] * query_token_stride + head * query_head_stride + elements[None, :],
        mask=mask,
        other=0.0,
    )
    output_pointers = (
        output + token_rows[:, None] * output_token_stride + head * output_head_stride + elements[None, :]
    )
    lse_pointers = lse + token_rows * lse_token_stride + head
    accumulator = tl.load(output_pointers, mask=mask, other=0.0).to(tl.float32)
    row_max = tl.load(lse_pointers, mask=exists, other=0.0) * LOG2_E
    row_sum = tl.full([BLOCK_M], 1.0, tl.float32)
    accumulator, row_max, row_sum = attend_context(
        accumulator,
        row_max,
        row_sum,
        q,
        key_cache,
        value_cache,
        block_table + request.to(tl.int64) * block_table_stride,
        context_len,
        cache_block_stride,
        cache_slot_stride,
        (head // GROUP) * cache_head_stride,
        scale * LOG2_E,
        BLOCK_SIZE,
        HEAD_SIZE,
        HEAD_PADDED,
        TILE,
        PRECISION,
    )
    tl.store(lse_pointers, log_sum_exp(row_max, row_sum), mask=exists)
    accumulator = accumulator / row_sum[:, None]
    tl.store(output_pointers, accumulator.to(output.dtype.element_ty), mask=mask)
