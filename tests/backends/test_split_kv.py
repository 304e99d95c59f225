"""Split decoding: parts that merge to the oracle's answer, whatever their number, and the choice of that number."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import AttentionType, KVCacheDType
from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Case, Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

DTYPES = (torch.float32, torch.float16, torch.bfloat16)
BIASES = list(zip(("of each", "shared", "shared"), DTYPES, strict=True))
LENGTHS = (1, 64, 65, 0, 300, 190)
DECODE = Spec(query_lens=(1, 1, 1, 0, 1, 1), seq_lens=LENGTHS, kv_heads=1, group=4)
DRAFTS = Spec(query_lens=(3, 1, 2, 0, 3, 3), seq_lens=(3, 64, 65, 0, 300, 190), kv_heads=1, group=4)


@pytest.fixture
def splits(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Have every launch that can be split be split into this many parts."""
    from backends.triton_attn import launch

    def set_to(number: int) -> None:
        monkeypatch.setattr(launch, "choose_splits", lambda *_: number)

    return set_to


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    from backends.triton_attn.launch import TritonAttentionImpl

    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        output = case.run(TritonAttentionImpl, with_lse=True, **features)
        assert_close("TRITON_ATTN", output, case.expected(**features))
        torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-4)

    return run


@pytest.mark.parametrize("number", [2, 3, 7, pytest.param(64, marks=pytest.mark.many_steps)])
@pytest.mark.parametrize("spec", [DECODE, DRAFTS], ids=["one token", "drafts"])
def test_any_number_of_parts(
    check: Callable[..., None], splits: Callable[[int], None], spec: Spec, number: int
) -> None:
    """More parts than tiles leave some without keys; drafts are causal among themselves."""
    splits(number)
    check(spec)


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("group", [1, 7, 16])
def test_groups(
    check: Callable[..., None], splits: Callable[[int], None], group: int, dtype: torch.dtype
) -> None:
    splits(3)
    check(replace(DECODE, group=group, dtype=dtype, head_size=80))


@pytest.mark.parametrize(
    "features",
    [
        {"sliding_window": 1},
        {"sliding_window": 130},
        {"logits_soft_cap": 4.0},
        {"alibi_slopes": [2.0 ** -(head + 1) for head in range(4)]},
        {"sinks": [float(head) for head in range(-2, 2)]},
    ],
    ids=str,
)
def test_features(
    check: Callable[..., None], splits: Callable[[int], None], device: str, features: dict[str, Any]
) -> None:
    splits(4)
    if "sinks" in features:
        features = {"sinks": torch.tensor(features["sinks"], device=device)}
    check(replace(DRAFTS, dtype=torch.float16), **features)


def test_causality_of_each_request(check: Callable[..., None], splits: Callable[[int], None]) -> None:
    splits(3)
    check(replace(DRAFTS, causal=(True, False, True, False, False, True)))


@pytest.mark.parametrize(("position_bias", "dtype"), BIASES, ids=str)
def test_position_bias(
    check: Callable[..., None], splits: Callable[[int], None], position_bias: str, dtype: torch.dtype
) -> None:
    splits(3)
    spec = Spec(query_lens=(3, 0, 1), seq_lens=(3, 300, 65), group=3, head_size=80, dtype=dtype)
    check(replace(spec, position_bias=position_bias))


@pytest.mark.parametrize("cache", [KVCacheDType.AUTO, KVCacheDType.FP8_PER_TOKEN_HEAD], ids=lambda c: c.value)
def test_long_requests_among_prompts(
    check: Callable[..., None], splits: Callable[[int], None], device: str, cache: KVCacheDType
) -> None:
    """Each kernel leaves alone what the other takes; one request has as many tokens as a block of the split kernel."""
    splits(3)
    spec = Spec(
        (1, 40, 0, 4, 5), (300, 90, 0, 130, 5), torch.bfloat16, kv_heads=1, group=4, cache_dtype=cache
    )
    check(spec, sinks=torch.linspace(-2, 2, 4, device=device))


def test_cross_attention(check: Callable[..., None], splits: Callable[[int], None]) -> None:
    splits(3)
    check(Spec((2, 1, 2), (0, 150, 31), attn_type=AttentionType.ENCODER_DECODER))


def _outputs(case: Case, impl: type) -> torch.Tensor:
    return case.run(impl).clone()


def test_equal_inputs_give_equal_bits(device: str, splits: Callable[[int], None]) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    splits(5)
    first, second = (_outputs(make_case(DECODE, device), TritonAttentionImpl) for _ in range(2))
    assert torch.equal(first, second)


def test_scratch_without_keys_is_not_read(
    device: str, splits: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uninitialised memory may be anything, NaN included."""
    from backends.triton_attn.launch import TritonAttentionImpl

    empty = torch.empty
    monkeypatch.setattr(torch, "empty", lambda *shape, **kwargs: empty(*shape, **kwargs).fill_(math.nan))
    splits(7)
    assert make_case(DECODE, device).run(TritonAttentionImpl).isfinite().all()


@pytest.mark.parametrize(
    ("spec", "kernels"),
    [
        (DECODE, ["run_split"]),
        (DRAFTS, ["run_split"]),
        (replace(DECODE, seq_lens=(1, 16, 17, 0, 5, 6)), ["run_unified"]),
        (replace(DECODE, query_lens=(1, 1, 1, 0, 40, 1)), ["run_unified", "run_split"]),
        (replace(DECODE, query_lens=(1, 40, 40, 0, 40, 40)), ["run_unified"]),
        (Spec((1,) * 120, (100,) * 120, head_size=16, dtype=torch.float16), ["run_unified"]),
        (
            Spec((1,) * 120 + (200,), (100,) * 120 + (210,), head_size=16, dtype=torch.float16),
            ["run_unified", "run_unified"],
        ),
    ],
    ids=["decode", "drafts", "short", "mixed", "prompts", "many", "many and a prompt"],
)
def test_which_kernels_run(
    device: str, monkeypatch: pytest.MonkeyPatch, spec: Spec, kernels: list[str]
) -> None:
    from backends.triton_attn import launch
    from backends.triton_attn.launch import TritonAttentionImpl

    launched = []
    for name in ("run_split", "run_unified"):
        monkeypatch.setattr(launch, name, lambda *_, name=name: launched.append(name))
    make_case(spec, device).run(TritonAttentionImpl)
    assert launched == kernels
