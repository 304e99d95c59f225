"""How numbers are coded in the paged cache: what the kernels that write and read it are told."""

from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class CacheFormat:
    """The code of one element type of the cache."""

    code: str
    """What the kernels call it: ``plain``, ``e4m3``, ``e5m2`` or ``int8``."""
    largest: float
    """The largest number that has a code, before any scale; numbers beyond it become this."""
    unit: float
    """What a decoded number is to be multiplied by; :func:`backends.kv_cache.codes_kernel.decode` leaves it out."""


_FORMATS = {
    torch.float8_e4m3fn: CacheFormat("e4m3", 448.0, 256.0),
    torch.float8_e5m2: CacheFormat("e5m2", 57344.0, 1.0),
    torch.int8: CacheFormat("int8", 127.0, 1.0),
}


def format_of(dtype: torch.dtype) -> CacheFormat:
    """The code of a cache of this element type; ``plain`` where the kernels convert it themselves."""
    return _FORMATS.get(dtype, CacheFormat("plain", torch.finfo(torch.float32).max, 1.0))


def as_codes(kv_cache: torch.Tensor) -> torch.Tensor:
    """The cache as kernels see it: bytes where its numbers are coded in 8 bits, itself otherwise."""
    return kv_cache if format_of(kv_cache.dtype).code == "plain" else kv_cache.view(torch.int8)
