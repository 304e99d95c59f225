"""Features that ROCM_ATTN and ROCM_AITER_FA share (windows, ALiBi, caps, caches of other types), and their refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.rocm_aiter_fa.backend import RocmAiterFlashAttentionBackend
from backends.rocm_attn.backend import RocmAttentionBackend
from backends.types import KVCacheDType
from tests.backends.batches import DECODE, ENCODER, MIXED
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend

MANY = pytest.mark.many_steps
BOTH = (RocmAttentionBackend, RocmAiterFlashAttentionBackend)
LONG = Spec((90, 70), (90, 149), torch.float16, kv_heads=1, group=2, head_size=80, block_size=32)
"""Blocks of queries whose windows begin in the context, in the tile of that, and behind it."""


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    def run(backend: type[AttentionBackend], spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        output = case.run(backend.get_impl_cls(), with_lse=True, **features)
        assert_close(backend.get_name(), output, case.expected(**features))
        torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-3)

    return run


def slopes(spec: Spec) -> list[float]:
    return [2.0 ** -(head % 8 + 1) for head in range(spec.kv_heads * spec.group)]


@pytest.mark.parametrize("window", [1, 40, pytest.param(16, marks=MANY), pytest.param(2**30, marks=MANY)])
@pytest.mark.parametrize("spec", [MIXED, DECODE, LONG], ids=["mixed", "decode", "long"])
@pytest.mark.parametrize("backend", BOTH)
def test_sliding_window(
    check: Callable[..., None], backend: type[AttentionBackend], spec: Spec, window: int
) -> None:
    check(backend, spec, sliding_window=window)


@pytest.mark.parametrize("spec", [MIXED, DECODE, ENCODER], ids=["mixed", "decode", "encoder"])
def test_every_rule(check: Callable[..., None], spec: Spec) -> None:
    check(RocmAttentionBackend, spec, alibi_slopes=slopes(spec))
    check(RocmAttentionBackend, spec, logits_soft_cap=2.0)
    check(RocmAttentionBackend, spec, sliding_window=17)
    check(RocmAttentionBackend, spec, sliding_window=17, logits_soft_cap=2.0, alibi_slopes=slopes(spec))


@pytest.mark.parametrize("spec", [MIXED, DECODE], ids=["mixed", "decode"])
def test_soft_cap_of_the_flash_kernel(check: Callable[..., None], spec: Spec) -> None:
    check(RocmAiterFlashAttentionBackend, spec, logits_soft_cap=2.0)


@pytest.mark.parametrize("dtype", [torch.float32, pytest.param(torch.bfloat16, marks=MANY)], ids=str)
@pytest.mark.parametrize(
    "cache", [cache for cache in KVCacheDType if cache != KVCacheDType.AUTO], ids=lambda cache: cache.value
)
@pytest.mark.parametrize("backend", BOTH)
def test_caches_of_other_types(
    check: Callable[..., None], backend: type[AttentionBackend], cache: KVCacheDType, dtype: torch.dtype
) -> None:
    """Keys of the batch itself are as the cache holds them, for the queries beside them, too."""
    scales = {"k_scale": 0.0173, "v_scale": 0.31} if cache.is_quantized else {}
    if not backend.supports_kv_cache_dtype(cache):
        with pytest.raises(ValueError, match=r"KV-cache dtype \w+ is not supported"):
            backend.get_impl_cls()(4, 64, 0.125, 2, kv_cache_dtype=cache)
        return
    spec = Spec(
        (0, 33, 1, 17), (0, 83, 130, 17), dtype, kv_heads=1, block_size=32, cache_dtype=cache, **scales
    )
    check(backend, spec)
    check(backend, spec, sliding_window=33)


@pytest.mark.parametrize("feature", ["alibi_slopes", "sinks"])
def test_what_the_flash_kernel_refuses(feature: str) -> None:
    value: Any = {"alibi_slopes": [0.5] * 4, "sinks": torch.zeros(4)}[feature]
    with pytest.raises(ValueError, match="is not supported"):
        RocmAiterFlashAttentionBackend.get_impl_cls()(4, 64, 0.125, 2, **{feature: value})


def test_prefill_without_new_keys_is_refused(device: str) -> None:
    case = make_case(Spec(query_lens=(4,), seq_lens=(9,)), device)
    layer = RocmAttentionBackend.get_impl_cls()(4, 64, 0.125, 2)
    with pytest.raises(ValueError, match="ROCM_ATTN prefill needs key and value"):
        layer.forward(case.query, None, None, case.kv_cache, case.metadata, case.output)


def test_groups_that_programs_share(device: str, assert_close: Callable[..., None]) -> None:
    """Of heads so wide that the queries of a KV head do not fit: 32 for one program, 9 for the next."""
    case = make_case(Spec((1, 1), (40, 17), group=41, head_size=256), device)
    assert_close("ROCM_ATTN", case.run(RocmAttentionBackend.get_impl_cls()), case.expected())


@pytest.mark.parametrize(
    ("group", "head_size", "element_size", "share"),
    [(7, 128, 2, 7), (71, 128, 2, 71), (71, 192, 2, 64), (71, 256, 4, 32), (200, 32, 2, 128)],
)
def test_shares_of_a_group(group: int, head_size: int, element_size: int, share: int) -> None:
    from backends.rocm_attn.launch import decode_share

    assert decode_share(group, head_size, element_size) == share
