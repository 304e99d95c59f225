"""Between the torch-free element types of declarations and torch's own."""

from __future__ import annotations

import torch

from backends.types import DType, KVCacheDType

_TORCH = {
    DType.FLOAT16: torch.float16,
    DType.BFLOAT16: torch.bfloat16,
    DType.FLOAT32: torch.float32,
}

_TORCH_CACHE = {
    KVCacheDType.FLOAT16: torch.float16,
    KVCacheDType.BFLOAT16: torch.bfloat16,
    KVCacheDType.FP8_E4M3: torch.float8_e4m3fn,
    KVCacheDType.FP8_E5M2: torch.float8_e5m2,
    KVCacheDType.INT8_PER_TOKEN_HEAD: torch.int8,
    KVCacheDType.FP8_PER_TOKEN_HEAD: torch.float8_e4m3fn,
}


def dtype_of(dtype: torch.dtype) -> DType:
    """The declared name of a torch element type.

    Raises:
        ValueError: no backend could declare it.
    """
    for declared, native in _TORCH.items():
        if native == dtype:
            return declared
    raise ValueError(f"{dtype} is no element type of attention (known: {', '.join(d.value for d in DType)})")


def cache_dtype(kv_cache_dtype: KVCacheDType, query_dtype: torch.dtype) -> torch.dtype:
    """The element type of a cache with this declaration, for queries of ``query_dtype``.

    Args:
        kv_cache_dtype: the declared element type; ``AUTO`` stands for that of the queries.
        query_dtype: element type of the queries.
    """
    return _TORCH_CACHE.get(kv_cache_dtype, query_dtype)
