"""The tiles of keys of a block of queries in three stretches: seen by some queries, by all, and by some again."""

from __future__ import annotations

import triton
import triton.language as tl

from backends.triton_attn.softmax_kernel import attend_tiles


@triton.jit
def attend_stretches(  # noqa: PLR0917  (Triton binds by position)
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
    end,
    WINDOW: tl.constexpr,
    BLOCK_SIZE: tl.constexpr,
    HEAD_SIZE: tl.constexpr,
    HEAD_PADDED: tl.constexpr,
    TILE: tl.constexpr,
    PRECISION: tl.constexpr,
    CODE: tl.constexpr,
    LOOK_AHEAD: tl.constexpr,
    QUADS: tl.constexpr,
    HEAD_REST: tl.constexpr,
    LAST_STAGES: tl.constexpr = None,
):
    """Take the keys in ``[begin, end)`` into the softmax, of which all queries see those in ``[full_begin, full_end)``.

    ``LAST_STAGES`` replaces the kernel's own number of tiles in flight in the last stretch; all else is as in
    :func:`softmax_kernel.attend_tiles`.
    """
    for stretch in tl.static_range(3):
        if stretch == 0:
            stretch_begin, stretch_end = begin, full_begin
        elif stretch == 1:
            stretch_begin, stretch_end = full_begin, full_end
        else:
            stretch_begin, stretch_end = full_end, end
        # Without a window there is nothing before the tiles that all queries see.
        if stretch > 0 or WINDOW > 0:
            accumulator, row_max, row_sum = attend_tiles(
                accumulator,
                row_max,
                row_sum,
                query,
                source,
                batch,
                rules,
                place,
                rows,
                stretch_begin,
                stretch_end,
                end,
                MASKED=stretch != 1,
                WINDOW=WINDOW,
                BLOCK_SIZE=BLOCK_SIZE,
                HEAD_SIZE=HEAD_SIZE,
                HEAD_PADDED=HEAD_PADDED,
                TILE=TILE,
                PRECISION=PRECISION,
                CODE=CODE,
                LOOK_AHEAD=LOOK_AHEAD,
                QUADS=QUADS,
                HEAD_REST=HEAD_REST,
                STAGES=LAST_STAGES if stretch == 2 else None,  # noqa: PLR2004  (the last)
            )
    return accumulator, row_max, row_sum
