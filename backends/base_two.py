"""Softmax in base 2, as every kernel here computes it: GPUs have an instruction for 2**x and none for e**x."""

from __future__ import annotations

import triton.language as tl

LOG2_E = tl.constexpr(1.4426950408889634)
"""log2(e): what natural logits are multiplied by."""
