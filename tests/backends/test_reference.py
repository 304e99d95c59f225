"""The oracle, against torch's own attention and against small sums done by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from backends.reference import (
    ALIBI_TERMS,
    LogitRules,
    attend,
    gather_paged,
    log_sum_exp,
    packed_attention,
    paged_attention,
)
from backends.types import AlibiForm, AttentionType
from tests.backends.cases import PADDING, Spec, make_case

CAUSAL = LogitRules(scale=0.125, causal=True)
FULL = LogitRules(scale=0.125, causal=False)


def qkv(query_len: int, seq_len: int, heads: int = 4, kv_heads: int = 2) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(0)
    shapes = ((query_len, heads, 64), (seq_len, kv_heads, 64), (seq_len, kv_heads, 64))
    return tuple(torch.randn(*shape, generator=generator) for shape in shapes)


@pytest.mark.parametrize("rules", [CAUSAL, FULL], ids=["causal", "full"])
def test_agrees_with_torch(rules: LogitRules) -> None:
    query, key, value = qkv(21, 21)
    theirs = scaled_dot_product_attention(
        *(t.double().transpose(0, 1) for t in (query, key, value)),
        is_causal=rules.causal,
        scale=rules.scale,
        enable_gqa=True,
    )
    torch.testing.assert_close(attend(query, key, value, rules), theirs.transpose(0, 1))


def test_queries_are_the_last_tokens() -> None:
    query, key, value = qkv(21, 21)
    whole = attend(query, key, value, CAUSAL)
    torch.testing.assert_close(attend(query[15:], key, value, CAUSAL), whole[15:])


def test_a_window_of_one_is_the_value_itself() -> None:
    query, key, value = qkv(9, 9, heads=2)
    out = attend(query, key, value, replace(FULL, sliding_window=1))
    torch.testing.assert_close(out, value.double())


def test_a_window_limits_both_directions() -> None:
    query, key, value = qkv(9, 9)
    windowed = attend(query, key, value, replace(FULL, sliding_window=3))
    torch.testing.assert_close(windowed[4:5], attend(query[4:5], key[2:7], value[2:7], FULL))


def test_a_sink_takes_its_share_of_the_weight() -> None:
    key = torch.zeros(3, 1, 64)
    out = attend(torch.zeros(1, 1, 64), key, key + 1, replace(FULL, sinks=torch.tensor([math.log(2.0)])))
    torch.testing.assert_close(out, torch.full_like(out, 3 / (3 + 2)))


def test_alibi_and_soft_cap_by_hand() -> None:
    query, key = torch.zeros(1, 1, 64), torch.zeros(2, 1, 64)
    query[0, 0, 0], key[0, 0, 0] = 4.0, 2.0
    value = torch.tensor([1.0, 0.0])[:, None, None].expand(2, 1, 64)
    out = attend(query, key, value, LogitRules(1.0, causal=True, logits_soft_cap=5.0, alibi_slopes=[0.25]))
    logit = 5.0 * math.tanh(8.0 / 5.0) - 0.25
    expected = math.exp(logit) / (math.exp(logit) + 1)
    assert out[0, 0, 0].item() == pytest.approx(expected, rel=1e-6)


def test_log_sum_exp_by_hand() -> None:
    zeros = torch.zeros(1, 1, 64), torch.zeros(3, 1, 64)
    sinks = torch.tensor([math.log(2.0)])
    assert log_sum_exp(*zeros, FULL).item() == pytest.approx(math.log(3))
    assert log_sum_exp(*zeros, replace(FULL, sinks=sinks)).item() == pytest.approx(math.log(5))
    assert log_sum_exp(zeros[0], zeros[1][:0], FULL).item() == -math.inf


def test_a_prefix_range_of_everything_is_full_attention() -> None:
    query, key, value = qkv(9, 9)
    ranged = replace(CAUSAL, prefix_ranges=torch.tensor([[0, 9]]), sliding_window=2)
    torch.testing.assert_close(attend(query, key, value, ranged), attend(query, key, value, FULL))


@pytest.mark.parametrize(
    ("form", "terms"),
    [("distance", [-2, -1, 0, -1]), ("signed", [-2, -1, 0, 1]), ("root", [-(2**0.5), -1, 0, -1])],
)
def test_forms_of_alibi_by_hand(form: str, terms: list[float]) -> None:
    ahead = torch.tensor([-2.0, -1.0, 0.0, 1.0])
    torch.testing.assert_close(ALIBI_TERMS[AlibiForm(form)](ahead), torch.tensor(terms).float())
    query, key, value = torch.zeros(2, 1, 1), torch.zeros(4, 1, 1), torch.eye(4)[:, None, :]
    rules = LogitRules(1.0, causal=False, alibi_slopes=[0.5], alibi_form=AlibiForm(form))
    weights = attend(query, key, value, rules)[0, 0]
    torch.testing.assert_close(weights, (torch.tensor(terms).double() / 2).softmax(0))


def test_a_position_bias_of_distances_is_alibi() -> None:
    query, key, value = qkv(5, 9)
    slopes = [0.5, 0.25, 0.125, 1.0]
    distance = (torch.arange(4, 9)[:, None] - torch.arange(9)).abs()
    bias = torch.full((4, 7, 12), math.nan)
    bias[:, :5, :9] = -torch.tensor(slopes)[:, None, None] * distance
    biased = attend(query, key, value, replace(CAUSAL, position_bias=bias))
    torch.testing.assert_close(biased, attend(query, key, value, replace(CAUSAL, alibi_slopes=slopes)))


def test_a_triangular_bias_is_causality() -> None:
    query, key, value = qkv(5, 9)
    bias = torch.full((6, 6), -math.inf).triu(1)
    biased = attend(query, key, value, replace(CAUSAL, query_bias=bias))
    torch.testing.assert_close(biased, attend(query, key, value, CAUSAL))


def test_no_key_gives_zeros() -> None:
    query, key, value = qkv(2, 0)
    assert not attend(query, key, value, FULL).any()


def test_paged_is_contiguous_in_another_order() -> None:
    case = make_case(Spec(query_lens=(5, 1), seq_lens=(40, 33), hand_over_keys=False), "cpu")
    rules = replace(CAUSAL, scale=64**-0.5)
    out = paged_attention(case.query, case.kv_cache, case.metadata, rules)
    torch.testing.assert_close(out[:-PADDING], case.expected())
    assert out[-PADDING:].isnan().all()


def test_packed() -> None:
    spec = Spec(query_lens=(5, 0, 9), seq_lens=(5, 0, 9), attn_type=AttentionType.ENCODER_ONLY)
    case = make_case(spec, "cpu")
    out = packed_attention(case.query, case.key, case.value, case.metadata, replace(FULL, scale=64**-0.5))
    torch.testing.assert_close(out[:-PADDING], case.expected())


def test_a_block_outside_the_cache_is_an_error() -> None:
    kv_cache = torch.zeros(2, 3, 16, 1, 64)
    for table in ([0, 3], [-1, 0]):
        with pytest.raises(IndexError, match="reaches outside the 3 blocks"):
            gather_paged(kv_cache, torch.tensor(table), 17)
    assert gather_paged(kv_cache, torch.tensor([2, 99]), 16)[0].shape == (16, 1, 64)


def test_paged_needs_a_block_table() -> None:
    case = make_case(Spec((1,), (1,)), "cpu")
    with pytest.raises(ValueError, match="needs a block_table"):
        paged_attention(case.query, case.kv_cache, replace(case.metadata, block_table=None), CAUSAL)
