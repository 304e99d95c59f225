"""The cached context of a prompt, before its new keys, which are copied by tensor descriptors."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.triton_attn.block_kernel import block_of
from backends.triton_attn.stretches_kernel import attend_stretches


@triton.jit
def attend_context(  # noqa: PLR0917  (Triton binds by position)
    state,
    query,
    given,
    place,
    block_rows,
    slopes,
    first_token,
    last_token,
    SIZES: tl.constexpr,
    TILE: tl.constexpr,
):
    """Take the cached keys before a request's new ones into the softmax of its tokens from first to last.

    ``place``, ``block_rows`` and ``slopes`` are those of :func:`block_kernel.block_of`; all else is as in
    :func:`softmax_kernel.attend_tiles`.
    """
    context_len = place[4]
    tokens = block_rows[0]
    block = block_of(place, block_rows, tl.zeros_like(tokens) + context_len, slopes)
    WINDOW: tl.constexpr = SIZES.window
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
        state, query, given, block, begin, full_begin, full_end, context_len, SIZES, TILE, LAST_STAGES=1
    )
