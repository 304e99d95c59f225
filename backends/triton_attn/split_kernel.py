"""Split decoding: the keys of a request shared out among programs, and their parts merged in a second kernel.

After Flash-Decoding (Dao, Haziza, Massa and Sizov, 2023) and the Triton kernels of 2511.11581; parts are merged by
their maxima and sums as in 1805.02867, in order, so that equal inputs give equal outputs.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.softmax_base2 import LOG2_E
from backends.triton_attn.block_kernel import attend_block, rows_of_block
from backends.triton_attn.handed_on import Given, Sizes


@triton.jit(do_not_specialize=["num_splits", "max_query_len"])
def split_attention_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    partial_output,
    partial_max,
    partial_sum,
    query_strides,
    source,
    batch,
    rules,
    num_splits,
    max_query_len,
    CAUSAL: tl.constexpr,
    WINDOW: tl.constexpr,
    GROUP: tl.constexpr,
    SHARE: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
    CODE: tl.constexpr,
    LOOK_AHEAD: tl.constexpr,
    QUADS: tl.constexpr,
):
    """Attention of all query tokens of a request, ``SHARE`` query heads of a KV head, over one part of the keys.

    Grid: ``(num_splits, kv_heads * parts, requests)``, of which the second counts the parts of ``SHARE`` heads that the
    ``GROUP`` of a KV head makes. Requests of more query tokens than ``max_query_len``, which are no more than
    ``BLOCK_M // SHARE``, are left to the unified kernel.
    ``source``, ``batch`` and ``rules`` are those of ``arguments``. ``partial_output`` is float32 ``[requests *
    max_query_len, heads, num_splits, head_size]``, the sums of weighted values; ``partial_max`` and ``partial_sum``,
    without the last dimension, are the largest logits in base 2 and the sums of weights. Sinks are left to the merge.
    Of a part without keys only the maximum, ``-inf``, is of use.
    """
    split = tl.program_id(0)
    group_part = tl.program_id(1)
    request = tl.program_id(2)
    query_begin = tl.load(batch.query_start_loc + request)
    query_len = tl.load(batch.query_start_loc + request + 1) - query_begin
    if query_len == 0 or query_len > max_query_len:
        return
    PARTS: tl.constexpr = (GROUP + SHARE - 1) // SHARE
    SIZES: tl.constexpr = Sizes(
        WINDOW, BLOCK_SIZE, HEAD_SIZE, HEAD_PADDED, 0, PRECISION, CODE, LOOK_AHEAD, QUADS
    )
    tokens, heads, row_mask = rows_of_block(group_part, 0, query_len, GROUP, SHARE, BLOCK_M)
    accumulator, row_max, row_sum = attend_block(
        tl.full([BLOCK_M], float("-inf"), tl.float32),
        tl.zeros([BLOCK_M], tl.float32),
        query,
        query_strides,
        Given(source, batch, rules),
        request,
        group_part // PARTS,
        0,
        (tokens, heads, row_mask),
        (split, num_splits),
        SIZES,
        TILE,
        CAUSAL=CAUSAL,
        SHARE=SHARE,
        BLOCK_M=BLOCK_M,
    )
    elements = tl.arange(0, HEAD_PADDED)
    rows = (request * max_query_len + tokens).to(tl.int64) * (tl.num_programs(1) // PARTS * GROUP) + heads
    parts = rows * num_splits + split
    tl.store(partial_max + parts, row_max, mask=row_mask)
    tl.store(partial_sum + parts, row_sum, mask=row_mask)
    tl.store(
        partial_output + parts[:, None] * HEAD_SIZE + elements[None, :],
        accumulator,
        mask=(row_mask & (row_max > float("-inf")))[:, None] & (elements[None, :] < HEAD_SIZE),
    )


@triton.jit(do_not_specialize=["num_splits", "max_query_len"])
def merge_splits_kernel(  # noqa: PLR0917  (Triton binds by position)
    partial_output,
    partial_max,
    partial_sum,
    output,
    output_lse,
    output_strides,
    query_start_loc,
    sinks,
    value_factor,
    num_splits,
    max_query_len,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    SPLITS_PADDED: tl.constexpr,
    CHUNK: tl.constexpr,
):
    """Merge the parts of one query token and head, ``CHUNK`` at a time, and its sink.

    Grid: ``(requests * max_query_len, heads)``; programs without a token return. The partial tensors are those of
    :func:`split_attention_kernel`; ``output``, ``output_lse``, ``output_strides`` and ``value_factor`` are as in
    the unified kernel.
    """
    request = tl.program_id(0) // max_query_len
    token = tl.program_id(0) % max_query_len
    head = tl.program_id(1).to(tl.int64)
    query_begin = tl.load(query_start_loc + request)
    query_len = tl.load(query_start_loc + request + 1) - query_begin
    if token >= query_len or query_len > max_query_len:
        return
    token_row = (query_begin + token).to(tl.int64)
    first_part = (tl.program_id(0).to(tl.int64) * tl.num_programs(1) + head) * num_splits
    splits = tl.arange(0, SPLITS_PADDED)
    in_splits = splits < num_splits
    maxima = tl.load(partial_max + first_part + splits, mask=in_splits, other=float("-inf"))
    sums = tl.load(partial_sum + first_part + splits, mask=in_splits, other=0.0)
    largest = tl.max(maxima, 0)
    if sinks is not None:
        sink = tl.load(sinks + head).to(tl.float32) * LOG2_E
        largest = tl.maximum(largest, sink)
    # A query without any key keeps -inf as its maximum; it must not subtract it from itself.
    subtracted = tl.where(largest == float("-inf"), 0.0, largest)
    total = tl.sum(sums * tl.exp2(maxima - subtracted), 0)
    if sinks is not None:
        total += tl.exp2(sink - subtracted)

    elements = tl.arange(0, HEAD_PADDED)
    in_head = elements < HEAD_SIZE
    accumulator = tl.zeros([HEAD_PADDED], tl.float32)
    for begin in tl.range(0, num_splits, CHUNK):
        chunk = begin + tl.arange(0, CHUNK)
        chunk_max = tl.load(partial_max + first_part + chunk, mask=chunk < num_splits, other=float("-inf"))
        # Parts without keys were not written.
        written = (chunk_max > float("-inf"))[:, None] & in_head[None, :]
        parts = partial_output + (first_part + chunk)[:, None] * HEAD_SIZE + elements[None, :]
        weighted = tl.load(parts, mask=written, other=0.0) * tl.exp2(chunk_max - subtracted)[:, None]
        accumulator += tl.sum(weighted, 0)
    divisor = tl.where(total == 0.0, 1.0, total)
    tl.store(
        output + token_row * output_strides[0] + head * output_strides[1] + elements,
        (accumulator * (value_factor / divisor)).to(output.dtype.element_ty),
        mask=in_head,
    )
    if output_lse is not None:
        tl.store(output_lse + token_row * output_strides[2] + head, (largest + tl.log2(divisor)) / LOG2_E)
