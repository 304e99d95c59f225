"""New keys that are read by tensor descriptors, on the tiles of a GPU that has them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import AttentionType, KVCacheDType
from tests.backends.cases import PADDING, Spec, make_case
from tests.backends.targets import TARGETS, pretend

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.backends.cases import Case

MIXED = Spec((0, 140, 1, 150), (0, 170, 90, 150), torch.bfloat16, kv_heads=1, group=4, head_size=128)
"""Prompts of a tile and a part of another, with a context and without, beside a decoding request and an empty one."""
BRIEF = replace(MIXED, query_lens=(140, 70, 150), seq_lens=(170, 70, 150), head_size=80)
ENCODER = replace(MIXED, seq_lens=MIXED.query_lens, attn_type=AttentionType.ENCODER_ONLY, causal=False)
SLOPES = [0.5, 0.25, 0.1, 0.05]
_SLOW = pytest.mark.many_steps


@pytest.fixture
def descriptors(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Have launches choose their tiles for a GPU with descriptors; yield the tiles of those that are launched."""
    from backends.triton_attn import launch, running

    pretend(TARGETS["9.0"], monkeypatch.setattr)
    made: list[tuple[int, int]] = []
    real = running.rebased

    def rebased(known: Any, tensor: torch.Tensor) -> Any:
        _, tile, head_padded = known.block_shape
        made.append((tile, head_padded))
        return real(known, tensor)

    monkeypatch.setattr(running, "rebased", rebased)
    monkeypatch.setattr(launch, "runs_warpgroup_kernels", lambda _device: False)
    return made


def check(case: Case, assert_close: Callable[..., None], **features: Any) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    output = case.run(TritonAttentionImpl, with_lse=True, **features)
    assert_close("TRITON_ATTN, described keys", output, case.expected(**features))
    torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-3)


AGREE = (
    pytest.param(MIXED, {"sinks": torch.tensor([1.0, -2.0, 0.0, 3.0])}, [(128, 128)], id="sinks"),
    pytest.param(
        replace(MIXED, dtype=torch.float16, group=3, block_size=48), {}, [(128, 128)], id="uneven groups"
    ),
    pytest.param(
        MIXED, {"sliding_window": 20, "alibi_slopes": SLOPES}, [(128, 128)], id="narrow window", marks=_SLOW
    ),
    pytest.param(MIXED, {"sliding_window": 145, "logits_soft_cap": 3.0}, [(128, 128)], id="wide window"),
    pytest.param(
        replace(MIXED, causal=False), {"sliding_window": 30}, [(128, 128)], id="not causal", marks=_SLOW
    ),
    pytest.param(replace(MIXED, head_size=64, causal=False), {}, [(64, 64)], id="head 64", marks=_SLOW),
    pytest.param(replace(MIXED, head_size=256, group=1), {}, [(64, 256)], id="head 256", marks=_SLOW),
    pytest.param(replace(MIXED, head_size=80), {}, [(64, 64), (64, 16)], id="head 80", marks=_SLOW),
    pytest.param(
        replace(MIXED, head_size=72), {"sliding_window": 145}, [(64, 64), (64, 16)], id="head 72", marks=_SLOW
    ),
    pytest.param(replace(MIXED, head_size=96), {}, [(64, 64), (64, 32)], id="head 96", marks=_SLOW),
    pytest.param(replace(MIXED, head_size=112), {}, [(128, 128)], id="padded head", marks=_SLOW),
    pytest.param(
        replace(MIXED, head_size=192, group=1), {}, [(64, 128), (64, 64)], id="head 192", marks=_SLOW
    ),
    pytest.param(ENCODER, {}, [(128, 128)], id="encoder", marks=_SLOW),
    pytest.param(ENCODER, {"sliding_window": 40}, [(128, 128)], id="encoder with a window"),
)


@pytest.mark.parametrize(("spec", "features", "tiles"), AGREE)
def test_agrees_with_the_oracle(
    device: str,
    assert_close: Callable[..., None],
    descriptors: list[tuple[int, int]],
    spec: Spec,
    features: dict[str, Any],
    tiles: list[tuple[int, int]],
) -> None:
    here = {
        name: value.to(device) if isinstance(value, torch.Tensor) else value
        for name, value in features.items()
    }
    check(make_case(spec, device), assert_close, **here)
    assert descriptors == [tile for tile in tiles for _ in ("keys", "values")]


@pytest.mark.parametrize(
    "features",
    [pytest.param({}, id="all keys"), pytest.param({"sliding_window": 70}, id="window", marks=_SLOW)],
)
def test_many_brief_prompts(
    device: str,
    assert_close: Callable[..., None],
    descriptors: list[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
    features: dict[str, Any],
) -> None:
    """One loop takes tiles that all queries see and others."""
    monkeypatch.setattr("backends.triton_attn.launch._BRIEF_ROWS", 0)
    check(make_case(BRIEF, device), assert_close, **features)
    assert descriptors == [(64, 64), (64, 64), (64, 16), (64, 16)]


def test_keys_within_a_wider_tensor(
    device: str, assert_close: Callable[..., None], descriptors: list[tuple[int, int]]
) -> None:
    """Projections of queries, keys and values at once leave keys apart from one another."""
    case = make_case(replace(MIXED, kv_heads=2, group=1), device)
    both = torch.stack([case.key, case.value], 2)
    check(replace(case, key=both[:, :, 0], value=both[:, :, 1]), assert_close)
    assert descriptors


def test_what_is_no_number_stays_in_its_request(device: str, descriptors: list[tuple[int, int]]) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(replace(MIXED, query_lens=(140, 130), seq_lens=(140, 130)), device)
    case.value[140:-PADDING] = math.nan
    output = case.run(TritonAttentionImpl)
    assert descriptors
    assert output[:140].isfinite().all()
    assert output[140:].isnan().all()


def _misaligned(case: Case) -> Case:
    wide = torch.nn.functional.pad(case.key, (0, 4))
    return replace(case, key=wide[..., : case.spec.head_size])


REFUSED = (
    pytest.param({"query_lens": (0, 40, 1, 30), "seq_lens": (0, 70, 90, 30)}, id="short prompts"),
    pytest.param({"dtype": torch.float32, "head_size": 64}, id="single precision", marks=_SLOW),
    pytest.param(
        {"cache_dtype": KVCacheDType.FP8_E4M3, "k_scale": 0.02, "v_scale": 0.02},
        id="rounded by the cache",
        marks=_SLOW,
    ),
    pytest.param({"causal": (True, False, True, True)}, id="requests that differ"),
    pytest.param({"prefix_ranges": (((0, 0),), ((3, 60),), ((0, 0),), ((5, 9),))}, id="ranges"),
    pytest.param({"position_bias": "shared"}, id="a position bias", marks=_SLOW),
)


@pytest.mark.parametrize("changes", REFUSED)
def test_other_batches_are_read_by_addresses(
    device: str,
    assert_close: Callable[..., None],
    descriptors: list[tuple[int, int]],
    changes: dict[str, Any],
) -> None:
    check(make_case(replace(MIXED, **changes), device), assert_close)
    assert descriptors == []


def test_keys_that_are_not_aligned_are_read_by_addresses(
    device: str, assert_close: Callable[..., None], descriptors: list[tuple[int, int]]
) -> None:
    check(_misaligned(make_case(MIXED, device)), assert_close)
    assert descriptors == []
