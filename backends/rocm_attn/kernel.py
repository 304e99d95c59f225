"""ROCM_ATTN's kernels: prefill over cached and new keys, and decode over the paged cache."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import decode
from backends.rocm_attn.softmax_kernel import Sizes, attend_keys, first_seen, ruled_logits
from backends.softmax_base2 import empty_softmax, log_sum_exp, online_softmax


@triton.jit
def prefill_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    output,
    lse,
    query_start_loc,
    seq_lens,
    query_strides,
    output_strides,
    packed,
    cached,
    rules,
    READS_CACHE: tl.constexpr,
    CAUSAL: tl.constexpr,
    WINDOW: tl.constexpr,
    GROUP: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
    CODE: tl.constexpr,
):
    """Attention of ``BLOCK_M`` query tokens of one head over the cached context, then over the new keys.

    Grid: ``(cdiv(max_query_len, BLOCK_M), heads, requests)``; programs with nothing to do return. ``packed``,
    ``cached`` and ``rules`` are those of ``arguments``. The first ``seq_len - query_len`` keys of a request are read
    from the cache, the last ``query_len`` from ``packed``, where they stand at the queries' own places, or with
    ``READS_CACHE`` from the cache, too. With ``cached`` None there is no context, and requests of one token are served
    too; otherwise those are the decode kernel's. ``lse`` is None where nobody wants it.
    """
    request = tl.program_id(2)
    head = tl.program_id(1).to(tl.int64)
    kv_head = head // GROUP
    query_begin = tl.load(query_start_loc + request)
    query_len = tl.load(query_start_loc + request + 1) - query_begin
    first_token = tl.program_id(0) * BLOCK_M
    if first_token >= query_len:
        return
    if cached is not None and query_len == 1:
        return
    elements = tl.arange(0, HEAD_PADDED)
    tokens = first_token + tl.arange(0, BLOCK_M)
    mask = (tokens < query_len)[:, None] & (elements < HEAD_SIZE)[None, :]
    token_rows = (query_begin + tokens).to(tl.int64)
    q = tl.load(
        query + token_rows[:, None] * query_strides[0] + head * query_strides[1] + elements[None, :],
        mask=mask,
        other=0.0,
    )
    SIZES: tl.constexpr = Sizes(WINDOW, BLOCK_SIZE, HEAD_SIZE, HEAD_PADDED, TILE, PRECISION)
    accumulator, row_max, row_sum = empty_softmax(BLOCK_M, HEAD_PADDED)
    slopes = row_sum
    if rules.alibi_slopes is not None:
        slopes += tl.load(rules.alibi_slopes + head)
    # The new keys that some query of the block sees.
    last_token = tl.minimum(first_token + BLOCK_M, query_len) - 1
    end = query_len
    if CAUSAL:
        end = last_token + 1
    elif WINDOW > 0:
        end = last_token + tl.minimum(query_len - last_token, WINDOW)

    if cached is not None:
        context_len = tl.load(seq_lens + request) - query_len
        accumulator, row_max, row_sum = attend_keys(
            (accumulator, row_max, row_sum),
            q,
            cached,
            rules,
            slopes,
            (request, query_begin, kv_head),
            context_len + tokens,
            first_seen(context_len + first_token, WINDOW, TILE),
            context_len + end if READS_CACHE else context_len,
            SIZES,
            CODE,
            MASKED=True,
            CAUSAL=CAUSAL and READS_CACHE,
        )
        accumulator *= cached.value_factor
    if not READS_CACHE:
        accumulator, row_max, row_sum = attend_keys(
            (accumulator, row_max, row_sum),
            q,
            packed,
            rules,
            slopes,
            (request, query_begin, kv_head),
            tokens,
            first_seen(first_token, WINDOW, TILE),
            end,
            SIZES,
            CODE="plain",
            MASKED=True,
            CAUSAL=CAUSAL,
        )

    if lse is not None:
        lse_pointers = lse + token_rows * output_strides[2] + head
        tl.store(lse_pointers, log_sum_exp(row_max, row_sum), mask=tokens < query_len)
    # Only rows after the last token have a sum of zero.
    accumulator = accumulator / tl.where(row_sum == 0.0, 1.0, row_sum)[:, None]
    tl.store(
        output + token_rows[:, None] * output_strides[0] + head * output_strides[1] + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )


@triton.jit
def decode_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    output,
    lse,
    query_start_loc,
    seq_lens,
    query_strides,
    output_strides,
    cached,
    rules,
    WINDOW: tl.constexpr,
    GROUP: tl.constexpr,
    SHARE: tl.constexpr,
    SHARE_PADDED: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    PRECISION: tl.constexpr,
    CODE: tl.constexpr,
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
        query + token * query_strides[0] + heads[:, None] * query_strides[1] + elements[None, :],
        mask=mask,
        other=0.0,
    )
    accumulator, row_max, row_sum = empty_softmax(SHARE_PADDED, HEAD_PADDED)
    slopes = row_sum
    if rules.alibi_slopes is not None:
        slopes = tl.load(rules.alibi_slopes + heads, mask=row_mask, other=0.0)
    positions = tl.zeros([SHARE_PADDED], tl.int32) + seq_len - 1
    block_table = cached.block_table + request.to(tl.int64) * cached.block_table_stride
    slots = tl.arange(0, BLOCK_SIZE)
    key_offsets = slots.to(tl.int64) * cached.key_strides[1] + kv_head * cached.key_strides[2]
    value_offsets = slots.to(tl.int64) * cached.value_strides[1] + kv_head * cached.value_strides[2]
    begin = first_seen(seq_len - 1, WINDOW, BLOCK_SIZE) // BLOCK_SIZE
    for step in tl.range(begin, tl.cdiv(seq_len, BLOCK_SIZE)):
        block = tl.load(block_table + step).to(tl.int64)
        key_rows = block * cached.key_strides[0] + key_offsets
        value_rows = block * cached.value_strides[0] + value_offsets
        keys = step * BLOCK_SIZE + slots
        visible = keys < seq_len
        k_mask = in_head[:, None] & visible[None, :]
        k = tl.load(cached.key + key_rows[None, :] + elements[:, None], mask=k_mask, other=0.0)
        v_mask = visible[:, None] & in_head[None, :]
        v = tl.load(cached.value + value_rows[:, None] + elements[None, :], mask=v_mask, other=0.0)
        k = decode(k, query.dtype.element_ty, CODE)
        v = decode(v, query.dtype.element_ty, CODE)
        logits = ruled_logits(q, k, rules, cached.key_factor, slopes, keys, positions, PRECISION)
        if WINDOW > 0:
            visible = visible & (seq_len - 1 - keys < WINDOW)
        logits = tl.where(visible[None, :], logits, float("-inf"))
        accumulator, row_max, row_sum = online_softmax(accumulator, row_max, row_sum, logits, v, PRECISION)
    if lse is not None:
        tl.store(lse + token * output_strides[2] + heads, log_sum_exp(row_max, row_sum), mask=row_mask)
    # Only a query without any key has a sum of zero; its output is zero.
    accumulator = accumulator * (cached.value_factor / tl.where(row_sum == 0.0, 1.0, row_sum))[:, None]
    tl.store(
        output + token * output_strides[0] + heads[:, None] * output_strides[1] + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )
