"""Codes of numbers in the paged cache, as arguments of the kernels that write and read it."""

from __future__ import annotations

from dataclasses import dataclass

import torch

_FIRST_CAPABILITY_WITH_8_BIT_FLOATS = (8, 9)


@dataclass(frozen=True, slots=True)
class CacheFormat:
    """The code of one element type of the cache."""

    code: str
    """Name of the code in the kernels: ``plain``, ``e4m3``, ``e5m2`` or ``int8``."""
    largest: float
    """The largest number that has a code, before any scale; numbers beyond it become this."""


_FORMATS = {
    torch.float8_e4m3fn: CacheFormat("e4m3", 448.0),
    torch.float8_e5m2: CacheFormat("e5m2", 57344.0),
    torch.int8: CacheFormat("int8", 127.0),
}


def format_of(dtype: torch.dtype) -> CacheFormat:
    """The code of a cache of this element type; ``plain`` where the kernels convert it themselves."""
    return _FORMATS.get(dtype, CacheFormat("plain", torch.finfo(torch.float32).max))


def as_codes(kv_cache: torch.Tensor) -> torch.Tensor:
    """The cache as kernels write it: bytes where its numbers are coded in 8 bits, itself otherwise."""
    return kv_cache if format_of(kv_cache.dtype).code == "plain" else kv_cache.view(torch.int8)


def readable(kv_cache: torch.Tensor) -> torch.Tensor:
    """The cache as kernels read it: itself where the device has an instruction for its numbers, too."""
    native = kv_cache.dtype.is_floating_point and converts_8_bit_floats(kv_cache.device)
    return kv_cache if native else as_codes(kv_cache)


def converts_8_bit_floats(device: torch.device) -> bool:
    """Tell whether Triton and ``device`` convert 8-bit floats to float16: NVIDIA's from compute capability 8.9."""
    return (
        device.type == "cuda"
        and torch.version.hip is None
        and torch.cuda.get_device_capability(device) >= _FIRST_CAPABILITY_WITH_8_BIT_FLOATS
    )
