"""Peers of the kernels: torch's attention by two of its kernels, and vLLM's Triton kernel from a source tree.

torch gets contiguous keys, expanded to the query heads, and no paging, because it cannot work otherwise. None of the peers
writes new keys to a cache.
"""

from __future__ import annotations

import importlib
import logging
import sys
from enum import IntEnum
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import torch
import triton
import triton.language as tl
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from backends.types import AttentionType

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.backends.cases import Case, Spec

TORCH = {"flash": SDPBackend.FLASH_ATTENTION, "cuDNN": SDPBackend.CUDNN_ATTENTION}
_SEGMENTS = 16
_LEAST_PROGRAMS = 128


def is_causal(spec: Spec) -> bool:
    """Tell whether queries see only the keys up to themselves."""
    return spec.attn_type is AttentionType.DECODER


def torch_of(spec: Spec, kernel: SDPBackend) -> Callable[[], object]:
    """One of torch's kernels on a batch of these sizes, of which all requests are alike."""
    heads, requests = spec.kv_heads * spec.group, len(spec.query_lens)

    def made(length: int) -> torch.Tensor:
        return torch.randn(requests, heads, length, spec.head_size, dtype=spec.dtype, device="cuda")

    query, key, value = made(spec.query_lens[0]), made(spec.seq_lens[0]), made(spec.seq_lens[0])
    causal = is_causal(spec) and spec.query_lens[0] > 1

    def work() -> object:
        with sdpa_kernel(kernel):
            return functional.scaled_dot_product_attention(query, key, value, is_causal=causal)

    return work


class _Quantized(IntEnum):
    """The kinds of caches that the peer's kernel distinguishes."""

    NONE = 0
    FP8_PER_TENSOR = 1
    INT8_PER_TOKEN_HEAD = 2
    FP8_PER_TOKEN_HEAD = 3
    INT4_PER_TOKEN_HEAD = 4


def _stand_in(name: str, path: str | None = None, **contents: Any) -> None:
    """Put a module into the place of one that imports more than a kernel needs."""
    module = ModuleType(name)
    if path is not None:
        module.__path__ = [path]
    for key, value in contents.items():
        setattr(module, key, value)
    sys.modules[name] = module


def load_vllm(tree: Path) -> Callable[..., None]:
    """`unified_attention` of a source tree of vLLM, as of version 0.33; of the tree nothing but kernels is run."""
    for package in ("vllm", "vllm.v1", "vllm.v1.attention", "vllm.v1.attention.ops"):
        _stand_in(package, str(tree.joinpath(*package.split("."))))
    platform = SimpleNamespace(
        fp8_dtype=lambda: torch.float8_e4m3fn, is_device_capability_family=lambda _family: False
    )
    _stand_in("vllm.envs", VLLM_BATCH_INVARIANT=False)
    _stand_in("vllm.logger", init_logger=logging.getLogger)
    _stand_in("vllm.platforms", current_platform=platform)
    _stand_in("vllm.triton_utils", tl=tl, triton=triton)
    _stand_in("vllm.v1.kv_cache_interface", KVQuantMode=_Quantized)
    return importlib.import_module("vllm.v1.attention.ops.triton_unified_attention").unified_attention


def vllm_of(attend: Callable[..., None], case: Case) -> Callable[[], object]:
    """The peer's kernel on a batch, over the same cache; few requests are split as its own backend splits them."""
    spec, metadata = case.spec, case.metadata
    heads, padded = spec.kv_heads * spec.group, triton.next_power_of_2(spec.head_size)
    threshold = _LEAST_PROGRAMS // spec.kv_heads
    segments = torch.empty(threshold, heads, _SEGMENTS, padded, dtype=torch.float32, device="cuda")
    maxima, sums = (torch.empty(segments.shape[:3], dtype=torch.float32, device="cuda") for _ in range(2))
    quantized = spec.cache_dtype.is_quantized
    scales = [torch.full((1,), scale, device="cuda") for scale in (spec.k_scale, spec.v_scale)]
    key_cache, value_cache = case.kv_cache.unbind(0)
    return lambda: attend(
        case.query,
        key_cache,
        value_cache,
        case.output,
        metadata.query_start_loc,
        metadata.max_query_len,
        metadata.seq_lens,
        metadata.max_seq_len,
        spec.head_size**-0.5,
        is_causal(spec),
        (-1, -1),
        metadata.block_table,
        0.0,
        None,
        scales[0] if quantized else None,
        scales[1] if quantized else None,
        threshold,
        _SEGMENTS,
        segments,
        maxima,
        sums,
        kv_quant_mode=_Quantized.FP8_PER_TENSOR if quantized else _Quantized.NONE,
    )
