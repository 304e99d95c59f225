"""Prefill by the kernel for Hopper's warpgroups, which no interpreter runs, against the oracle."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import AttentionType
from tests.backends.cases import PADDING, Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.backends.cases import Case

LENGTHS = (300, 1, 377, 513, 0, 384)
"""Prompts that end before, at and after the end of a tile, among them one of a token and an empty one."""
PROMPTS = Spec(LENGTHS, LENGTHS, torch.bfloat16, kv_heads=2, group=4, head_size=128)
CONTEXT = replace(PROMPTS, query_lens=(300, 200, 129, 512), seq_lens=(333, 500, 129, 512))
"""Contexts beside the longest prompt, which has none: only then does the kernel see any."""
ENCODER = replace(PROMPTS, attn_type=AttentionType.ENCODER_ONLY, causal=False)
SINKS = torch.tensor([1.0, -2.0, 0.0, 3.0, 5.0, -9.0, 0.5, 0.0])


@pytest.fixture
def launched(device: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the heads that the kernel is launched for, however few the keys are."""
    if device != "cuda" or torch.cuda.get_device_capability() != (9, 0):
        pytest.skip("needs --device cuda, of compute capability 9.0")
    from backends.triton_attn import launch

    sizes: list[int] = []
    real = launch.run_by_warpgroups

    def record(layer: Any, *arguments: Any) -> None:
        sizes.append(layer.head_size)
        real(layer, *arguments)

    monkeypatch.setattr(launch, "run_by_warpgroups", record)
    return sizes


def check(case: Case, assert_close: Callable[..., None], **features: Any) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    output = case.run(TritonAttentionImpl, with_lse=True, **features)
    assert_close("TRITON_ATTN, by warpgroups", output, case.expected(**features))
    torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-3)


@pytest.mark.parametrize("head_size", [128, 256])
@pytest.mark.parametrize(
    ("spec", "features"),
    [
        (PROMPTS, {}),
        (replace(PROMPTS, query_lens=(200,), seq_lens=(200,), kv_heads=1, group=1), {}),
        (PROMPTS, {"sinks": SINKS}),
        (replace(PROMPTS, dtype=torch.float16, kv_heads=1, group=3), {}),
        (replace(CONTEXT, block_size=48, group=6), {}),
        (replace(CONTEXT, causal=False), {}),
        (replace(ENCODER, kv_heads=3, group=1), {}),
        (replace(PROMPTS, kv_heads=1, group=71), {}),
        (replace(PROMPTS, kv_heads=1, group=140), {}),
    ],
    ids=[
        "prompts",
        "one head",
        "sinks",
        "uneven groups",
        "contexts",
        "not causal",
        "encoder",
        "wide group",
        "group in parts",
    ],
)
def test_agrees_with_the_oracle(
    launched: list[int],
    assert_close: Callable[..., None],
    spec: Spec,
    features: dict[str, Any],
    head_size: int,
) -> None:
    here = {name: value.to("cuda") for name, value in features.items()}
    check(make_case(replace(spec, head_size=head_size), "cuda"), assert_close, **here)
    assert launched == [head_size]


def test_keys_within_a_wider_tensor(launched: list[int], assert_close: Callable[..., None]) -> None:
    """Projections of queries, keys and values at once leave keys apart from one another."""
    case = make_case(PROMPTS, "cuda")
    both = torch.stack([case.key, case.value], 2)
    check(replace(case, key=both[:, :, 0], value=both[:, :, 1]), assert_close)
    assert launched


def test_what_is_no_number_stays_in_its_request(launched: list[int]) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(replace(PROMPTS, query_lens=(140, 130), seq_lens=(140, 130)), "cuda")
    case.value[140:-PADDING] = math.nan
    output = case.run(TritonAttentionImpl)
    assert launched
    assert output[:140].isfinite().all()
    assert output[140:].isnan().all()


def test_a_second_call_is_the_same(launched: list[int]) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    case = make_case(replace(PROMPTS, query_lens=(1000,) * 9, seq_lens=(1000,) * 9), "cuda")
    again = case.launch(TritonAttentionImpl)
    outputs = []
    for _ in range(20):
        again()
        outputs.append(case.output[:-PADDING].clone())
    assert len(launched) == len(outputs)
    assert all(torch.equal(output, outputs[0]) for output in outputs)


@pytest.mark.parametrize(
    ("spec", "features"),
    [
        (PROMPTS, {"sliding_window": 100}),
        (PROMPTS, {"logits_soft_cap": 3.0}),
        (PROMPTS, {"alibi_slopes": [0.5] * 8}),
        (replace(PROMPTS, query_lens=(300, 1), seq_lens=(300, 700)), {}),
        (replace(PROMPTS, dtype=torch.float32), {}),
    ],
    ids=["window", "soft cap", "ALiBi", "contexts", "single precision"],
)
def test_other_batches_are_taken_by_the_unified_kernel(
    launched: list[int], assert_close: Callable[..., None], spec: Spec, features: dict[str, Any]
) -> None:
    check(make_case(spec, "cuda"), assert_close, **features)
    assert launched == []
