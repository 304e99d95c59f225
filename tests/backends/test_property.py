"""Random layers over random batches: TRITON_ATTN against the oracle, on the interpreter and on GPUs."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backends.types import AttentionType, KVCacheDType
from tests.backends.cases import Spec, make_case
from tests.backends.errors import LIMITS, relative_error
from tests.backends.targets import TARGETS, pretend

_LONGEST_QUERY = 40
_LONGEST_CONTEXT = 110
_RANGES = 2
_SHARES = 10
"""Tests that the examples are dealt out to, each with layers of its own: compiling them is what takes long."""


@dataclass(frozen=True)
class Layer:
    """Parameters that a kernel is compiled for."""

    spec: Spec
    """The layer's sizes and types; its lengths are the batch's."""
    features: tuple[str, ...]
    """Names of its features."""
    window: int
    """Its sliding window, if it has one."""
    target: str
    """The GPU whose tiles the interpreter computes it on."""

    def arguments(self, device: str) -> dict[str, Any]:
        """The features as arguments of the layer."""
        heads = self.spec.kv_heads * self.spec.group
        every = {
            "sliding_window": self.window,
            "logits_soft_cap": 3.0,
            "alibi_slopes": [2.0 ** -(head % 8 + 1) for head in range(heads)],
            "sinks": torch.linspace(-2, 2, heads, device=device),
        }
        return {name: every[name] for name in self.features}


def _layer(seed: int) -> Layer:
    """One layer of a fixed sequence: kernels are compiled once for each, not for each example."""
    rng = random.Random(seed)  # noqa: S311  (a seed, not a secret)
    attn_type = rng.choice([AttentionType.DECODER] * 4 + list(AttentionType))
    features = ["logits_soft_cap", "sinks"]
    if attn_type != AttentionType.ENCODER_DECODER:
        features += ["sliding_window", "alibi_slopes"]
    decoder = attn_type == AttentionType.DECODER
    cached = decoder or attn_type == AttentionType.ENCODER_DECODER
    cache = rng.choice(list(KVCacheDType)) if cached else KVCacheDType.AUTO
    one_scale = cache.is_quantized and not cache.is_per_token_head
    spec = Spec(
        (),
        (),
        dtype=rng.choice([torch.float32, torch.float16, torch.bfloat16]),
        kv_heads=rng.choice([1, 2, 3]),
        group=rng.choice([1, 2, 4, 7, 16, 40]),
        head_size=rng.choice([8, 40, 64, 80, 128]),
        block_size=rng.choice([16, 48, 64]),
        attn_type=attn_type,
        causal=rng.choice([True, True, False, ()]) if decoder else False,
        prefix_ranges=rng.choice([None, None, ()]) if decoder else None,
        position_bias=rng.choice([None, None, "of each", "shared"]),
        cache_dtype=cache,
        k_scale=0.0173 if one_scale else 1.0,
        v_scale=0.31 if one_scale else 1.0,
    )
    drawn = tuple(name for name in features if rng.random() < 1 / 3)
    return Layer(spec, drawn, rng.choice([1, 33, 100]), rng.choice(["8.9", "9.0", "gfx942"]))


@st.composite
def _batches(draw: st.DrawFn, layer: Layer) -> Spec:
    """Lengths, and what a request has to itself."""
    query_lens = draw(
        st.lists(st.one_of(st.just(1), st.integers(0, _LONGEST_QUERY)), min_size=1, max_size=3).filter(any)
    )
    requests = len(query_lens)

    def each(values: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(values, min_size=requests, max_size=requests)))

    spec = layer.spec
    others = each(st.integers(0, _LONGEST_CONTEXT))
    seq_lens = query_lens
    if spec.attn_type == AttentionType.DECODER:
        seq_lens = [query + context for query, context in zip(query_lens, others, strict=True)]
    elif spec.attn_type == AttentionType.ENCODER_DECODER:
        seq_lens = others
    position = st.integers(0, _LONGEST_QUERY + _LONGEST_CONTEXT)
    one_range = st.tuples(position, position).map(lambda bounds: tuple(sorted(bounds)))
    ranges = st.lists(one_range, min_size=_RANGES, max_size=_RANGES).map(tuple)
    return replace(
        spec,
        query_lens=tuple(query_lens),
        seq_lens=tuple(seq_lens),
        causal=each(st.booleans()) if spec.causal == () else spec.causal,
        prefix_ranges=None if spec.prefix_ranges is None else each(ranges),
    )


@pytest.mark.slow
@pytest.mark.parametrize("share", range(_SHARES))
def test_any_layer_and_batch(device: str, monkeypatch: pytest.MonkeyPatch, share: int) -> None:
    from backends.triton_attn.launch import TritonAttentionImpl

    layers, examples = (32, 3000) if device == "cuda" else (300, 300)

    @settings(
        max_examples=examples // _SHARES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.data(), st.sampled_from(range(share, layers, _SHARES)), st.integers(0, 2**31))
    def agrees(data: st.DataObject, index: int, seed: int) -> None:
        layer = _layer(index)
        spec = data.draw(_batches(layer))
        features = layer.arguments(device)
        if device == "cpu":
            pretend(TARGETS[layer.target], monkeypatch.setattr)
        case = make_case(spec, device, seed)
        output = case.run(TritonAttentionImpl, with_lse=True, **features)
        expected = case.expected(**features)
        if expected.any():
            assert relative_error(output, expected) < LIMITS[str(spec.dtype).removeprefix("torch.")]
        else:
            assert not output.any()
        torch.testing.assert_close(case.lse().double(), case.expected_lse(**features), rtol=0, atol=1e-3)

    agrees()
