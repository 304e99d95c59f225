"""Two capabilities at a time: what is right alone may be wrong together."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import torch

from backends.types import AttentionType, KVCacheDType
from tests.conformance.asking import requirement
from tests.conformance.standard import Trial, base, scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backends.base import AttentionBackend
    from backends.requirements import AttentionRequirements
    from tests.backends.cases import Spec


@dataclass(frozen=True)
class Part:
    """One of two capabilities."""

    capability: str
    """Its key."""
    value: Any
    """The canonical value."""
    change: Callable[[Spec], Spec]
    """What it makes of a batch."""
    features: Callable[[Spec], dict[str, Any]]
    """What a layer is made with for it."""
    needs: frozenset[str]
    """What of a layer it is about: two parts that are about the same do not go together."""


def _encoder(spec: Spec) -> Spec:
    return replace(spec, attn_type=AttentionType.ENCODER_ONLY, query_lens=(5, 1, 17), seq_lens=(5, 1, 17))


def _tree(spec: Spec) -> Spec:
    hidden = torch.ones(17, 17).triu(1).bool()
    return replace(spec, query_bias=torch.zeros(17, 17).masked_fill(hidden, -math.inf))


def _part(
    capability: str,
    value: Any = True,
    change: Callable[[Spec], Spec] = lambda spec: spec,
    features: Callable[[Spec], dict[str, Any]] = lambda _: {},
    needs: str = "",
) -> Part:
    return Part(capability, value, change, features, frozenset([capability, *needs.split()]))


PARTS = (
    _part("sink", features=lambda spec: {"sinks": torch.linspace(-2, 5, spec.kv_heads * spec.group)}),
    _part("sliding_window", features=lambda _: {"sliding_window": 9}, needs="distance"),
    _part("logits_soft_cap", features=lambda _: {"logits_soft_cap": 2.0}),
    _part(
        "alibi",
        features=lambda spec: {"alibi_slopes": [0.5, 0.25, 0.125, 0.0625][: spec.kv_heads * spec.group]},
    ),
    _part(
        "non_causal", change=lambda spec: replace(spec, causal=(False, True, False)), needs="decoder causal"
    ),
    _part(
        "mm_prefix",
        change=lambda spec: replace(spec, prefix_ranges=(((3, 20),), ((0, 0),), ((5, 12),))),
        needs="decoder causal",
    ),
    _part("query_bias", change=_tree, needs="decoder causal distance"),
    _part("position_bias", change=lambda spec: replace(spec, position_bias="of each")),
    _part("lse"),
    _part("kv_cache_dtypes", "FP8_E4M3", lambda spec: scaled(spec, KVCacheDType.FP8_E4M3), needs="cache"),
    _part(
        "kv_cache_dtypes",
        "INT8_PER_TOKEN_HEAD",
        lambda spec: scaled(spec, KVCacheDType.INT8_PER_TOKEN_HEAD),
        needs="cache",
    ),
    _part("attention_types", "ENCODER_ONLY", _encoder, needs="decoder causal cache"),
    _part(
        "attention_types",
        "ENCODER_DECODER",
        lambda spec: replace(spec, attn_type=AttentionType.ENCODER_DECODER),
        needs="decoder causal",
    ),
    _part("head_sizes", 80, lambda spec: replace(spec, head_size=80)),
    _part("head_sizes", 256, lambda spec: replace(spec, head_size=256, kv_heads=1)),
    _part("dtypes", "BFLOAT16", lambda spec: replace(spec, dtype=torch.bfloat16)),
)
"""What is combined."""


def pairs() -> Iterator[tuple[Part, Part]]:
    """Every two parts that are about different things."""
    return (pair for pair in combinations(PARTS, 2) if not pair[0].needs & pair[1].needs)


def asked(pair: tuple[Part, Part], backend: type[AttentionBackend]) -> AttentionRequirements:
    """Return what asks for both."""
    first, second = (requirement(part.capability, part.value, backend) for part in pair)
    plain = type(first)(head_size=first.head_size)
    names = [name for name in first.__slots__ if getattr(second, name) != getattr(plain, name)]
    return replace(first, **{name: getattr(second, name) for name in names})


def trial(pair: tuple[Part, Part], backend: type[AttentionBackend]) -> Trial:
    """A batch and a layer for both."""
    spec = replace(base(backend), query_lens=(5, 1, 17), seq_lens=(21, 33, 17))
    for part in pair:
        spec = part.change(spec)
    features = {name: value for part in pair for name, value in part.features(spec).items()}
    return Trial(spec, features, lse=any(part.capability == "lse" for part in pair))
