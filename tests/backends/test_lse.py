"""The log-sum-exp that is returned beside the output, against the oracle."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from backends.types import AttentionType
from tests.backends.cases import Spec, make_case
from tests.backends.poison import poisoned

if TYPE_CHECKING:
    from collections.abc import Callable

MIXED = Spec(query_lens=(0, 70, 1, 33), seq_lens=(0, 130, 141, 33), kv_heads=1, group=4)
DECODE = Spec(query_lens=(1, 1, 0, 1), seq_lens=(1, 300, 40, 65), kv_heads=1, group=4)


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    from backends.triton_attn.launch import TritonAttentionImpl

    def run(spec: Spec, **features: Any) -> torch.Tensor:
        case = make_case(spec, device)
        output = case.run(TritonAttentionImpl, with_lse=True, **features)
        assert_close("TRITON_ATTN", output, case.expected(**features))
        lse, expected = case.lse(), case.expected_lse(**features)
        finite = expected.isfinite()
        assert torch.equal(lse[~finite].double(), expected[~finite])
        # Logits are dot products of rounded numbers, summed in float32: their error is absolute.
        assert (lse[finite] - expected[finite]).abs().max() < 1e-4
        return lse

    return run


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
@pytest.mark.parametrize("spec", [MIXED, DECODE], ids=["mixed", "decode"])
def test_lse(check: Callable[..., torch.Tensor], spec: Spec, dtype: torch.dtype) -> None:
    check(replace(spec, dtype=dtype))


@pytest.mark.parametrize("spec", [MIXED, DECODE], ids=["mixed", "decode"])
def test_lse_of_capped_and_biased_logits(check: Callable[..., torch.Tensor], spec: Spec) -> None:
    check(
        spec,
        logits_soft_cap=5.0,
        alibi_slopes=[2.0 ** -(head + 1) for head in range(4)],
        sliding_window=50,
    )


@pytest.mark.parametrize("spec", [MIXED, DECODE], ids=["mixed", "decode"])
def test_sinks_are_included(check: Callable[..., torch.Tensor], device: str, spec: Spec) -> None:
    check(spec, sinks=torch.linspace(-3, 6, 4, device=device))


@pytest.mark.parametrize("query_len", [1, 3, 40])
def test_without_any_key(check: Callable[..., torch.Tensor], device: str, query_len: int) -> None:
    """``-inf`` for an empty sum, and the sink's logit where it is all there is."""
    spec = Spec((query_len, 1), (0, 300), group=1, attn_type=AttentionType.ENCODER_DECODER)
    assert (check(spec)[:query_len] == -math.inf).all()
    sinks = torch.tensor([0.5, -1.0], device=device)
    torch.testing.assert_close(check(spec, sinks=sinks)[:query_len], sinks.expand(query_len, 2))


def test_packed_keys(check: Callable[..., torch.Tensor]) -> None:
    check(Spec((40, 0, 1, 9), (40, 0, 1, 9), attn_type=AttentionType.ENCODER_ONLY))


def test_parts_merge_to_the_whole(device: str) -> None:
    """Merge two halves of the keys by the weights of their sums, as context parallelism does."""
    from backends.triton_attn.launch import TritonAttentionImpl

    whole = make_case(Spec((1,), (64,), group=1, attn_type=AttentionType.ENCODER_DECODER), device)
    expected = whole.run(TritonAttentionImpl, with_lse=True)
    outputs, weights = [], []
    for half in (slice(0, 2), slice(2, 4)):
        part = replace(
            whole,
            key=None,
            value=None,
            metadata=replace(
                whole.metadata,
                block_table=whole.metadata.block_table[:, half],
                seq_lens=whole.metadata.seq_lens // 2,
                max_seq_len=32,
            ),
            output=poisoned(whole.output.shape, whole.output.dtype, device),
            output_lse=poisoned(whole.output_lse.shape, torch.float32, device),
        )
        outputs.append(part.run(TritonAttentionImpl, with_lse=True))
        weights.append((part.lse() - whole.lse()).exp()[:, :, None])
    torch.testing.assert_close(sum(o * w for o, w in zip(outputs, weights, strict=True)), expected)
