"""Two capabilities at a time: what is right alone may be wrong together."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import torch

from backends.types import AttentionType, KVCacheDType
from tests.conformance.asking import plain_requirement, requirement
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
    """Changes a batch."""
    features: Callable[[Spec], dict[str, Any]]
    """Gives the features that a layer is made with for it."""

    def __str__(self) -> str:
        """The part in words: `sink`, `dtypes BFLOAT16`."""
        return self.capability if self.value is True else f"{self.capability} {self.value}"


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
) -> Part:
    return Part(capability, value, change, features)


PARTS = (
    _part("sink", features=lambda spec: {"sinks": torch.linspace(-2, 5, spec.kv_heads * spec.group)}),
    _part("sliding_window", features=lambda _: {"sliding_window": 9}),
    _part("logits_soft_cap", features=lambda _: {"logits_soft_cap": 2.0}),
    _part(
        "alibi",
        features=lambda spec: {"alibi_slopes": [0.5, 0.25, 0.125, 0.0625][: spec.kv_heads * spec.group]},
    ),
    _part("non_causal", change=lambda spec: replace(spec, causal=(False, True, False))),
    _part(
        "mm_prefix",
        change=lambda spec: replace(spec, prefix_ranges=(((3, 20),), ((0, 0),), ((5, 12),))),
    ),
    _part("query_bias", change=_tree),
    _part("position_bias", change=lambda spec: replace(spec, position_bias="of each")),
    _part("lse"),
    _part("kv_cache_dtypes", "FP8_E4M3", lambda spec: scaled(spec, KVCacheDType.FP8_E4M3)),
    _part(
        "kv_cache_dtypes",
        "INT8_PER_TOKEN_HEAD",
        lambda spec: scaled(spec, KVCacheDType.INT8_PER_TOKEN_HEAD),
    ),
    _part("attention_types", "ENCODER_ONLY", _encoder),
    _part(
        "attention_types",
        "ENCODER_DECODER",
        lambda spec: replace(spec, attn_type=AttentionType.ENCODER_DECODER),
    ),
    _part("head_sizes", 80, lambda spec: replace(spec, head_size=80)),
    _part("head_sizes", 256, lambda spec: replace(spec, head_size=256, kv_heads=1)),
    _part("head_sizes", 512, lambda spec: replace(spec, head_size=512, kv_heads=1)),
    _part("dtypes", "BFLOAT16", lambda spec: replace(spec, dtype=torch.bfloat16)),
)
"""Parts that are combined."""


Pair = tuple[Part, Part]

MEANINGLESS = {
    "sliding_window": {"ENCODER_DECODER"},
    "alibi": {"ENCODER_DECODER"},
    "mm_prefix": {"ENCODER_ONLY", "ENCODER_DECODER"},
    "query_bias": {"ENCODER_ONLY", "ENCODER_DECODER"},
}
"""For a capability, attention types that it has no meaning with: across two sequences there is no distance, and what
takes the place of a causal limit is a decoder's."""

SILENT = {"non_causal": {"ENCODER_ONLY", "ENCODER_DECODER"}, "kv_cache_dtypes": {"ENCODER_ONLY"}}
"""For a capability, attention types beside which it asks for nothing: they are never causal, or have no cache."""


def pairs(backend: type[AttentionBackend]) -> Iterator[Pair]:
    """Every two parts of different capabilities that a backend takes one by one, but for those that ask for one."""
    alone = [
        part
        for part in PARTS
        if not backend.validate_configuration(requirement(part.capability, part.value, backend))
    ]
    for pair in combinations(alone, 2):
        if pair[0].capability != pair[1].capability and not _is_in(pair, SILENT):
            yield pair


def is_meaningless(pair: Pair) -> bool:
    """Tell whether nothing is defined that could be computed for both."""
    return _is_in(pair, MEANINGLESS)


def _is_in(pair: Pair, table: dict[str, set[str]]) -> bool:
    return any(
        other.capability == "attention_types" and other.value in table.get(part.capability, ())
        for part, other in (pair, pair[::-1])
    )


def asked(parts: tuple[Part, ...], backend: type[AttentionBackend]) -> AttentionRequirements:
    """Return what asks for all of them."""
    plain = plain_requirement(backend)
    asked_for = [requirement(part.capability, part.value, backend) for part in parts]
    changes = {
        name: getattr(each, name)
        for each in asked_for
        for name in each.__slots__
        if getattr(each, name) != getattr(type(each)(head_size=plain.head_size), name)
    }
    return replace(asked_for[0], **changes)


def trial(pair: Pair, backend: type[AttentionBackend]) -> Trial:
    """A batch and a layer for both."""
    spec = replace(base(backend), query_lens=(5, 1, 17), seq_lens=(21, 33, 17))
    for part in pair:
        spec = part.change(spec)
    features = {name: value for part in pair for name, value in part.features(spec).items()}
    return Trial(spec, features, lse=any(part.capability == "lse" for part in pair))
