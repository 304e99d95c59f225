"""Prefill over projected keys and values, and the latent cache that its context comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from backends.triton_mla.backend import TritonMLABackend
from tests.backends.batches import IN_BRIEF
from tests.backends.mla_cases import MLACase, MLASpec, dense_impl, make_mla_case

DTYPES = (torch.float32, torch.float16, torch.bfloat16)
# Of keys and values that are rounded before they are multiplied, as the layer's own are.
LSE_LIMITS = {torch.float32: 1e-5, torch.float16: 2e-3, torch.bfloat16: 2e-2}
MIXED = MLASpec(query_lens=(0, 7, 1, 70, 1), seq_lens=(0, 53, 41, 70, 1), heads=2)


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    def run(spec: MLASpec, impl: Any = None, **changes: Any) -> None:
        case = make_mla_case(spec, device)
        output, lse = case.prefill(impl or dense_impl(), **changes)
        expected, expected_lse = case.expected_prefill()
        assert_close("MLA prefill", output, expected)
        limit = LSE_LIMITS[spec.dtype]
        torch.testing.assert_close(lse.double(), expected_lse, rtol=limit, atol=limit)

    return run


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_mixed_batch(check: Callable[..., None], kv_scale: float | None, dtype: torch.dtype) -> None:
    """Prompts with and without context, one-token requests and empty ones; several blocks of queries."""
    check(replace(MIXED, dtype=dtype, kv_scale=kv_scale))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_context_in_chunks(
    check: Callable[..., None], monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype
) -> None:
    """Chunks that end inside contexts, and chunks that some requests have nothing in."""
    from backends.mla.prefill import launch

    monkeypatch.setattr(launch, "_CHUNK_TOKENS", 80)
    monkeypatch.setattr(launch, "_MIN_CHUNK_LEN", 16)
    check(MLASpec((3, 1, 5), (100, 41, 5), dtype=dtype, heads=2))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_no_cache(check: Callable[..., None], dtype: torch.dtype) -> None:
    nothing = {"latent": None, "key_rope": None, "kv_cache": None, "kv_b_proj": None}
    check(MLASpec((37, 0, 5), (37, 0, 5), dtype=dtype, heads=2), **nothing)


def test_without_projection_the_cache_is_written_only(check: Callable[..., None], device: str) -> None:
    check(MLASpec((37, 5), (37, 5), heads=2), kv_b_proj=None)


def test_sizes_of_deepseek(check: Callable[..., None]) -> None:
    """Keys of 128 + 64 elements and values of 128, projected from 512."""
    spec = MLASpec((3, 1), (20, 34), torch.bfloat16, heads=2, rank=512, rope=64, nope=128, value=128)
    check(spec, TritonMLABackend.get_impl_cls())


def test_wide_tiles(check: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 128 queries, which the least of the devices has no shared memory for."""
    from backends.mla.prefill import launch

    monkeypatch.setattr(launch, "shared_memory_per_program", lambda device: 227 * 1024)
    monkeypatch.setattr(launch, "has_wavefronts", lambda device: False)
    check(MLASpec((130, 2), (130, 70), torch.float16, heads=1))


def test_prefill_and_decode_agree_on_what_was_cached(device: str) -> None:
    """Decode reads the keys that prefill has written, in the same layer, absorbed."""
    case = make_mla_case(MLASpec((4,), (21,), heads=2), device)
    expected, _ = case.prefill(dense_impl())
    spec = case.spec
    to_key, to_value = case.kv_b_proj.split([spec.nope, spec.value], dim=1)
    nope, rope = case.projected_query.split([spec.nope, spec.rope], dim=2)
    absorbed = torch.cat((torch.einsum("qhd,hdr->qhr", nope, to_key), rope), dim=2)
    latent_output, _ = case.forward(dense_impl(), query=absorbed, latent=None, key_rope=None)
    output = torch.einsum("qhr,hvr->qhv", latent_output, to_value)
    torch.testing.assert_close(output, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: {"query": c.query}, r"query must have shape \[9, 4, 48\], not \[9, 4, 80\]"),
        (
            lambda c: {"kv_cache": None},
            "without a kv_cache there is no use for latent, key_rope and kv_b_proj",
        ),
        (lambda c: {"kv_b_proj": c.kv_b_proj[:, 1:]}, r"kv_b_proj must have shape \[4, 64, 64\]"),
        (
            lambda c: {"kv_b_proj": None},
            "max_seq_len 20 is more than max_query_len 5: some request has context",
        ),
        (lambda c: {"metadata": replace(c.metadata, causal=False)}, "non-causal decoder attention is not"),
    ],
)
def test_call_refuses(device: str, change: Callable[[MLACase], dict[str, Any]], message: str) -> None:
    case = make_mla_case(MLASpec((5, 1), (20, 9)), device)
    with pytest.raises(ValueError, match=message):
        case.prefill(dense_impl(), **change(case))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_cache_write(device: str, kv_scale: float | None, dtype: torch.dtype) -> None:
    """Every token to its slot, padding nowhere, nothing else touched."""
    from backends.mla.latent_cache.launch import write_latent_cache

    generator = torch.Generator().manual_seed(1)
    slots = torch.randperm(5 * 16, generator=generator)[:23]
    slots[[0, 7, 22]] = torch.tensor([-1, -16, -1])
    new = torch.randn(23, 80, generator=generator).to(dtype)
    cache_dtype = dtype if kv_scale is None else torch.float8_e4m3fn
    kv_cache = torch.full((5, 16, 80), torch.nan).to(cache_dtype)
    kept = slots >= 0
    expected = kv_cache.clone().flatten(0, 1)
    numbers = new if kv_scale is None else new.float() * (1.0 / kv_scale)
    expected[slots[kept]] = numbers[kept].to(cache_dtype)

    written = kv_cache.to(device)
    latent, key_rope = new.to(device).split([64, 16], dim=1)
    write_latent_cache(latent, key_rope, written, slots.to(device), kv_scale or 1.0)
    torch.testing.assert_close(
        written.cpu().flatten(0, 1).float(), expected.float(), rtol=0, atol=0, equal_nan=True
    )


def test_no_tokens_to_write(device: str) -> None:
    from backends.mla.latent_cache.launch import write_latent_cache

    kv_cache = torch.zeros(1, 16, 80, device=device)
    empty = torch.empty(0, 80, device=device)
    slots = torch.empty(0, dtype=torch.int64, device=device)
    write_latent_cache(empty[:, :64], empty[:, 64:], kv_cache, slots)
    assert not kv_cache.any()
