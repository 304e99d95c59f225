"""Ranges of a prompt that see themselves in both directions, and causality that differs between requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from tests.backends.batches import IN_BRIEF
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

MIXED = Spec(query_lens=(0, 90, 1, 33), seq_lens=(0, 150, 141, 133), kv_heads=1, group=4)
# Inside one block of queries, over several and up to the last token; of a decoding token; in part behind the
# sequence; outside of the queries; overlapping; none.
RANGES = (
    ((0, 0), (0, 0), (0, 0)),
    ((62, 65), (70, 149), (60, 61)),
    ((100, 141), (0, 0), (3, 3)),
    ((5, 105), (100, 120), (125, 200)),
)


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    from backends.triton_attn.launch import TritonAttentionImpl

    def run(spec: Spec, **features: Any) -> None:
        case = make_case(spec, device)
        assert_close("TRITON_ATTN", case.run(TritonAttentionImpl, **features), case.expected(**features))

    return run


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_prefix_ranges(check: Callable[..., None], dtype: torch.dtype) -> None:
    check(replace(MIXED, prefix_ranges=RANGES, dtype=dtype))


@pytest.mark.parametrize("window", [1, 20, 100])
def test_ranges_reach_beyond_the_window(check: Callable[..., None], window: int) -> None:
    check(replace(MIXED, prefix_ranges=RANGES), sliding_window=window)


def test_a_decoding_token_sees_all_of_its_range(check: Callable[..., None]) -> None:
    spec = Spec((1, 1), (200, 300), prefix_ranges=(((20, 200),), ((0, 150),)))
    check(spec, sliding_window=30)


def test_ranges_with_everything_else(check: Callable[..., None], device: str) -> None:
    check(
        replace(MIXED, prefix_ranges=RANGES, causal=(True, True, False, True), dtype=torch.float16),
        logits_soft_cap=5.0,
        alibi_slopes=[2.0 ** -(head + 1) for head in range(4)],
        sinks=torch.linspace(-3, 6, 4, device=device),
    )


def test_requests_without_ranges(check: Callable[..., None]) -> None:
    check(replace(MIXED, prefix_ranges=((),) * 4))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("window", [None, 20])
def test_causality_of_each_request(
    check: Callable[..., None], window: int | None, dtype: torch.dtype
) -> None:
    check(replace(MIXED, causal=(True, False, True, True), dtype=dtype), sliding_window=window)
    check(replace(MIXED, causal=(False, True, False, False), dtype=dtype), sliding_window=window)
