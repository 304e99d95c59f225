"""Prefill on GPUs that copy tiles by tensor descriptors: new keys as they are handed over, the context from the cache.

A descriptor states the layout of a tensor once, and a tile is then copied without an address a key, as FlashAttention-3
does it (2407.08608). Blocks of a cache are too small for that; new keys lie side by side.
"""

from __future__ import annotations

import triton
import triton.language as tl

from backends.triton_attn.block_kernel import block_of, no_values
from backends.triton_attn.context_kernel import attend_context
from backends.triton_attn.softmax_kernel import take_tile


@triton.jit
def _take_described(  # noqa: PLR0917  (Triton binds by position)
    state,
    query,
    new,
    given,
    block,
    tile,
    some_hidden,
    SIZES: tl.constexpr,
    TILE: tl.constexpr,
    MASKED: tl.constexpr,
    CROSSES_END: tl.constexpr,
):
    """Take the tile of new keys that begins at ``tile``, counted from the request's first, into the softmax.

    With ``CROSSES_END`` the tile holds rows of the next request, or padding: they have no weight, and their values,
    which may be no numbers, are replaced by zeros. All else is as in :func:`softmax_kernel.take_tile`.
    """
    kv_head, query_len = block.kv_head, block.query_len
    keys = tile + tl.arange(0, TILE)
    HEAD_PADDED: tl.constexpr = SIZES.head_padded
    HEAD_REST: tl.constexpr = SIZES.head_rest
    HEAD_MAIN: tl.constexpr = HEAD_PADDED if HEAD_REST == 0 else HEAD_PADDED // 2
    new_key, new_value, key_rest, value_rest = new
    first = block.query_begin + tile
    k = new_key.load([kv_head, first, 0]).reshape(TILE, HEAD_MAIN)
    v = new_value.load([kv_head, first, 0]).reshape(TILE, HEAD_MAIN)
    if CROSSES_END:
        v = tl.where((keys < query_len)[:, None], v, tl.zeros_like(v))
    if HEAD_REST > 0:
        k = (k, key_rest.load([kv_head, first, HEAD_MAIN]).reshape(TILE, HEAD_REST))
        rest = value_rest.load([kv_head, first, HEAD_MAIN]).reshape(TILE, HEAD_REST)
        if CROSSES_END:
            rest = tl.where((keys < query_len)[:, None], rest, tl.zeros_like(rest))
        v = (v, rest)
    return take_tile(state, query, k, v, keys, keys, keys, given, block, some_hidden, SIZES, MASKED)


@triton.jit
def attend_described_block(  # noqa: PLR0917  (Triton binds by position)
    row_max,
    row_sum,
    query,
    new,
    given,
    request,
    kv_head,
    first_token,
    block_rows,
    SIZES: tl.constexpr,
    TILE: tl.constexpr,
    CONTEXT_TILE: tl.constexpr,
    CAUSAL: tl.constexpr,
    SHARE: tl.constexpr,
    BLOCK_M: tl.constexpr,
    ONE_LOOP: tl.constexpr,
):
    """Attention of a block of queries over the cached context, then over the new keys of its request.

    ``new`` are descriptors of keys and values ``[kv_heads, tokens, head_size]``, their tokens those of the queries, and
    with ``head_rest`` those by which the rest of a head is copied; ``query`` holds the block's queries as
    :func:`block_kernel.load_queries` has loaded them. Queries see keys as in :func:`block_kernel.attend_block`, which
    returns the same, but for prefix ranges, biases, and requests that differ in causality, which are not served. With
    ``ONE_LOOP`` one loop takes all tiles but the last, and branches where a query does not see all of a tile: fewer
    loops begin, and each tile takes longer.
    """
    batch, rules = given.batch, given.rules
    WINDOW: tl.constexpr = SIZES.window
    query_begin = tl.load(batch.query_start_loc + request)
    query_len = tl.load(batch.query_start_loc + request + 1) - query_begin
    last_token = tl.minimum(first_token + BLOCK_M // SHARE, query_len) - 1
    tokens, heads, row_mask = block_rows
    slopes = None
    if rules.alibi_slopes is not None:
        slopes = tl.load(rules.alibi_slopes + heads, mask=row_mask, other=0.0)
    state = (no_values(BLOCK_M, SIZES), row_max, row_sum)
    if given.source.block_table is not None:
        context_len = tl.load(batch.seq_lens + request) - query_len
        state = attend_context(
            state,
            query,
            given,
            (request, kv_head, query_begin, query_len, context_len),
            block_rows,
            slopes,
            first_token,
            last_token,
            SIZES,
            CONTEXT_TILE,
        )

    # From here on keys and queries are counted from the request's first new one.
    begin = 0
    full_begin = 0
    end = query_len
    full_end = query_len
    row_end = tl.zeros_like(tokens) + query_len
    if CAUSAL:
        row_end = tl.minimum(tokens + 1, query_len)
        end = last_token + 1
        full_end = first_token + 1
    if WINDOW > 0:
        begin = tl.maximum(first_token - WINDOW + 1, 0) // TILE * TILE
        end = last_token + tl.minimum(end - last_token, WINDOW)
        full_begin = tl.cdiv(tl.maximum(last_token - WINDOW + 1, 0), TILE)
        full_begin = tl.minimum(full_begin, tl.cdiv(end, TILE)) * TILE
        full_end = first_token + tl.minimum(full_end - first_token, WINDOW)
    full_end = tl.maximum(full_end // TILE * TILE, full_begin)
    # The end of the tiles that lie within the request.
    whole_end = query_len // TILE * TILE
    place = (request, kv_head, query_begin, query_len, query_len * 0)
    block = block_of(place, block_rows, row_end, slopes)
    LAST: tl.constexpr = 3
    for stretch in tl.static_range(LAST + 1):
        if stretch == LAST:
            # The tile that the request ends in: one at most.
            stretch_begin, stretch_end = whole_end, tl.minimum(end, whole_end + 1)
        elif ONE_LOOP:
            stretch_begin, stretch_end = begin, tl.minimum(end, whole_end)
        elif stretch == 0:
            stretch_begin, stretch_end = begin, tl.minimum(full_begin, whole_end)
        elif stretch == 1:
            stretch_begin, stretch_end = full_begin, full_end
        else:
            stretch_begin, stretch_end = full_end, tl.minimum(end, whole_end)
        # Without a window there is nothing before the tiles that all queries see.
        if stretch == LAST or (stretch == 0 if ONE_LOOP else stretch > 0 or WINDOW > 0):
            for tile in tl.range(
                stretch_begin, stretch_end, TILE, num_stages=1 if stretch >= LAST - 1 else None
            ):
                state = _take_described(
                    state,
                    query,
                    new,
                    given,
                    block,
                    tile,
                    (stretch == LAST or not ONE_LOOP) or (tile < full_begin) | (tile + TILE > full_end),
                    SIZES,
                    TILE,
                    MASKED=ONE_LOOP or stretch != 1,
                    CROSSES_END=stretch == LAST,
                )
    return state
