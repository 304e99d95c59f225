"""The cached context of a prompt, before its new keys, which are copied by tensor descriptors."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.triton_attn.stretches_kernel import attend_stretches


@triton.jit
def attend_context(  # noqa: PLR0917  (Triton binds by position)
    accumulator,
    row_max,
    row_sum,
    query,
    source,
    batch,
    rules,
    place,
    block_rows,
    slopes,
    first_token,
    last_token,
    WINDOW: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
    LOOK_AHEAD: tl.constexpr,
    HEAD_REST: tl.constexpr,
):
    """Take the cached keys before a request's new ones into the softmax of its tokens from first to last.

    ``slopes`` are ALiBi's of each row, of use where ``rules`` has it; all else is as in :func:`attend_block`.
    """
    context_len = place[4]
    tokens, _heads, row_mask = block_rows
    positions = context_len + tokens
    row_end = tl.zeros_like(tokens) + context_len
    rows = (tokens, row_mask, positions, row_end, tokens, tokens, slopes, tokens, tokens)
    # Keys in [begin, context_len) are seen by some query of the block, those in [full_begin, full_end) by all.
    begin = 0
    full_begin = 0
    if WINDOW > 0:
        begin = tl.maximum(context_len + first_token - WINDOW + 1, 0) // TILE * TILE
        full_begin = tl.cdiv(tl.maximum(context_len + last_token - WINDOW + 1, 0), TILE)
        full_begin = tl.minimum(full_begin, tl.cdiv(context_len, TILE)) * TILE
    full_end = tl.maximum(context_len // TILE * TILE, full_begin)
    # No branch spares prompts without a context these loops: the compiler would have all products of the kernel wait
    # for one another. A loop of one tile at most loads nothing ahead, which is what an empty one costs.
    return attend_stretches(
        accumulator,
        row_max,
        row_sum,
        query,
        source,
        batch,
        rules,
        place,
        rows,
        begin,
        full_begin,
        full_end,
        context_len,
        WINDOW=WINDOW,
        BLOCK_SIZE=BLOCK_SIZE,
        HEAD_SIZE=HEAD_SIZE,
        HEAD_PADDED=HEAD_PADDED,
        TILE=TILE,
        PRECISION=PRECISION,
        CODE="plain",
        LOOK_AHEAD=LOOK_AHEAD,
        QUADS=False,
        HEAD_REST=HEAD_REST,
        LAST_STAGES=1,
    )
