"""The unified attention kernel: prefill, decode and mixed batches, paged or packed keys, any attention type.

Blocks of queries that pack the query heads of one KV head, and a launch grid that does not depend on the lengths,
after 2511.11581.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.softmax_base2 import LOG2_E
from backends.triton_attn.block_kernel import attend_block, load_queries, rows_of_block
from backends.triton_attn.described_kernel import attend_described_block
from backends.triton_attn.handed_on import Given, Sizes


@triton.jit
def find_request(query_start_loc, query_block, num_requests, BLOCK_Q: tl.constexpr):
    """The request that a block of queries belongs to: the last one whose first block is this block or an earlier one.

    Request ``i`` starts at block ``query_start_loc[i] // BLOCK_Q + i``, which leaves every request as many blocks as
    it needs, and at most one more, without knowing the lengths at launch.
    """
    low = 0
    high = num_requests
    while low < high:
        middle = (low + high) // 2
        first_block = tl.load(query_start_loc + middle) // BLOCK_Q + middle
        if first_block <= query_block:
            low = middle + 1
        else:
            high = middle
    return low - 1


@triton.jit
def _store(rows, values, elements, row_mask, HEAD_SIZE: tl.constexpr):
    """Store elements of all heads of a block; none after the end of a head."""
    tl.store(
        rows + elements[None, :],
        values.to(rows.dtype.element_ty),
        mask=row_mask[:, None] & (elements[None, :] < HEAD_SIZE),
    )


@triton.jit(do_not_specialize=["num_requests", "parts"])
def unified_attention_kernel(  # noqa: PLR0917  (Triton binds by position)
    query,
    output,
    output_lse,
    query_strides,
    output_strides,
    source,
    batch,
    rules,
    new_key,
    new_value,
    new_key_rest,
    new_value_rest,
    value_factor,
    num_requests,
    parts,
    SHORT: tl.constexpr,
    LONGEST: tl.constexpr,
    BY_REQUEST: tl.constexpr,
    CAUSAL: tl.constexpr,
    WINDOW: tl.constexpr,
    GROUP: tl.constexpr,
    SHARE: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    BLOCK_M: tl.constexpr,
    TILE: tl.constexpr,
    CONTEXT_TILE: tl.constexpr,
    PRECISION: tl.constexpr,
    CODE: tl.constexpr,
    LOOK_AHEAD: tl.constexpr,
    QUADS: tl.constexpr,
    ONE_LOOP: tl.constexpr,
    HEAD_REST: tl.constexpr,
):
    """Attention of a block of queries: ``BLOCK_M // SHARE`` consecutive tokens, ``SHARE`` query heads of a KV head.

    Grid: ``(parts * (tokens // (BLOCK_M // SHARE) + num_requests),)``, of which ``parts`` counts the parts of
    ``SHARE`` heads that the groups of all KV heads make; programs with nothing to do return. With ``BY_REQUEST``,
    where no request has more tokens than a block, a request has as many programs, and nothing is looked for.
    ``source``, ``batch`` and ``rules`` are those of ``arguments``. ``output_strides`` are those of a token and a
    head of the output, then of a token of ``output_lse``, which may be None. ``WINDOW`` is 0 for none. Outputs
    are multiplied by ``value_factor``. ``new_key`` and ``new_value`` are None, or descriptors by which new keys are
    read, the context then in tiles of ``CONTEXT_TILE``. With ``HEAD_REST`` the elements of a head after the first
    ``HEAD_PADDED // 2`` are multiplied for themselves, so many of them padded, and have descriptors of their own.
    Requests of up to ``SHORT`` query tokens, or of more than ``LONGEST``, are left to another launch.
    """
    SIZES: tl.constexpr = Sizes(
        WINDOW, BLOCK_SIZE, HEAD_SIZE, HEAD_PADDED, HEAD_REST, PRECISION, CODE, LOOK_AHEAD, QUADS
    )
    given = Given(source, batch, rules)
    BLOCK_Q: tl.constexpr = BLOCK_M // SHARE
    PARTS: tl.constexpr = (GROUP + SHARE - 1) // SHARE
    # All heads of a token, whose keys lie side by side in the cache, are read at about the same time. The last blocks
    # of a causal sequence have the most keys: they start first.
    group_part = tl.program_id(0) % parts
    query_block = (tl.num_programs(0) - 1 - tl.program_id(0)) // parts
    request = query_block
    if not BY_REQUEST:
        request = find_request(batch.query_start_loc, query_block, num_requests, BLOCK_Q)
    query_begin = tl.load(batch.query_start_loc + request)
    query_len = tl.load(batch.query_start_loc + request + 1) - query_begin
    first_token = 0
    if not BY_REQUEST:
        first_token = (query_block - query_begin // BLOCK_Q - request) * BLOCK_Q
    if first_token >= query_len or query_len <= SHORT or query_len > LONGEST:
        return
    tokens, heads, row_mask = rows_of_block(group_part, first_token, query_len, GROUP, SHARE, BLOCK_M)
    if rules.sinks is not None:
        # A sink is a key that was seen first and whose value is zero.
        row_max = tl.load(rules.sinks + heads, mask=row_mask, other=0.0).to(tl.float32) * LOG2_E
        row_sum = tl.full([BLOCK_M], 1.0, tl.float32)
    else:
        row_max = tl.full([BLOCK_M], float("-inf"), tl.float32)
        row_sum = tl.zeros([BLOCK_M], tl.float32)
    block_rows = (tokens, heads, row_mask)
    if new_key is not None:
        accumulator, row_max, row_sum = attend_described_block(
            row_max,
            row_sum,
            load_queries(query, query_strides, query_begin, block_rows, SIZES),
            (new_key, new_value, new_key_rest, new_value_rest),
            given,
            request,
            group_part // PARTS,
            first_token,
            block_rows,
            SIZES,
            TILE,
            CONTEXT_TILE,
            CAUSAL=CAUSAL,
            SHARE=SHARE,
            BLOCK_M=BLOCK_M,
            ONE_LOOP=ONE_LOOP,
        )
    else:
        accumulator, row_max, row_sum = attend_block(
            row_max,
            row_sum,
            query,
            query_strides,
            given,
            request,
            group_part // PARTS,
            first_token,
            block_rows,
            None,
            SIZES,
            TILE,
            CAUSAL=CAUSAL,
            SHARE=SHARE,
            BLOCK_M=BLOCK_M,
        )
    if not LOOK_AHEAD:
        # Read again: numbers that are kept meanwhile take registers from the loops. Loops that look
        # ahead have some to spare, and are scheduled worse without.
        query_begin = tl.load(batch.query_start_loc + request, volatile=True)
        if not BY_REQUEST:
            first_token = (query_block - query_begin // BLOCK_Q - request) * BLOCK_Q
        tokens, heads, row_mask = rows_of_block(group_part, first_token, query_len, GROUP, SHARE, BLOCK_M)
    # Only a query without any key has a sum of zero; its output is zero.
    factor = (value_factor / tl.where(row_sum == 0.0, 1.0, row_sum))[:, None]
    token_rows = (query_begin + tokens).to(tl.int64)
    output_rows = (
        output + token_rows[:, None] * output_strides[0] + heads.to(tl.int64)[:, None] * output_strides[1]
    )
    if HEAD_REST > 0:
        rest = HEAD_PADDED // 2 + tl.arange(0, HEAD_REST)
        _store(output_rows, accumulator[1] * factor, rest, row_mask, HEAD_SIZE)
        accumulator = accumulator[0]
    elements = tl.arange(0, HEAD_PADDED if HEAD_REST == 0 else HEAD_PADDED // 2)
    _store(output_rows, accumulator * factor, elements, row_mask, HEAD_SIZE)
    if output_lse is not None:
        # The maximum of a query without any key is -inf, and so is its log-sum-exp.
        lse = (row_max + tl.log2(tl.where(row_sum == 0.0, 1.0, row_sum))) / LOG2_E
        tl.store(output_lse + token_rows * output_strides[2] + heads, lse, mask=row_mask)
