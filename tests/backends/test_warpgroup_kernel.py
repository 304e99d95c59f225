"""Latent decode by the kernel for Hopper's warpgroups, which no interpreter runs, against the oracle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from tests.backends.mla_cases import MLASpec, make_mla_case

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPSEEK = MLASpec(
    (1, 1, 1, 0, 3, 1, 1, 70),
    (1, 63, 64, 0, 65, 129, 640, 130),
    torch.bfloat16,
    heads=128,
    rank=512,
    rope=64,
    nope=128,
    value=128,
    block_size=64,
)
"""Requests that end before, at and after the end of a tile, among them one of no token and some of several."""


@pytest.fixture
def described(device: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The shapes of the caches that the kernel was prepared for."""
    if device != "cuda" or torch.cuda.get_device_capability() != (9, 0):
        pytest.skip("needs --device cuda, of compute capability 9.0")
    from backends.mla.decode import warpgroups

    shapes: list[tuple[int, ...]] = []
    real = warpgroups.described

    def record(kv_cache: torch.Tensor, *sizes: int) -> Any:
        shapes.append(tuple(kv_cache.shape))
        return real(kv_cache, *sizes)

    monkeypatch.setattr(warpgroups, "described", record)
    return shapes


@pytest.mark.parametrize("splits", [1, 2, 5])
@pytest.mark.parametrize(
    "spec",
    [
        DEEPSEEK,
        replace(DEEPSEEK, dtype=torch.float16, block_size=128),
        replace(DEEPSEEK, heads=17, block_size=192),
        replace(DEEPSEEK, heads=100),
    ],
    ids=["128 heads", "half precision", "17 heads", "100 heads"],
)
def test_agrees_with_the_oracle(
    described: list[tuple[int, ...]],
    assert_close: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    spec: MLASpec,
    splits: int,
) -> None:
    from backends.mla.decode import launch
    from backends.triton_mla.launch import TritonMLAImpl

    monkeypatch.setattr(launch, "choose_splits", lambda *_: splits)
    case = make_mla_case(spec, "cuda")
    output, lse = case.forward(TritonMLAImpl)
    expected, expected_lse = case.expected()
    assert described
    assert_close("TRITON_MLA by warpgroups", output, expected)
    torch.testing.assert_close(lse.double(), expected_lse, rtol=0, atol=1e-3)


def test_a_second_call_is_the_same(described: list[tuple[int, ...]]) -> None:
    from backends.triton_mla.launch import TritonMLAImpl

    case = make_mla_case(replace(DEEPSEEK, query_lens=(1,) * 200, seq_lens=(333,) * 200), "cuda")
    layer = case.layer(TritonMLAImpl)
    outputs = [torch.zeros_like(case.query[..., : case.spec.rank]) for _ in range(20)]
    for output in outputs:
        layer.forward(case.query, case.latent, case.key_rope, case.kv_cache, case.metadata, output)
    assert len(described) == 1
    assert all(torch.equal(output, outputs[0]) for output in outputs)
