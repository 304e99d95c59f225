"""The tiles of GPUs on whatever runs the tests: the interpreter alone would see those of one architecture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.mla.decode.tiles import described_tiles
from backends.triton_attn.tiles import brief_tiles
from backends.types import AttentionType, KVCacheDType
from tests.backends.cases import Spec, make_case
from tests.backends.mla_cases import MLASpec, make_mla_case
from tests.backends.targets import TARGETS, pretend

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET_NAMES = ["9.0", pytest.param("8.9", marks=pytest.mark.many_steps)]
"""Without a GPU the other tests see the tiles of CDNA."""
MIXED = Spec((0, 90, 1, 33), (0, 290, 141, 33), torch.bfloat16, kv_heads=1, group=4, head_size=128)
CROSS = replace(MIXED, attn_type=AttentionType.ENCODER_DECODER, causal=False)
CODES = Spec(
    (1, 1, 2),
    (300, 13, 90),
    torch.bfloat16,
    1,
    4,
    128,
    cache_dtype=KVCacheDType.FP8_E4M3,
    k_scale=0.02,
    v_scale=0.02,
)
ENCODER = replace(MIXED, seq_lens=MIXED.query_lens, attn_type=AttentionType.ENCODER_ONLY, causal=False)
RANGES = (((0, 0),), ((40, 230),), ((3, 9),), ((0, 33),))
LATENT = MLASpec((2, 0, 1), (333, 0, 5), torch.bfloat16, heads=40, rank=512, rope=64, nope=128, value=128)


@pytest.fixture(params=TARGET_NAMES)
def target(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have launches choose their tiles for this GPU."""
    pretend(TARGETS[request.param], monkeypatch.setattr)
    return request.param


@pytest.mark.parametrize(
    ("spec", "features"),
    [
        (MIXED, {}),
        (replace(MIXED, block_size=48, head_size=80), {}),
        (replace(MIXED, group=40, query_lens=(0, 7, 1, 5), seq_lens=(0, 150, 141, 5)), {}),
        (MIXED, {"sliding_window": 100, "logits_soft_cap": 3.0}),
        (replace(MIXED, prefix_ranges=RANGES), {"sliding_window": 50}),
        (CROSS, {}),
        (ENCODER, {}),
        (CODES, {}),
        (
            replace(CODES, head_size=80, cache_dtype=KVCacheDType.INT8_PER_TOKEN_HEAD, k_scale=1, v_scale=1),
            {},
        ),
    ],
    ids=[
        "decoder",
        "padded heads",
        "wide group",
        "window",
        "ranges",
        "cross",
        "encoder",
        "codes",
        "own scales",
    ],
)
def test_triton_attn(
    device: str, assert_close: Callable[..., None], target: str, spec: Spec, features: dict[str, Any]
) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(spec, device)
    output = case.run(TritonAttentionImpl, with_lse=True, **features)
    assert_close(f"TRITON_ATTN, tiles of {target}", output, case.expected(**features))
    torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-3)


def test_many_brief_prompts(
    device: str, assert_close: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from backends.triton_attn import launch

    pretend(TARGETS["9.0"], monkeypatch.setattr)
    monkeypatch.setattr(launch, "_BRIEF_ROWS", 0)
    seen = []
    monkeypatch.setattr(launch, "brief_tiles", lambda *of: seen.append(brief_tiles(*of)) or seen[-1])
    case = make_case(
        Spec((40, 33, 1), (40, 90, 7), torch.bfloat16, kv_heads=1, group=4, head_size=80), device
    )
    assert_close("TRITON_ATTN", case.run(launch.TritonAttentionImpl), case.expected())
    assert seen[0] is not None


@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
@pytest.mark.parametrize("topk", [None, 200], ids=["all keys", "listed keys"])
@pytest.mark.parametrize("splits", [1, pytest.param(4, marks=pytest.mark.many_steps)])
def test_latent_decode(
    device: str,
    assert_close: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    splits: int,
    topk: int | None,
    kv_scale: float | None,
) -> None:
    """40 heads: a block of 64 that is not full, or a whole and a partly filled one of 32."""
    from backends.mla.decode import launch
    from backends.triton_mla.launch import TritonMLAImpl
    from backends.triton_sparse_mla.launch import TritonSparseMLAImpl

    monkeypatch.setattr(launch, "choose_splits", lambda *_: splits)
    case = make_mla_case(replace(LATENT, topk=topk, kv_scale=kv_scale), device)
    output, lse = case.forward(TritonMLAImpl if topk is None else TritonSparseMLAImpl)
    expected, expected_lse = case.expected()
    assert_close(f"latent decode, tiles of {target}", output, expected)
    torch.testing.assert_close(lse.double(), expected_lse, rtol=0, atol=1e-3)


@pytest.mark.parametrize(("heads", "kv_scale"), [(40, None), (16, 0.02)])
def test_latent_decode_by_descriptors(
    device: str,
    assert_close: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    heads: int,
    kv_scale: float | None,
) -> None:
    """Whole tiles of a block are copied; the rest of a request's keys is read by addresses."""
    from backends.mla.decode import launch
    from backends.triton_mla.launch import TritonMLAImpl

    pretend(TARGETS["9.0"], monkeypatch.setattr)
    monkeypatch.setattr(launch, "runs_warpgroup_kernels", lambda _device: False)
    chosen = []
    monkeypatch.setattr(
        launch,
        "described_tiles",
        lambda *of, **known: chosen.append(described_tiles(*of, **known)) or chosen[-1],
    )
    case = make_mla_case(replace(LATENT, heads=heads, kv_scale=kv_scale, block_size=128), device)
    output, lse = case.forward(TritonMLAImpl)
    expected, expected_lse = case.expected()
    assert len(chosen) == 1
    assert_close("latent decode by descriptors", output, expected)
    torch.testing.assert_close(lse.double(), expected_lse, rtol=0, atol=1e-3)
