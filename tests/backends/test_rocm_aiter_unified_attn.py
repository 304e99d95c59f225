"""ROCM_AITER_UNIFIED_ATTN: TRITON_ATTN's kernel, ROCM_ATTN's cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from backends.rocm_aiter_unified_attn.backend import RocmAiterUnifiedAttentionBackend
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.triton_attn.backend import TritonAttentionBackend
from backends.types import AttentionType, DeviceCapability, KVCacheDType
from tests.backends.batches import CROSS, DECODE, ENCODER, IN_BRIEF, LONG, MIXED
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("spec", [MIXED, DECODE, LONG, ENCODER, CROSS])
def test_batches(device: str, assert_close: Callable[..., None], spec: Spec, dtype: torch.dtype) -> None:
    case = make_case(replace(spec, dtype=dtype), device)
    impl = RocmAiterUnifiedAttentionBackend.get_impl_cls()
    assert_close("ROCM_AITER_UNIFIED_ATTN", case.run(impl), case.expected())


def test_features_are_the_kernels(device: str, assert_close: Callable[..., None]) -> None:
    features = {"sliding_window": 30, "logits_soft_cap": 8.0}
    case = make_case(replace(MIXED, block_size=32), device)
    actual = case.run(RocmAiterUnifiedAttentionBackend.get_impl_cls(), **features)
    assert_close("ROCM_AITER_UNIFIED_ATTN", actual, case.expected(**features))


def test_position_bias(device: str, assert_close: Callable[..., None]) -> None:
    case = make_case(Spec((1, 20), (50, 35), position_bias="of each"), device)
    actual = case.run(RocmAiterUnifiedAttentionBackend.get_impl_cls())
    assert_close("ROCM_AITER_UNIFIED_ATTN", actual, case.expected())


@pytest.mark.parametrize("size", [16, 32, 48, 64, 128])
def test_blocks_are_rocm_attns(size: int) -> None:
    declared = RocmAttentionBackend.supports_block_size(size)
    assert RocmAiterUnifiedAttentionBackend.supports_block_size(size) is declared


def test_takes_every_cache_and_head_that_rocm_attn_takes() -> None:
    for kv_cache_dtype in KVCacheDType:
        if RocmAttentionBackend.supports_kv_cache_dtype(kv_cache_dtype):
            assert RocmAiterUnifiedAttentionBackend.supports_kv_cache_dtype(kv_cache_dtype)
    for head_size in RocmAttentionBackend.supported_head_sizes:
        assert RocmAiterUnifiedAttentionBackend.supports_head_size(head_size)
    for attn_type in AttentionType:
        assert RocmAiterUnifiedAttentionBackend.supports_attn_type(attn_type)


def test_devices() -> None:
    archs = ("gfx90a", "gfx942", "gfx950", "gfx1100")
    supported = [RocmAiterUnifiedAttentionBackend.supports_gfx_arch(arch) for arch in archs]
    assert supported == [False, True, True, False]
    assert all(TritonAttentionBackend.supports_gfx_arch(arch) for arch in archs[:3])
    assert not RocmAiterUnifiedAttentionBackend.supports_compute_capability(DeviceCapability(9, 0))
    assert not RocmAiterUnifiedAttentionBackend.supports_cpu()
