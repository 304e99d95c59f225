"""ROCM_AITER_FA: packed prefill, the context before it, decode; and the log-sum-exp that joins them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from backends.rocm_aiter_fa.backend import RocmAiterFlashAttentionBackend
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.types import AttentionType, DeviceCapability
from tests.backends.batches import DECODE, IN_BRIEF, LONG, MIXED
from tests.backends.biased import biased, causal_of
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend

CHUNKS = Spec(query_lens=(2, 65, 64, 33), seq_lens=(131, 66, 192, 33), head_size=128, group=1)
"""Chunks after a context shorter than a block, after whole tiles of it, and after none."""


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    def run(spec: Spec) -> None:
        case = make_case(spec, device)
        assert_close(
            "ROCM_AITER_FA", case.run(RocmAiterFlashAttentionBackend.get_impl_cls()), case.expected()
        )

    return run


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("spec", [MIXED, DECODE, LONG, CHUNKS])
def test_batches(check: Callable[..., None], spec: Spec, dtype: torch.dtype) -> None:
    check(replace(spec, dtype=dtype))


@pytest.mark.parametrize("head_size", RocmAiterFlashAttentionBackend.supported_head_sizes)
def test_head_sizes(check: Callable[..., None], head_size: int) -> None:
    for dtype in (torch.float16, torch.float32):
        check(Spec((1, 40), (33, 75), dtype=dtype, head_size=head_size, kv_heads=1, block_size=32))


def test_later_chunks_do_not_see_what_is_cached_behind_them(check: Callable[..., None]) -> None:
    """The cache holds the new keys already: the pass over it must stop in front of them."""
    check(Spec((16, 17), (32, 48), block_size=32))


@pytest.mark.parametrize("backend", [RocmAttentionBackend, RocmAiterFlashAttentionBackend])
@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_log_sum_exp(device: str, backend: type[AttentionBackend], dtype: torch.dtype) -> None:
    case = make_case(Spec((0, 20, 1, 17, 1), (0, 50, 33, 17, 0), dtype=dtype, group=3), device)
    lse = torch.full((case.query.shape[0], 6), math.nan, device=device)
    layer = backend.get_impl_cls()(6, 64, 0.125, 2)
    layer.forward(case.query, case.key, case.value, case.kv_cache, case.metadata, case.output, output_lse=lse)
    _, expected = biased(case, causal_of([True] * 5))
    tokens = sum(case.spec.query_lens)
    torch.testing.assert_close(lse[:tokens].double(), expected, rtol=1e-5, atol=1e-5)
    assert lse[tokens - 1].isneginf().all()
    assert lse[tokens:].isnan().all()


def test_attention_types() -> None:
    supported = [t for t in AttentionType if RocmAiterFlashAttentionBackend.supports_attn_type(t)]
    assert supported == [AttentionType.DECODER]


def test_a_decoder_that_looks_ahead_is_refused(device: str) -> None:
    case = make_case(replace(LONG, causal=False), device)
    with pytest.raises(ValueError, match="non-causal decoder attention is not supported"):
        case.run(RocmAiterFlashAttentionBackend.get_impl_cls())


def test_prefill_without_new_keys_is_refused(device: str) -> None:
    case = make_case(Spec((4,), (9,)), device)
    layer = RocmAiterFlashAttentionBackend.get_impl_cls()(4, 64, 0.125, 2)
    with pytest.raises(ValueError, match="ROCM_AITER_FA prefill needs key and value"):
        layer.forward(case.query, None, None, case.kv_cache, case.metadata, case.output)


def test_devices() -> None:
    archs = ("gfx90a", "gfx942", "gfx950", "gfx1100")
    supported = [RocmAiterFlashAttentionBackend.supports_gfx_arch(arch) for arch in archs]
    assert supported == [False, True, True, False]
    assert not RocmAiterFlashAttentionBackend.supports_compute_capability(DeviceCapability(9, 0))
