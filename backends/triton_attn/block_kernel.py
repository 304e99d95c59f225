"""Parts that the unified and the split kernel share: a block of queries, the keys that it sees, and its softmax."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.triton_attn.handed_on import Block
from backends.triton_attn.stretches_kernel import attend_stretches


@triton.jit
def _widest_ranges(batch, request, positions, row_mask, seq_len):
    """For every row the keys of all prefix ranges that it stands in, ``[begin, end)``; empty outside of any.

    Ranges that share a position have no gap between them, so that together they are one.
    """
    begin = tl.zeros_like(positions) + seq_len
    end = tl.zeros_like(positions)
    bounds = batch.prefix_ranges + request.to(tl.int64) * batch.ranges_request_stride
    for _ in tl.range(0, batch.range_count):
        first = tl.load(bounds)
        behind = tl.load(bounds + 1)
        inside = row_mask & (positions >= first) & (positions < behind)
        begin = tl.where(inside, tl.minimum(begin, first), begin)
        end = tl.where(inside, tl.maximum(end, tl.minimum(behind, seq_len)), end)
        bounds += batch.range_stride
    return begin, end


@triton.jit
def rows_of_block(
    group_part, first_token, query_len, GROUP: tl.constexpr, SHARE: tl.constexpr, BLOCK_M: tl.constexpr
):
    """Return the token and the query head of each row of a block, and a mask of the rows that have any.

    ``group_part`` counts the parts of ``SHARE`` heads of every group of ``GROUP``, one KV head after the other.
    """
    PARTS: tl.constexpr = (GROUP + SHARE - 1) // SHARE
    lines = tl.arange(0, BLOCK_M)
    tokens = first_token + lines // SHARE
    in_group = group_part % PARTS * SHARE + lines % SHARE
    heads = group_part // PARTS * GROUP + in_group
    # Rows that are left over after the last whole token get a token after the last, too.
    row_mask = tokens < tl.minimum(first_token + BLOCK_M // SHARE, query_len)
    if GROUP % SHARE != 0:
        row_mask = row_mask & (in_group < GROUP)
    return tokens, heads, row_mask


@triton.jit
def load_queries(
    query,
    query_strides,
    query_begin,
    block_rows,
    SIZES: tl.constexpr,
):
    """The queries of a block ``[BLOCK_M, head_padded]``: zeros after the end of a head and in rows without a token.

    With ``head_rest`` a pair, ``[BLOCK_M, head_padded // 2]`` and ``[BLOCK_M, head_rest]``.
    """
    HEAD_SIZE: tl.constexpr = SIZES.head_size
    HEAD_PADDED: tl.constexpr = SIZES.head_padded
    HEAD_REST: tl.constexpr = SIZES.head_rest
    tokens, heads, row_mask = block_rows
    rows = (
        query
        + (query_begin + tokens).to(tl.int64)[:, None] * query_strides[0]
        + heads.to(tl.int64)[:, None] * query_strides[1]
    )
    elements = tl.arange(0, HEAD_PADDED if HEAD_REST == 0 else HEAD_PADDED // 2)[None, :]
    queries = tl.load(rows + elements, mask=row_mask[:, None] & (elements < HEAD_SIZE), other=0.0)
    if HEAD_REST > 0:
        rest = HEAD_PADDED // 2 + tl.arange(0, HEAD_REST)[None, :]
        queries = (
            queries,
            tl.load(rows + rest, mask=row_mask[:, None] & (rest < HEAD_SIZE), other=0.0),
        )
    return queries


@triton.jit
def _in_float16(queries):
    """The queries in float16, each row divided by a power of two, and these: a row's largest element is below 2**15.

    Codes become float16 in a third of the instructions that bfloat16 takes. An element that is lost, less than 2**-39
    of the largest, counts in no product.
    """
    queries = queries.to(tl.float32)
    exponent = (tl.max(tl.abs(queries), 1).to(tl.int32, bitcast=True) >> 23) - 14
    exponent = tl.maximum(exponent, 1)
    divisor = (exponent << 23).to(tl.float32, bitcast=True)
    inverse = ((254 - exponent) << 23).to(tl.float32, bitcast=True)
    return (queries * inverse[:, None]).to(tl.float16), divisor


@triton.jit
def no_values(BLOCK_M: tl.constexpr, SIZES: tl.constexpr):
    """A sum of no weighted values; with ``head_rest`` a pair, as in :func:`load_queries`."""
    if SIZES.head_rest > 0:
        sums = (
            tl.zeros([BLOCK_M, SIZES.head_padded // 2], tl.float32),
            tl.zeros([BLOCK_M, SIZES.head_rest], tl.float32),
        )
    else:
        sums = tl.zeros([BLOCK_M, SIZES.head_padded], tl.float32)
    return sums


@triton.jit
def block_of(  # noqa: PLR0917  (Triton binds by position)
    place, block_rows, row_end, slopes, range_begin=None, range_end=None, bias_rows=None, row_scale=None
):
    """A block of queries.

    ``place`` is its request, KV head, first token, query tokens and context, ``block_rows`` as in
    :func:`rows_of_block`; rows see the keys before ``row_end``. All else is what ``handed_on.Block`` says, and None
    where it is not needed; functions cannot return that, so that any tensor stands there.
    """
    request, kv_head, query_begin, query_len, context_len = place
    tokens, _heads, row_mask = block_rows
    return Block(
        request,
        kv_head,
        query_begin,
        query_len,
        context_len,
        tokens,
        row_mask,
        positions=context_len + tokens,
        row_end=row_end,
        range_begin=tokens if range_begin is None else range_begin,
        range_end=tokens if range_end is None else range_end,
        slopes=tokens if slopes is None else slopes,
        bias_rows=tokens if bias_rows is None else bias_rows,
        row_scale=tokens if row_scale is None else row_scale,
    )


@triton.jit
def attend_block(  # noqa: PLR0917  (Triton binds by position)
    row_max,
    row_sum,
    query,
    query_strides,
    given,
    request,
    kv_head,
    first_token,
    block_rows,
    part,
    SIZES: tl.constexpr,
    TILE: tl.constexpr,
    CAUSAL: tl.constexpr,
    SHARE: tl.constexpr,
    BLOCK_M: tl.constexpr,
):
    """Attention of ``BLOCK_M // SHARE`` tokens, ``SHARE`` query heads of a KV head, over one part of the keys.

    ``given`` and ``SIZES`` are those of ``handed_on``, ``block_rows`` those of :func:`rows_of_block`. ``part`` is the
    number of the part and how many there are, or None for all keys; parts are consecutive and of equally many tiles,
    and the last ones may be empty. With ``CAUSAL`` a query sees the keys up to its own position, unless its request
    says otherwise; in a prefix range it sees all of the range, whatever the window; with a query bias it sees all keys.

    Returns:
        float32 ``[BLOCK_M, head_padded]``, the sum of weighted values, with ``head_rest`` a pair as in
        :func:`load_queries`; ``[BLOCK_M]``, the largest logit in base 2;
        ``[BLOCK_M]``, the sum of weights. Rows after the last token hold no useful values.
    """
    source, batch, rules = given
    WINDOW: tl.constexpr = SIZES.window
    HEAD_PADDED: tl.constexpr = SIZES.head_padded
    query_begin = tl.load(batch.query_start_loc + request)
    query_len = tl.load(batch.query_start_loc + request + 1) - query_begin
    last_token = tl.minimum(first_token + BLOCK_M // SHARE, query_len) - 1
    seq_len = tl.load(batch.seq_lens + request)
    context_len = seq_len - query_len
    tokens, heads, row_mask = block_rows
    positions = context_len + tokens
    q = load_queries(query, query_strides, query_begin, block_rows, SIZES)

    # Keys in [begin, end) are seen by some query of the block, those in [full_begin, full_end) by all, with no
    # bias of a tree to add to their logits.
    begin = 0
    full_begin = 0
    end = seq_len
    full_end = seq_len
    row_end = tl.zeros_like(positions) + seq_len
    if batch.query_bias is not None:
        full_end = context_len
    elif CAUSAL:
        ahead = 1
        if batch.causal is not None:
            ahead = tl.where(tl.load(batch.causal + request) != 0, 1, seq_len)
        row_end = tl.minimum(positions + ahead, seq_len)
        end = tl.minimum(end, context_len + last_token + ahead)
        full_end = tl.minimum(full_end, context_len + first_token + ahead)
    if WINDOW > 0:
        begin = tl.maximum(context_len + first_token - WINDOW + 1, 0)
        full_begin = tl.maximum(context_len + last_token - WINDOW + 1, 0)
        # Not the smaller of two sums, which a window that reaches far would take beyond 32 bits.
        last = context_len + last_token
        first = context_len + first_token
        end = last + tl.minimum(end - last, WINDOW)
        full_end = first + tl.minimum(full_end - first, WINDOW)
    range_begin, range_end, slopes, bias_rows, row_scale = None, None, None, None, None
    if batch.prefix_ranges is not None:
        range_begin, range_end = _widest_ranges(batch, request, positions, row_mask, seq_len)
        begin = tl.minimum(begin, tl.min(range_begin, 0))
        end = tl.maximum(end, tl.max(range_end, 0))
    if rules.alibi_slopes is not None:
        slopes = tl.load(rules.alibi_slopes + heads, mask=row_mask, other=0.0)
    if batch.position_bias is not None:
        bias_rows = (
            request.to(tl.int64) * batch.position_bias_request_stride
            + heads.to(tl.int64) * batch.position_bias_head_stride
            + tokens.to(tl.int64) * batch.position_bias_token_stride
        )
    begin = begin // TILE * TILE
    if WINDOW > 0:
        full_begin = tl.minimum(tl.cdiv(full_begin, TILE), tl.cdiv(end, TILE)) * TILE
    full_end = tl.maximum(full_end // TILE * TILE, full_begin)
    # Not by their number: Triton 3.5 cannot compile loops whose bounds are those of a branch when the kernel runs.
    if part is not None:
        split, num_splits = part
        part_len = tl.cdiv(tl.cdiv(end - begin, TILE), num_splits) * TILE
        part_begin = begin + split * part_len
        part_end = tl.minimum(part_begin + part_len, end)
        begin = part_begin
        full_begin = tl.minimum(tl.maximum(full_begin, part_begin), part_end)
        full_end = tl.minimum(tl.maximum(full_end, part_begin), part_end)
        end = part_end

    if SIZES.quads and source.value_scales is None:
        q, row_scale = _in_float16(q)
    if SIZES.quads:
        quarter = tl.zeros([BLOCK_M, HEAD_PADDED // 4], tl.float32)
        accumulator = (quarter, quarter, quarter, quarter)
    else:
        accumulator = no_values(BLOCK_M, SIZES)
    place = (request, kv_head, query_begin, query_len, context_len)
    block = block_of(place, block_rows, row_end, slopes, range_begin, range_end, bias_rows, row_scale)
    state = (accumulator, row_max, row_sum)
    accumulator, row_max, row_sum = attend_stretches(
        state, q, given, block, begin, full_begin, full_end, end, SIZES, TILE
    )
    if SIZES.quads:
        even = tl.join(accumulator[0], accumulator[2])
        odd = tl.join(accumulator[1], accumulator[3])
        accumulator = tl.join(even, odd).reshape(BLOCK_M, HEAD_PADDED)
    return accumulator, row_max, row_sum
