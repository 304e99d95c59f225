"""Softmax in base 2, as every kernel here computes it: GPUs have an instruction for 2**x and none for e**x."""

from __future__ import annotations

import triton
import triton.language as tl

LOG2_E = tl.constexpr(1.4426950408889634)
"""log2(e), the factor of natural logits."""


@triton.jit
def empty_softmax(ROWS: tl.constexpr, HEAD: tl.constexpr):
    """Begin the softmax of rows that have seen no key: sums of values ``[ROWS, HEAD]``, maxima and sums of weights."""
    maxima = tl.full([ROWS], float("-inf"), tl.float32)
    return tl.zeros([ROWS, HEAD], tl.float32), maxima, tl.zeros([ROWS], tl.float32)


@triton.jit
def online_softmax(accumulator, row_max, row_sum, logits, value, PRECISION: tl.constexpr):
    """Take one tile of base-2 logits ``[rows, keys]`` and its values ``[keys, head]`` into the softmax (1805.02867)."""
    new_max = tl.maximum(row_max, tl.max(logits, 1))
    # A row that has seen no key yet keeps its maximum at -inf; it must not subtract it from itself.
    subtracted = tl.where(new_max == float("-inf"), 0.0, new_max)
    weights = tl.exp2(logits - subtracted[:, None])
    rescale = tl.exp2(row_max - subtracted)
    row_sum = row_sum * rescale + tl.sum(weights, 1)
    accumulator = accumulator * rescale[:, None]
    accumulator = tl.dot(weights.to(value.dtype), value, accumulator, input_precision=PRECISION)
    return accumulator, new_max, row_sum


@triton.jit
def log_sum_exp(row_max, row_sum):
    """The natural logarithm of the softmax's sums, from maxima in base 2; ``-inf`` for a row that saw no key."""
    # Such a row has a maximum of -inf already, and a sum of zero.
    return (row_max + tl.log2(tl.where(row_sum == 0.0, 1.0, row_sum))) / LOG2_E
