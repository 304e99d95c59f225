"""ROCM_AITER_FA's prefill: causal flash attention over new keys, and a pass that takes in the cached context.

Flash attention after 2307.08691: blocks of queries side by side, and only tiles on the diagonal compare positions.
Joining two sets of keys by their log-sum-exp is the online softmax (1805.02867) at the grain of a whole pass.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.rocm_attn.softmax_kernel import Sizes, attend_keys, first_seen
from backends.softmax_base2 import LOG2_E, empty_softmax, log_sum_exp


@triton.jit
def flash_varlen_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    output,
    lse,
    cu_seqlens,
    seq_lens,
    query_strides,
    output_strides,
    source,
    rules,
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
    """Causal attention of ``BLOCK_M`` query tokens of one head over the new keys of the same request.

    Grid: ``(cdiv(max_query_len, BLOCK_M), heads, requests)``; programs with nothing to do return, and requests of
    one token are the decode kernel's. Request ``r`` is tokens ``[cu_seqlens[r], cu_seqlens[r + 1])`` of ``query`` and
    of packed keys alike; a ``source`` that is paged holds them after the context. ``source`` and ``rules`` are those
    of ``rocm_attn.arguments``. ``lse`` is float32 ``[tokens, heads]``.
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
        query + token_rows[:, None] * query_strides[0] + head * query_strides[1] + elements[None, :],
        mask=mask,
        other=0.0,
    )
    SIZES: tl.constexpr = Sizes(WINDOW, BLOCK_SIZE, HEAD_SIZE, HEAD_PADDED, TILE, PRECISION)
    accumulator, row_max, row_sum = empty_softmax(BLOCK_M, HEAD_PADDED)
    # Where the new keys begin, as keys of the source are counted.
    start = begin * 0
    if source.block_table is not None:
        start = tl.load(seq_lens + request) - length
    diagonal = first_token // TILE * TILE
    last = tl.minimum(length, first_token + BLOCK_M)
    # Tiles in [seen, whole) are beyond some queries' windows; all queries see those in [whole, diagonal).
    seen = first_seen(first_token, WINDOW, TILE)
    whole = seen
    if WINDOW > 0:
        whole = tl.minimum(tl.cdiv(tl.maximum(last - WINDOW, 0), TILE) * TILE, diagonal)
    for part in tl.static_range(3):
        if part == 0:
            part_begin, part_end = seen, whole
        elif part == 1:
            part_begin, part_end = whole, diagonal
        else:
            part_begin, part_end = diagonal, last
        if part > 0 or WINDOW > 0:
            accumulator, row_max, row_sum = attend_keys(
                (accumulator, row_max, row_sum),
                q,
                source,
                rules,
                row_sum,
                (request, begin, head // GROUP),
                start + tokens,
                start + part_begin,
                start + part_end,
                SIZES,
                CODE,
                MASKED=part != 1,
                CAUSAL=True,
            )
    tl.store(lse + token_rows * output_strides[2] + head, log_sum_exp(row_max, row_sum), mask=exists)
    # Only rows after the last token have a sum of zero.
    divisor = tl.where(row_sum == 0.0, 1.0, row_sum)
    accumulator = accumulator * (source.value_factor / divisor)[:, None]
    tl.store(
        output + token_rows[:, None] * output_strides[0] + head * output_strides[1] + elements[None, :],
        accumulator.to(output.dtype.element_ty),
        mask=mask,
    )


@triton.jit
def context_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    output,
    lse,
    cu_seqlens,
    seq_lens,
    query_strides,
    output_strides,
    cached,
    rules,
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
    """Take the keys before a request's new ones into ``output`` and ``lse``.

    Grid: as :func:`flash_varlen_kernel`, which ran before; blocks that see no such key are left alone. The softmax
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
    seen = first_seen(context_len + first_token, WINDOW, TILE)
    if seen >= context_len:
        return
    elements = tl.arange(0, HEAD_PADDED)
    tokens = first_token + tl.arange(0, BLOCK_M)
    exists = tokens < length
    mask = exists[:, None] & (elements < HEAD_SIZE)[None, :]
    token_rows = (begin + tokens).to(tl.int64)
    q = tl.load(
        query + token_rows[:, None] * query_strides[0] + head * query_strides[1] + elements[None, :],
        mask=mask,
        other=0.0,
    )
    output_pointers = (
        output + token_rows[:, None] * output_strides[0] + head * output_strides[1] + elements[None, :]
    )
    lse_pointers = lse + token_rows * output_strides[2] + head
    # In units of the cached values, which are multiplied by their factor at the end.
    accumulator = tl.load(output_pointers, mask=mask, other=0.0).to(tl.float32) / cached.value_factor
    row_max = tl.load(lse_pointers, mask=exists, other=0.0) * LOG2_E
    row_sum = tl.full([BLOCK_M], 1.0, tl.float32)
    SIZES: tl.constexpr = Sizes(WINDOW, BLOCK_SIZE, HEAD_SIZE, HEAD_PADDED, TILE, PRECISION)
    accumulator, row_max, row_sum = attend_keys(
        (accumulator, row_max, row_sum),
        q,
        cached,
        rules,
        row_sum,
        (request, begin, head // GROUP),
        context_len + tokens,
        seen,
        context_len,
        SIZES,
        CODE,
        MASKED=True,
        CAUSAL=False,
    )
    tl.store(lse_pointers, log_sum_exp(row_max, row_sum), mask=exists)
    accumulator = accumulator * (cached.value_factor / row_sum)[:, None]
    tl.store(output_pointers, accumulator.to(output.dtype.element_ty), mask=mask)
