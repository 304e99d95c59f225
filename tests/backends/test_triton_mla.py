"""Decoding over the latent cache, against the oracle; and what latent layers refuse."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from backends import platforms, registry
from backends.mla import reference
from backends.platforms import CpuPlatform, RocmPlatform
from backends.registry import AttentionBackendEnum, register_backend
from backends.triton_mla.backend import TritonMLABackend
from tests.backends.batches import IN_BRIEF
from tests.backends.mla_cases import MLACase, MLASpec, dense_impl, held_to_oracle, make_mla_case

MIXED = MLASpec(query_lens=(0, 3, 1, 0, 9, 1), seq_lens=(0, 83, 41, 0, 9, 1))


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    return held_to_oracle("TRITON_MLA", dense_impl(), device, assert_close)


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_mixed_batch(check: Callable[..., None], kv_scale: float | None, dtype: torch.dtype) -> None:
    """Decode, several new tokens with and without context, and empty requests, in one batch."""
    check(replace(MIXED, dtype=dtype, kv_scale=kv_scale))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_split_keys(
    check: Callable[..., None], monkeypatch: pytest.MonkeyPatch, kv_scale: float | None, dtype: torch.dtype
) -> None:
    """A long and a short request: splits of several tiles, of one, and without any key."""
    from backends.mla.decode import launch

    monkeypatch.setattr(launch, "choose_splits", lambda *_: 5)
    check(MLASpec((2, 1), (333, 5), dtype=dtype, kv_scale=kv_scale))


def test_padding_is_no_work_to_split(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from backends.mla.decode import launch

    programs = []
    monkeypatch.setattr(launch, "choose_splits", lambda *asked: programs.append(asked[0]) or 1)
    case = make_mla_case(MLASpec((1, 1), (5, 9)), device)
    case.forward(dense_impl())
    assert programs == [2]
    assert case.query.shape[0] > 2


@pytest.mark.parametrize("heads", [1, 16, 20, 33])
def test_heads(check: Callable[..., None], heads: int) -> None:
    """Blocks of heads that are whole, partly filled, and several to a token."""
    for dtype in (torch.float16, torch.float32):
        check(MLASpec((1, 2), (37, 18), heads=heads, dtype=dtype))


@pytest.mark.parametrize("block_size", [32, 48, 128])
def test_block_sizes(check: Callable[..., None], block_size: int) -> None:
    check(replace(MIXED, block_size=block_size, dtype=torch.float16))


@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_sizes_of_deepseek(device: str, assert_close: Callable[..., None], kv_scale: float | None) -> None:
    """512 latent and 64 rotary elements, as declared."""
    spec = MLASpec(
        (1, 2), (70, 19), torch.bfloat16, heads=16, rank=512, rope=64, nope=128, value=128, kv_scale=kv_scale
    )
    case = make_mla_case(spec, device)
    output, _ = case.forward(TritonMLABackend.get_impl_cls())
    assert_close("TRITON_MLA", output, case.expected()[0])


def test_all_tiles_of_a_large_device(check: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 32 heads, which the least of the devices has no registers for."""
    from backends.mla.decode import launch

    monkeypatch.setattr(launch, "shared_memory_per_program", lambda device: 227 * 1024)
    monkeypatch.setattr(launch, "has_wavefronts", lambda device: False)
    check(MLASpec((1, 2), (70, 18), heads=40, dtype=torch.float16))


def test_cached_tokens_are_not_handed_over_again(device: str, assert_close: Callable[..., None]) -> None:
    case = make_mla_case(MIXED, device)
    first, _ = case.forward(dense_impl())
    again, _ = case.forward(dense_impl(), latent=None, key_rope=None)
    torch.testing.assert_close(again, first, rtol=0, atol=0)


def test_without_lse(device: str, assert_close: Callable[..., None]) -> None:
    for seq_len in (40, 333):
        case = make_mla_case(MLASpec((1,), (seq_len,)), device)
        output = torch.full_like(case.query[..., : case.spec.rank], torch.nan)
        case.layer(dense_impl()).forward(
            case.query, case.latent, case.key_rope, case.kv_cache, case.metadata, output
        )
        assert_close("TRITON_MLA", output[:1], case.expected()[0])


def test_a_shape_is_decided_once(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from backends.mla.decode import launch

    chosen = []
    real = launch.choose_decode_tiles
    monkeypatch.setattr(launch, "choose_decode_tiles", lambda *of, **at: chosen.append(of) or real(*of, **at))
    case = make_mla_case(MLASpec((1,), (40,)), device)
    layer = case.layer(dense_impl())
    output = torch.empty_like(case.query[..., : case.spec.rank])
    for metadata in (case.metadata, replace(case.metadata), replace(case.metadata, max_seq_len=48)):
        layer.forward(case.query, case.latent, case.key_rope, case.kv_cache, metadata, output)
    assert len(chosen) == 1


def test_nothing_but_padding(device: str) -> None:
    case = make_mla_case(MLASpec((0, 0), (0, 0)), device)
    output, lse = case.forward(dense_impl())
    assert output.numel() == lse.numel() == 0


def test_absorbing_the_projections_changes_nothing() -> None:
    """The two forms of the oracle are one layer."""
    case = make_mla_case(replace(MIXED, query_lens=(4,), seq_lens=(21,)), "cpu")
    spec, latents = case.spec, case.latents[0]
    to_key, to_value = case.kv_b_proj.double().split([spec.nope, spec.value], dim=1)
    query = case.projected_query[:4].double()
    absorbed = torch.einsum("qhd,hdr->qhr", query[..., : spec.nope], to_key)
    absorbed = torch.cat((absorbed, query[..., spec.nope :]), dim=2)
    mask = reference.causal_mask(4, 21)
    latent_output, lse = reference.attend_latents(absorbed, latents, spec.rank, spec.scale, mask)
    key, value = reference.project(latents, case.kv_b_proj, spec.nope)
    output, projected_lse = reference.attend(query, key, value, spec.scale, mask)
    torch.testing.assert_close(torch.einsum("qhr,hvr->qhv", latent_output, to_value), output)
    torch.testing.assert_close(lse, projected_lse)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_heads": 0}, "num_heads must be positive, not 0"),
        ({"scale": -1.0}, "scale must be positive"),
        ({"scale": math.nan}, "scale must be finite"),
        ({"kv_lora_rank": 500}, "kv_lora_rank must be a power of two from 16, not 500"),
        ({"v_head_dim": 8}, "v_head_dim must be a power of two from 16, not 8"),
        ({"kv_cache_dtype": "int3"}, "'int3' is not a valid KVCacheDType"),
        (
            {"kv_lora_rank": 256, "kv_cache_dtype": "fp8_e5m2"},
            r"KV-cache dtype fp8_e5m2 .*; head size 320 .* \(supported: 576\); supported by no known backend on",
        ),
    ],
)
def test_constructor_refuses(device: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TritonMLABackend.get_impl_cls()(**{"num_heads": 16, "scale": 0.1} | changes)


def test_refusal_names_registered_backends_and_tolerates_broken_ones(
    device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    register_backend("MINE", AttentionBackendEnum.TRITON_MLA.path)
    register_backend("BROKEN", "no.such.module.Backend")

    class Nothing(TritonMLABackend):
        supported_head_sizes = ()

    class Impl(TritonMLABackend.get_impl_cls()):
        backend = Nothing

    with pytest.raises(ValueError, match=r"head size 576 .*; supported by TRITON_MLA, MINE on an"):
        Impl(16, 0.1)


def test_refusal_names_the_backends_that_can(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class OnlyHalf(TritonMLABackend):
        supported_dtypes = TritonMLABackend.supported_dtypes[:1]
        supported_head_sizes = (576,)

    class Impl(TritonMLABackend.get_impl_cls()):
        backend = OnlyHalf

    spec = MLASpec((1,), (3,), torch.bfloat16, heads=1, rank=512, rope=64)
    with pytest.raises(ValueError, match=r"dtype bfloat16 .*; supported by TRITON_MLA on"):
        make_mla_case(spec, device).forward(Impl)
    monkeypatch.setattr(platforms, "current_platform", CpuPlatform())
    with pytest.raises(ValueError, match="CPU is not supported"):
        Impl(16, 0.1)
    monkeypatch.setattr(platforms, "current_platform", RocmPlatform("gfx942"))
    Impl(16, 0.1)


@pytest.fixture
def case(device: str) -> MLACase:
    return make_mla_case(MLASpec((5, 1), (20, 9)), device)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: {"query": c.query[:, :3]}, r"query must have shape \[9, 4, 80\], not \[9, 3, 80\]"),
        (lambda c: {"output": c.query}, r"output must have shape \[9, 4, 64\]"),
        (lambda c: {"kv_cache": c.kv_cache[..., :64]}, r"kv_cache must have shape \[any, any, 80\]"),
        (lambda c: {"kv_cache": c.kv_cache.half()}, "kv_cache must be torch.float32, not torch.float16"),
        (lambda c: {"kv_scale": 0.0}, "kv_scale 0.0 must be positive"),
        (lambda c: {"kv_scale": math.nan}, "kv_scale nan must be positive, and finite"),
        (lambda c: {"kv_scale": 2.0}, "kv_scale 2.0 must be 1: a cache of auto has no scale"),
        (lambda c: {"latent": None}, "latent and key_rope come together"),
        (lambda c: {"key_rope": c.key_rope[:2]}, r"key_rope must have shape \[9, 16\], not \[2, 16\]"),
        (lambda c: {"metadata": replace(c.metadata, slot_mapping=None)}, "new tokens need a slot_mapping"),
        (lambda c: {"metadata": replace(c.metadata, block_table=None)}, "needs a block_table"),
        (
            lambda c: {"metadata": replace(c.metadata, max_seq_len=99)},
            "max_seq_len 99 is more than the 64 keys",
        ),
        (lambda c: {"metadata": replace(c.metadata, max_query_len=10)}, "max_query_len 10 is more than"),
        (lambda c: {"metadata": replace(c.metadata, causal=False)}, "non-causal decoder attention is not"),
        (lambda c: {"indices": torch.zeros(9, 4).int()}, "TRITON_MLA attends to all keys and has no use"),
        (lambda c: {"output_lse": c.query[..., 0].double()}, "output_lse must be torch.float32"),
    ],
)
def test_call_refuses(case: MLACase, change: Callable[[MLACase], dict[str, Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        case.forward(dense_impl(), **change(case))


def test_block_size_is_refused(device: str) -> None:
    with pytest.raises(ValueError, match=r"block size 24 is not supported \(supported: %16\)"):
        make_mla_case(MLASpec((1,), (9,), block_size=24), device).forward(dense_impl())
