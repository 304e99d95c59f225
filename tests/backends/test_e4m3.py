"""8-bit floats by integer arithmetic, against torch's."""

from __future__ import annotations

import pytest
import torch
import triton
import triton.language as tl

from backends.mla.latent_cache.e4m3 import decode_cached, encode_e4m3

LARGEST = 448.0


@triton.jit
def encode(source, target, size: tl.constexpr):
    elements = tl.arange(0, size)
    tl.store(target + elements, encode_e4m3(tl.load(source + elements)))


@triton.jit
def decode(source, target, size: tl.constexpr, dtype: tl.constexpr):
    elements = tl.arange(0, size)
    tl.store(target + elements, decode_cached(tl.load(source + elements), dtype).to(tl.float32))


def all_codes() -> torch.Tensor:
    return torch.arange(256, dtype=torch.int16).to(torch.uint8)


def on_device(
    kernel: triton.JITFunction, source: torch.Tensor, target: torch.Tensor, *constants: object
) -> torch.Tensor:
    kernel[(1,)](source, target, len(source), *constants)
    return target.cpu()


def test_encodes_as_torch_does(device: str) -> None:
    finite = all_codes().view(torch.float8_e4m3fn).float()
    finite = finite[finite.isfinite()].sort().values
    ties = (finite[1:] + finite[:-1]) / 2
    generator = torch.Generator().manual_seed(0)
    spread = torch.randn(1000, generator=generator) * torch.logspace(-5, 2, 1000)
    beyond = torch.tensor([449.0, -470.0, 1e30, torch.inf, -torch.inf, torch.nan, -0.0])
    numbers = torch.cat((finite, ties, spread, beyond))
    numbers = torch.nn.functional.pad(numbers, (0, 2048 - len(numbers)))
    codes = on_device(encode, numbers.to(device), torch.empty(2048, dtype=torch.uint8, device=device))
    expected = numbers.clamp(-LARGEST, LARGEST).to(torch.float8_e4m3fn)
    torch.testing.assert_close(
        codes.view(torch.float8_e4m3fn).float(), expected.float(), rtol=0, atol=0, equal_nan=True
    )


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_decodes_every_code(device: str, dtype: str) -> None:
    decoded = on_device(decode, all_codes().to(device), torch.empty(256, device=device), getattr(tl, dtype))
    expected = all_codes().view(torch.float8_e4m3fn).float()
    torch.testing.assert_close(decoded, expected, rtol=0, atol=0, equal_nan=True)
