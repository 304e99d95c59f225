"""ROCM_ATTN's kernels: prefill over cached and new keys, and decode over the paged cache.

Online softmax after 1805.02867 and 2205.14135, in base 2; paged keys after 2309.06180.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.softmax_base2 import LOG2_E, log_sum_exp, online_softmax


@triton.jit
def attend_context(  # noqa: PLR0917  (Triton binds by position)
    accumulator,
    row_max,
    row_sum,
    query,
    key_cache,
    value_cache,
    block_table,
    context_len,
    cache_block_stride,
    cache_slot_stride,
    head_offset,
    to_base_2,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Take a request's first ``context_len`` cached keys, all of which its queries see, into the softmax.

    ``block_table`` is the request's row, ``head_offset`` where its KV head stands in a slot of the cache.
    """
    elements = tl.arange(0, HEAD_PADDED)
    in_head = elements < HEAD_SIZE
    for tile in tl.range(0, context_len, TILE):
        keys = tile + tl.arange(0, TILE)
        in_context = keys < context_len
        block = tl.load(block_table + keys // BLOCK_SIZE, mask=in_context, other=0).to(tl.int64)
        slot = (keys % BLOCK_SIZE).to(tl.int64)
        rows = block * cache_block_stride + slot * cache_slot_stride + head_offset
        k_mask = in_head[:, None] & in_context[None, :]
        k = tl.load(key_cache + rows[None, :] + elements[:, None], mask=k_mask, other=0.0)
        v_mask = in_context[:, None] & in_head[None, :]
        v = tl.load(value_cache + rows[:, None] + elements[None, :], mask=v_mask, other=0.0)
        logits = tl.dot(query, k, input_precision=PRECISION) * to_base_2
        logits = tl.where(in_context[None, :], logits, float("-inf"))
        accumulator, row_max, row_sum = online_softmax(accumulator, row_max, row_sum, logits, v, PRECISION)
    return accumulator, row_max, row_sum


@triton.jit
def prefill_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    key,
    value,
    key_cache,
    value_cache,
    output,
    lse,
    query_start_loc,
    seq_lens,
    block_table,
    scale,
    query_token_stride,
    query_head_stride,
    key_token_stride,
    key_head_stride,
    value_token_stride,
    value_head_stride,
    cache_block_stride,
    cache_slot_stride,
    cache_head_stride,
    output_token_stride,
    output_head_stride,
    lse_token_stride,
    block_table_stride,
    CACHED: tl.constexpr,
    CAUSAL: tl.constexpr,
    GROUP: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Attention of ``BLOCK_M`` query tokens of one head over the cached context, then over the new keys.

    Grid: ``(cdiv(max_query_len, BLOCK_M), heads, requests)``; programs with nothing to do return. The first
    ``seq_len - query_len`` keys of a request are read from the cache, the last ``query_len`` from ``key``,
    where they stand at the queries' own places. With ``CACHED`` unset there is no context, and requests of
    one token are served too; otherwise those are the decode kernel's. ``lse`` is None where nobody wants it.
    """
    request = tl.program_id(2)
    head = tl.program_id(1).to(tl.int64)
    kv_head = head // GROUP
    query_begin = tl.load(query_start_loc + request)
    query_len = tl.load(query_start_loc + request + 1) - query_begin
    first_token = tl.program_id(0) * BLOCK_M
    if first_token >= query_len:
        return
    if CACHED and query_len == 1:
        return
    elements = tl.arange(0, HEAD_PADDED)
    in_head = elements < HEAD_SIZE
    tokens = first_token + tl.arange(0, BLOCK_M)
    mask = (tokens < query_len)[:, None] & in_head[None, :]
    token_rows = (query_begin + tokens).to(tl.int64)
    q = tl.load(
        query + token_rows[:, None] * query_token_stride + head * query_head_stride + elements[None, :],
        mask=mask,
        other=0.0,
    )
    row_max = tl.full([BLOCK_M], float("-inf"), tl.float32)
    row_sum = tl.zeros([BLOCK_M], tl.float32)
    accumulator = tl.zeros([BLOCK_M, HEAD_PADDED], tl.float32)
    to_base_2 = scale * LOG2_E

    if CACHED:
        context_len = tl.load(seq_lens + request) - query_len
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
            kv_head * cache_head_stride,
            to_base_2,
            BLOCK_SIZE,
            HEAD_SIZE,
            HEAD_PADDED,
            TILE,
            PRECISION,
        )

    end = query_len
    if CAUSAL:
        end = tl.minimum(end, first_token + BLOCK_M)
    for tile in tl.range(0, end, TILE):
        keys = tile + tl.arange(0, TILE)
        in_request = keys < query_len
        rows = (query_begin + keys).to(tl.int64)
        k_pointers = key + rows[None, :] * key_token_stride + kv_head * key_head_stride + elements[:, None]
        k = tl.load(k_pointers, mask=in_head[:, None] & in_request[None, :], other=0.0)
        v_pointers = (
            value + rows[:, None] * value_token_stride + kv_head * value_head_stride + elements[None, :]
        )
        v = tl.load(v_pointers, mask=in_request[:, None] & in_head[None, :], other=0.0)
        logits = tl.dot(q, k, input_precision=PRECISION) * to_base_2
        visible = in_request[None, :]
        if CAUSAL:
            visible = visible & (keys[None, :] <= tokens[:, None])
        logits = tl.where(visible, logits, float("-inf"))
        accumulator, row_max, row_sum = online_softmax(accumulator, row_max, row_sum, logits, v, PRECISION)

    if lse is not None:
        lse_pointers = lse + token_rows * lse_token_stride + head
        tl.store(lse_pointers, log_sum_exp(row_max, row_sum), mask=tokens < query_len)
    accumulator = accumulator / row_sum[:, None]
    tl.store(
        output + token_rows[:, None] * output_token_stride + head * output_head_stride + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )


@triton.jit
def decode_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    key_cache,
    value_cache,
    output,
    lse,
    query_start_loc,
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
    SHARE: tl.constexpr,
    SHARE_PADDED: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """Attention of one request's only query token, ``SHARE`` query heads of a KV head, one cache block a step.

    Grid: ``(kv_heads * parts, requests)``, of which the first counts the parts of ``SHARE`` heads that the ``GROUP`` of
    a KV head makes; requests with any other number of query tokens are left alone.
    """
    PARTS: tl.constexpr = (GROUP + SHARE - 1) // SHARE
    kv_head = (tl.program_id(0) // PARTS).to(tl.int64)
    request = tl.program_id(1)
    token = tl.load(query_start_loc + request).to(tl.int64)
    if tl.load(query_start_loc + request + 1) - token != 1:
        return
    seq_len = tl.load(seq_lens + request)
    lines = tl.arange(0, SHARE_PADDED)
    in_group = tl.program_id(0) % PARTS * SHARE + lines
    heads = kv_head * GROUP + in_group
    row_mask = (lines < SHARE) & (in_group < GROUP)
    elements = tl.arange(0, HEAD_PADDED)
    in_head = elements < HEAD_SIZE
    mask = row_mask[:, None] & in_head[None, :]
    q = tl.load(
        query + token * query_token_stride + heads[:, None] * query_head_stride + elements[None, :],
        mask=mask,
        other=0.0,
    )
    row_max = tl.full([SHARE_PADDED], float("-inf"), tl.float32)
    row_sum = tl.zeros([SHARE_PADDED], tl.float32)
    accumulator = tl.zeros([SHARE_PADDED, HEAD_PADDED], tl.float32)
    block_table += request.to(tl.int64) * block_table_stride
    slots = tl.arange(0, BLOCK_SIZE).to(tl.int64)
    slot_offsets = slots * cache_slot_stride + kv_head * cache_head_stride
    for step in tl.range(0, tl.cdiv(seq_len, BLOCK_SIZE)):
        block = tl.load(block_table + step).to(tl.int64)
        rows = block * cache_block_stride + slot_offsets
        in_sequence = step * BLOCK_SIZE + slots < seq_len
        k_mask = in_head[:, None] & in_sequence[None, :]
        k = tl.load(key_cache + rows[None, :] + elements[:, None], mask=k_mask, other=0.0)
        v_mask = in_sequence[:, None] & in_head[None, :]
        v = tl.load(value_cache + rows[:, None] + elements[None, :], mask=v_mask, other=0.0)
        logits = tl.dot(q, k, input_precision=PRECISION) * (scale * LOG2_E)
        logits = tl.where(in_sequence[None, :], logits, float("-inf"))
        accumulator, row_max, row_sum = online_softmax(accumulator, row_max, row_sum, logits, v, PRECISION)
    if lse is not None:
        tl.store(lse + token * lse_token_stride + heads, log_sum_exp(row_max, row_sum), mask=row_mask)
    # Only a query without any key has a sum of zero; its output is zero.
    accumulator = accumulator / tl.where(row_sum == 0.0, 1.0, row_sum)[:, None]
    tl.store(
        output + token * output_token_stride + heads[:, None] * output_head_stride + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )
