"""The tiles of keys of a block of queries in three stretches: seen by some queries, by all, and by some again."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.triton_attn.softmax_kernel import attend_tiles


@triton.jit
def attend_stretches(  # noqa: PLR0917  (Triton binds by position)
    state,
    query,
    given,
    block,
    begin,
    full_begin,
    full_end,
    end,
    SIZES: tl.constexpr,
    TILE: tl.constexpr,
    LAST_STAGES: tl.constexpr = None,
):
    """Take the keys in ``[begin, end)`` into the softmax, of which all queries see those in ``[full_begin, full_end)``.

    ``LAST_STAGES`` replaces the kernel's own number of tiles in flight in the last stretch; all else is as in
    :func:`softmax_kernel.attend_tiles`.
    """
    # Without a window there is nothing before the tiles that all queries see.
    if SIZES.window > 0:
        state = attend_tiles(state, query, given, block, begin, full_begin, end, SIZES, TILE, MASKED=True)
    state = attend_tiles(state, query, given, block, full_begin, full_end, end, SIZES, TILE, MASKED=False)
    return attend_tiles(
        state, query, given, block, full_end, end, end, SIZES, TILE, MASKED=True, STAGES=LAST_STAGES
    )
