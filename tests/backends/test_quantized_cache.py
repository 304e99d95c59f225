"""8-bit caches: the codes that are written, and attention over them against the oracle on what they stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import KVCacheDType
from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

CACHES = [cache for cache in KVCacheDType if cache.is_quantized]
MIXED = Spec(query_lens=(0, 50, 1, 33), seq_lens=(0, 110, 141, 33), kv_heads=1, group=4)
DECODE = Spec(query_lens=(1, 1, 1), seq_lens=(1, 300, 65), kv_heads=1, group=4)


def scaled(spec: Spec, cache: KVCacheDType) -> Spec:
    """With scales that use the range of the cache's type, where it has such scales."""
    if cache.is_per_token_head:
        return replace(spec, cache_dtype=cache)
    return replace(spec, cache_dtype=cache, k_scale=0.0173, v_scale=0.31)


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    from backends.triton_attn.launch import TritonAttentionImpl

    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        output = case.run(TritonAttentionImpl, with_lse=True, **features)
        assert_close(f"TRITON_ATTN {spec.cache_dtype.value}", output, case.expected(**features))
        torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-4)

    return run


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.value)
@pytest.mark.parametrize("spec", [MIXED, DECODE], ids=["mixed", "decode"])
def test_attention(check: Callable[..., None], spec: Spec, cache: KVCacheDType, dtype: torch.dtype) -> None:
    check(replace(scaled(spec, cache), dtype=dtype))


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.value)
@pytest.mark.parametrize("spec", [MIXED, DECODE], ids=["mixed", "decode"])
def test_attention_with_everything_else(
    check: Callable[..., None], device: str, spec: Spec, cache: KVCacheDType
) -> None:
    check(
        replace(scaled(spec, cache), head_size=72, block_size=48),
        sliding_window=100,
        logits_soft_cap=5.0,
        alibi_slopes=[2.0 ** -(head + 1) for head in range(4)],
        sinks=torch.linspace(-3, 6, 4, device=device),
    )


@pytest.mark.parametrize("cache", [c for c in CACHES if c.is_per_token_head], ids=lambda cache: cache.value)
def test_small_values_do_not_underflow(device: str, cache: KVCacheDType) -> None:
    """Weights that carry the scales of small values are still float16."""
    from backends.triton_attn.launch import TritonAttentionImpl
    from tests.backends.errors import relative_error

    case = make_case(replace(MIXED, query_lens=(0, 0, 0, 33), cache_dtype=cache, dtype=torch.float16), device)
    case.value.mul_(2e-3)
    reference = make_case(replace(case.spec, dtype=torch.float32), device)
    reference.query.copy_(case.query), reference.key.copy_(case.key), reference.value.copy_(case.value)
    assert relative_error(case.run(TritonAttentionImpl), reference.run(TritonAttentionImpl).double()) < 2e-3


@pytest.mark.parametrize("cache", [c for c in CACHES if not c.is_per_token_head], ids=lambda c: c.value)
def test_queries_may_have_the_range_of_bfloat16(
    device: str, assert_close: Callable[..., None], cache: KVCacheDType
) -> None:
    """Values are computed on in float16, queries not."""
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(replace(scaled(MIXED, cache), dtype=torch.bfloat16, k_scale=1e-31), device)
    case.query.mul_(1e30)
    assert_close("TRITON_ATTN, large queries", case.run(TritonAttentionImpl), case.expected())


@pytest.mark.parametrize("dtype", [torch.float8_e4m3fn, torch.float8_e5m2, torch.int8], ids=str)
@pytest.mark.parametrize("own_scale", [False, True], ids=["a scale", "own scales"])
def test_nan_stays_nan(device: str, dtype: torch.dtype, own_scale: bool) -> None:
    """Keep NaN as NaN: a wrong result of the model must not be hidden."""
    from backends.inputs import CacheScales
    from backends.kv_cache.launch import write_kv_cache

    if dtype == torch.int8 and not own_scale:
        pytest.skip("a cache of integers has scales of its own")
    key = torch.linspace(-3, 3, 32, device=device).view(1, 2, 16).clone()
    key[0, 1, 5] = torch.nan
    kv_cache = torch.zeros(2, 1, 16, 2, 16, dtype=dtype, device=device)
    scales = torch.zeros(2, 1, 16, 2, device=device) if own_scale else None
    slots = torch.zeros(1, dtype=torch.int64, device=device)
    write_kv_cache(key, key, kv_cache, slots, CacheScales(per_token_head=scales))
    read = kv_cache.float() if scales is None else kv_cache.float() * scales[..., None]
    for keys in read[:, 0, 0]:
        assert keys[0].isfinite().all()
        assert keys[1, 5].isnan()
        assert keys[1].isnan().all() or dtype != torch.int8


@pytest.mark.parametrize("dtype", [torch.float8_e4m3fn, torch.float8_e5m2], ids=str)
def test_every_code_and_every_tie(device: str, dtype: torch.dtype) -> None:
    """All numbers that have a code, the midpoints between neighbours, and what lies just beside those."""
    from backends.kv_cache.launch import write_kv_cache

    numbers = torch.arange(256, dtype=torch.uint8).view(dtype).float()
    numbers = numbers[numbers.isfinite()]
    ordered = numbers.unique()
    ties = (ordered[1:] + ordered[:-1]) / 2
    beside = [ties.nextafter(torch.tensor(far)) for far in (-torch.inf, torch.inf)]
    tokens = torch.cat((numbers, ties, *beside))
    tokens = torch.nn.functional.pad(tokens, (0, -len(tokens) % 16)).view(-1, 1, 16)
    kv_cache = torch.zeros(2, -(-len(tokens) // 16), 16, 1, 16, dtype=dtype, device=device)
    write_kv_cache(tokens.to(device), -tokens.to(device), kv_cache, torch.arange(len(tokens), device=device))
    for written, expected in zip(kv_cache.cpu().flatten(1, 2), (tokens, -tokens), strict=True):
        codes = written[: len(tokens)].view(torch.uint8)
        torch.testing.assert_close(codes, expected.to(dtype).view(torch.uint8), rtol=0, atol=0)


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.value)
def test_written_codes(device: str, cache: KVCacheDType) -> None:
    """The kernel's codes and scales are those that the test case makes by torch's conversion."""
    from backends.triton_attn.launch import TritonAttentionImpl

    spec = scaled(Spec((40, 9), (40, 9), kv_heads=3, head_size=72), cache)
    written = make_case(spec, device)
    written.run(TritonAttentionImpl)
    expected = make_case(replace(spec, hand_over_keys=False), device)
    assert torch.equal(written.kv_cache.view(torch.uint8), expected.kv_cache.view(torch.uint8))
    if cache.is_per_token_head:
        torch.testing.assert_close(
            written.kv_cache_scales, expected.kv_cache_scales, rtol=0, atol=0, equal_nan=True
        )


@pytest.mark.parametrize(("dtype", "largest"), [(torch.float8_e4m3fn, 448.0), (torch.float8_e5m2, 57344.0)])
def test_numbers_out_of_range_become_the_largest(device: str, dtype: torch.dtype, largest: float) -> None:
    from backends.inputs import CacheScales
    from backends.kv_cache.launch import write_kv_cache

    key = torch.tensor([1e6, -1e6, torch.inf, -torch.inf, 3.0] + [0.0] * 11, device=device).view(1, 1, 16)
    kv_cache = torch.zeros(2, 1, 16, 1, 16, dtype=dtype, device=device)
    write_kv_cache(
        key, key, kv_cache, torch.zeros(1, dtype=torch.int64, device=device), CacheScales(0.5, 2.0)
    )
    keys, values = kv_cache[:, 0, 0, 0, :5].float().tolist()
    assert keys == [largest, -largest, largest, -largest, 6.0]
    assert values == [largest, -largest, largest, -largest, 1.5]


@pytest.mark.parametrize("dtype", [torch.int8, torch.float8_e4m3fn], ids=str)
def test_a_head_of_zeros_has_a_scale_of_zero(device: str, dtype: torch.dtype) -> None:
    from backends.inputs import CacheScales
    from backends.kv_cache.launch import write_kv_cache

    key = torch.zeros(1, 2, 16, device=device)
    key[0, 1, 3] = -2.0
    kv_cache = torch.zeros(2, 1, 16, 2, 16, dtype=dtype, device=device)
    scales = torch.full((2, 1, 16, 2), torch.nan, device=device)
    slots = torch.tensor([5], device=device)
    write_kv_cache(key, key, kv_cache, slots, CacheScales(per_token_head=scales))
    assert not kv_cache[:, 0, 5, 0].float().any()
    assert (scales[:, 0, 5, 0] == 0).all()
    torch.testing.assert_close(kv_cache[:, 0, 5, 1, 3].float() * scales[:, 0, 5, 1], key.new_full((2,), -2.0))
    assert scales.isnan().sum() == scales.numel() - 4


def test_integers_need_scales(device: str) -> None:
    from backends.kv_cache.launch import write_kv_cache

    key = torch.zeros(1, 2, 16, device=device)
    kv_cache = torch.zeros(2, 1, 16, 2, 16, dtype=torch.int8, device=device)
    with pytest.raises(ValueError, match="a cache of int8 needs a scale for every token and head"):
        write_kv_cache(key, key, kv_cache, torch.zeros(1, dtype=torch.int64, device=device))


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.value)
def test_one_key_head(check: Callable[..., None], cache: KVCacheDType) -> None:
    """The scales of a slot are then one number, and their stride is 1."""
    check(replace(scaled(MIXED, cache), dtype=torch.float16))
    check(replace(scaled(DECODE, cache), dtype=torch.float16))
