"""The cache's 8-bit codes, written and read by the kernels' arithmetic, against torch's conversions."""

from __future__ import annotations

import pytest
import torch
import triton
import triton.language as tl

from backends.kv_cache.codes_kernel import decode, encode
from backends.kv_cache.formats import as_codes, format_of, readable

CODED = (torch.float8_e4m3fn, torch.float8_e5m2, torch.int8)
FLOATS = CODED[:2]


@triton.jit
def encode_all(source, target, size: tl.constexpr, largest: tl.constexpr, code: tl.constexpr):
    elements = tl.arange(0, size)
    tl.store(target + elements, encode(tl.load(source + elements), largest, code))


@triton.jit
def decode_all(source, target, size: tl.constexpr, dtype: tl.constexpr, code: tl.constexpr):
    elements = tl.arange(0, size)
    tl.store(target + elements, decode(tl.load(source + elements), dtype, code).to(tl.float32))


def all_codes(dtype: torch.dtype) -> torch.Tensor:
    return torch.arange(256, dtype=torch.int16).to(torch.uint8).view(dtype)


def encoded(device: str, numbers: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    numbers = torch.nn.functional.pad(numbers, (0, 2048 - len(numbers)))
    codes = torch.empty(2048, dtype=dtype, device=device)
    known = format_of(dtype)
    encode_all[(1,)](numbers.to(device), as_codes(codes), 2048, known.largest, known.code)
    return codes.cpu()


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_encodes_as_torch_does(device: str, dtype: torch.dtype) -> None:
    finite = all_codes(dtype).float()
    finite = finite[finite.isfinite()].sort().values
    ties = (finite[1:] + finite[:-1]) / 2
    generator = torch.Generator().manual_seed(0)
    spread = torch.randn(1000, generator=generator) * torch.logspace(-5, 2, 1000)
    largest = format_of(dtype).largest
    beyond = torch.tensor([largest + 1, -largest - 20, 1e30, torch.inf, -torch.inf, torch.nan, -0.0])
    numbers = torch.cat((finite, ties, spread, beyond))
    codes = encoded(device, numbers, dtype)[: len(numbers)]
    expected = numbers.clamp(-largest, largest).to(dtype)
    torch.testing.assert_close(codes.float(), expected.float(), rtol=0, atol=0, equal_nan=True)


def test_encodes_integers_as_torch_does(device: str) -> None:
    numbers = torch.cat((torch.arange(-140, 140) / 1.0, torch.arange(-140, 140) + 0.5))
    codes = encoded(device, numbers, torch.int8)[: len(numbers)]
    torch.testing.assert_close(codes, numbers.round().clamp(-127, 127).to(torch.int8), rtol=0, atol=0)


@pytest.mark.parametrize("as_bytes", [True, False], ids=["bytes", "as the kernels read"])
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@pytest.mark.parametrize("coded", CODED, ids=str)
def test_decodes_every_code(device: str, coded: torch.dtype, dtype: str, as_bytes: bool) -> None:
    codes = all_codes(coded).to(device)
    decoded = torch.empty(256, device=device)
    read = as_codes(codes) if as_bytes else readable(codes)
    decode_all[(1,)](read, decoded, 256, getattr(tl, dtype), format_of(coded).code)
    torch.testing.assert_close(decoded, codes.float(), rtol=0, atol=0, equal_nan=True)
