"""8-bit floats with 4 exponent bits (E4M3 of 2209.05433) between bytes and floats, by integer arithmetic.

NVIDIA GPUs before 8.9 have no instruction for it and Triton refuses the type there; and what AMD's CDNA 3
converts natively is another format under a similar name.
"""

from __future__ import annotations

import triton
import triton.language as tl

# Of float32, as bit patterns.
_BITS_OF_448 = tl.constexpr(0x43E00000)
_BITS_OF_2_TO_14 = tl.constexpr(0x46800000)
_BITS_OF_2_TO_MINUS_6 = tl.constexpr(0x3C800000)
_BITS_OF_INFINITY = tl.constexpr(0x7F800000)
_CODE_OF_NAN = tl.constexpr(0x7F)


@triton.jit
def encode_e4m3(numbers):
    """The uint8 codes nearest to float32 ``numbers``, ties to even; beyond 448 the largest code, NaN stays NaN."""
    bits = numbers.to(tl.int32, bitcast=True)
    sign = (bits >> 24) & 0x80
    magnitude = bits & 0x7FFFFFFF
    within = tl.minimum(magnitude, _BITS_OF_448)
    # Exponent bias from 127 to 7, fraction from 23 bits to 3.
    normal = ((within + 0x7FFFF + ((within >> 20) & 1)) >> 20) - (120 << 3)
    # Below 2**-6 the codes count in steps of 2**-9, which are the last bits of numbers from 2**14: adding that
    # lets the adder do the rounding.
    stepped = (within.to(tl.float32, bitcast=True) + 16384.0).to(tl.int32, bitcast=True) - _BITS_OF_2_TO_14
    code = tl.where(within < _BITS_OF_2_TO_MINUS_6, stepped, normal)
    code = tl.where(magnitude > _BITS_OF_INFINITY, _CODE_OF_NAN, code)
    return (code | sign).to(tl.uint8)


@triton.jit
def decode_cached(cached, DTYPE: tl.constexpr):  # noqa: N803  (Triton's convention)
    """Cached numbers in the element type ``DTYPE``, not yet scaled; bytes are E4M3 codes."""
    if cached.dtype == tl.uint8:
        codes = cached.to(tl.int16)
        # As binary16, whose exponent has one bit more, the code is the number times 2**-8.
        bits = ((codes & 0x80) << 8) | ((codes & 0x7F) << 7)
        numbers = bits.to(tl.float16, bitcast=True) * 256.0
        return tl.where((codes & 0x7F) == _CODE_OF_NAN, float("nan"), numbers).to(DTYPE)
    return cached.to(DTYPE)
