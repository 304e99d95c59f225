"""8-bit codes of the paged cache, written and read in integer arithmetic.

Triton converts to and from e4m3 only on some of the GPUs that the backends declare, and to another 8-bit format
on CDNA 3. Shifts run everywhere, give the same bytes everywhere, and cost no more than a conversion that goes
through float16 and float32 to bfloat16. The formats are those of 2209.05433.
"""

from __future__ import annotations

import triton
import triton.language as tl


@triton.jit
def decode(codes, dtype: tl.constexpr, CODE: tl.constexpr):
    """Numbers of the cache in element type ``dtype``, still to be multiplied by their format's unit.

    Both 8-bit floats are float16 with fewer bits: e5m2 has its exponent, and e4m3 shifted into place is too small
    by the 2**8 between the two exponents' biases, subnormal numbers included.
    """
    if CODE == "e4m3":
        # A byte that keeps its sign when widened has it in bits 14 and 15 once shifted; 15 is its place.
        numbers = ((codes.to(tl.int16) << 7) & -0x4080).to(tl.float16, bitcast=True)
    elif CODE == "e5m2":
        numbers = (codes.to(tl.int16) << 8).to(tl.float16, bitcast=True)
    elif CODE == "int8":
        numbers = codes.to(tl.float32)
    else:
        numbers = codes
    return numbers.to(dtype)


@triton.jit
def _encode_float(numbers, MANTISSA: tl.constexpr, BIAS: tl.constexpr):
    """Round float32 to an 8-bit float, to nearest even; the caller keeps numbers within its range."""
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
    sign = (numbers.to(tl.int32, bitcast=True) >> 24) & 0x80
    return (codes | sign).to(tl.int8)


@triton.jit
def encode(numbers, CODE: tl.constexpr):
    """Round float32 ``numbers``, which are within the format's range, to the nearest code, ties to even."""
    if CODE == "e4m3":
        codes = _encode_float(numbers, MANTISSA=3, BIAS=7)
    elif CODE == "e5m2":
        codes = _encode_float(numbers, MANTISSA=2, BIAS=15)
    else:
        # 1.5 * 2**23 has a last place of 1: the sum's low byte is the rounded number in two's complement.
        codes = (numbers + 12582912.0).to(tl.int32, bitcast=True).to(tl.int8)
    return codes
