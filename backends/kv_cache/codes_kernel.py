"""8-bit codes of the paged cache, written and read: the floats of 2209.05433, and integers.

Integer arithmetic runs everywhere and gives the same bytes everywhere. Triton converts e4m3 only on some of the GPUs
that the backends declare, and what CDNA 3 converts itself is another format under a similar name.
"""

from __future__ import annotations

import triton
import triton.language as tl

_NAN = tl.constexpr(0x7F)
_BITS_OF_INFINITY = tl.constexpr(0x7F800000)


@triton.jit
def decode(codes, dtype: tl.constexpr, CODE: tl.constexpr):
    """Numbers of the cache in element type ``dtype``: those of codes in int8, or of floats that Triton converts.

    Every number that has a code is exact in float16, which takes the fewest instructions. Both 8-bit floats are
    float16 with fewer bits: e5m2 has its exponent, and e4m3 shifted into place is too small by the 2**8 between the
    two exponents' biases, subnormal numbers included.
    """
    if CODE == "plain":
        numbers = codes
    elif CODE == "int8":
        # Numbers from 1024 to 2047 have a last place of 1 in float16: the code, plus 128, is its last byte.
        numbers = ((codes.to(tl.int16) & 0xFF) ^ 0x6480).to(tl.float16, bitcast=True) - 1152.0
    elif codes.dtype.is_floating():
        numbers = codes.to(tl.float16)
    elif CODE == "e4m3":
        # A byte that keeps its sign when widened has it in bits 14 and 15 once shifted; 15 is its place.
        wide = codes.to(tl.int16)
        numbers = ((wide << 7) & -0x4080).to(tl.float16, bitcast=True) * 256.0
        numbers = tl.where((wide & 0x7F) == _NAN, float("nan"), numbers)
    else:
        numbers = (codes.to(tl.int16) << 8).to(tl.float16, bitcast=True)
    return numbers.to(dtype)


@triton.jit
def _encode_float(numbers, MANTISSA: tl.constexpr, BIAS: tl.constexpr):
    """Round float32, not beyond the format's range, to an 8-bit float, to nearest even; NaN stays NaN."""
    magnitude = tl.abs(numbers)
    bits = magnitude.to(tl.int32, bitcast=True)
    shift: tl.constexpr = 23 - MANTISSA
    # Half of the last place, less one where the last bit that stays is even; carries reach the exponent.
    rounded = (bits + (1 << (shift - 1)) - 1 + ((bits >> shift) & 1)) >> shift
    normal = rounded - ((127 - BIAS) << MANTISSA)
    # Adding the number whose last place is that of the subnormal codes rounds to a multiple of it.
    anchor: tl.constexpr = 2.0 ** (24 - BIAS - MANTISSA)
    anchor_bits: tl.constexpr = (127 + 24 - BIAS - MANTISSA) << 23
    subnormal = (magnitude + anchor).to(tl.int32, bitcast=True) - anchor_bits
    least_normal: tl.constexpr = 2.0 ** (1 - BIAS)
    codes = tl.where(magnitude < least_normal, subnormal, normal)
    codes = tl.where(bits > _BITS_OF_INFINITY, _NAN, codes)
    sign = (numbers.to(tl.int32, bitcast=True) >> 24) & 0x80
    return (codes | sign).to(tl.int8)


@triton.jit
def encode(numbers, LARGEST: tl.constexpr, CODE: tl.constexpr):
    """Round float32 ``numbers`` to the nearest code, ties to even; those beyond ``LARGEST`` become that."""
    # NaN, which a minimum may lose, is not beyond it.
    numbers = tl.where(numbers > LARGEST, LARGEST, tl.where(numbers < -LARGEST, -LARGEST, numbers))
    if CODE == "e4m3":
        codes = _encode_float(numbers, MANTISSA=3, BIAS=7)
    elif CODE == "e5m2":
        codes = _encode_float(numbers, MANTISSA=2, BIAS=15)
    else:
        # 1.5 * 2**23 has a last place of 1: the sum's low byte is the rounded number in two's complement.
        codes = (numbers + 12582912.0).to(tl.int32, bitcast=True).to(tl.int8)
    return codes
