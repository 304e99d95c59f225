"""Trials of the claims that standard attention backends make: batches at the boundaries of each capability's values."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import torch

from backends.types import AlibiForm, AttentionType, DType, KVCacheDType
from tests.conformance.asking import requirement
from tests.conformance.rooms import LENDERS
from tests.conformance.standard import (
    SEED,
    Trial,
    backend_of,
    base,
    decoding,
    odd_head_size,
    scaled,
    several_heads,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.base import AttentionBackend
    from tests.backends.cases import Spec


def trials(capability: str, value: Any, backend: type[AttentionBackend]) -> Iterator[Trial]:
    """The trials that a declared value must pass, and one that is not declared must not."""
    spec = base(backend)
    yield from _TRIALS[capability](value, spec, backend)


def own_trials(capability: str, value: Any, backend: str) -> Iterator[Trial]:
    """The trials of a declared value; the first alone where the kernels are another's, and tried there."""
    found = trials(capability, value, backend_of(backend))
    lender = LENDERS.get(backend)
    if lender is None:
        return found
    owner = backend_of(lender)
    is_tried_there = not owner.validate_configuration(requirement(capability, value, owner))
    return islice(found, 1 if is_tried_there else None)


def _dtypes(value: str, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = replace(spec, dtype=getattr(torch, DType[value].value))
    for group in (1, 7):
        yield Trial(replace(spec, group=group, kv_heads=1 if group > 1 else 2))
    yield Trial(decoding(several_heads(spec)))
    yield Trial(several_heads(spec), strided=True)
    if value != "FLOAT16":
        # Beyond the range of half precision, which a cast in between would show.
        yield Trial(spec, magnitude=2.0**18)


def _kv_cache_dtypes(value: str, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    cached = scaled(spec, KVCacheDType[value])
    yield Trial(several_heads(cached))
    yield Trial(decoding(cached))
    odd = odd_head_size(backend)
    if odd is not None:
        yield Trial(replace(cached, head_size=odd))
        yield Trial(several_heads(decoding(replace(cached, head_size=odd))))
    narrow = next((each for each in (DType.BFLOAT16, DType.FLOAT16) if backend.supports_dtype(each)), None)
    if narrow:
        yield Trial(scaled(replace(spec, dtype=getattr(torch, narrow.value)), KVCacheDType[value]))


def _block_sizes(value: Any, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    sizes = (1, 7, 16, 33) if value == [] else (value,)
    if isinstance(value, str):
        step = int(value.removeprefix("%"))
        sizes = (step, 3 * step, 7 * step)
    for size in sizes:
        sized = replace(spec, block_size=int(size))
        yield Trial(sized)
        yield Trial(decoding(sized))


def _head_sizes(value: int, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    sized = replace(spec, head_size=value, kv_heads=1)
    yield Trial(replace(sized, query_lens=(5, 1), seq_lens=(21, 33)))
    yield Trial(replace(sized, query_lens=(1, 1), seq_lens=(1, 17)))
    if backend.supports_dtype(DType.FLOAT16):
        yield Trial(replace(sized, query_lens=(5, 1), seq_lens=(21, 33), dtype=torch.float16), strided=True)


def _attention_types(value: str, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    kind = AttentionType[value]
    spec = several_heads(replace(spec, attn_type=kind))
    if kind == AttentionType.DECODER:
        yield Trial(spec)
        yield Trial(decoding(spec))
    elif kind == AttentionType.ENCODER_DECODER:
        block = spec.block_size
        lens = (0, 1, block - 1, block, block + 1)
        # More queries than keys, fewer, and one each: with keys that are handed over and with keys that are cached.
        for queries in ((3, 17, 1, 5, 4), (1, 1, 1, 1, 1)):
            for handed in (True, False):
                yield Trial(replace(spec, query_lens=queries, seq_lens=lens, hand_over_keys=handed))
    else:
        for lens in ((17, 0, 1, 33, 16), (1, 1, 1)):
            yield Trial(replace(spec, query_lens=lens, seq_lens=lens))


def _sink(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = several_heads(spec)
    for batch in (spec, decoding(spec)):
        heads = batch.kv_heads * batch.group
        yield Trial(batch, {"sinks": torch.linspace(-2, 5, heads)})
        # A view of every other logit.
        yield Trial(batch, {"sinks": torch.linspace(-2, 5, 2 * heads)[:heads]})


def _sliding_window(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    block = spec.block_size
    long = replace(spec, query_lens=(70, 1, 33), seq_lens=(70, 66, 97), kv_heads=1)
    for window in (block, 65):
        yield Trial(long, {"sliding_window": window})
    for window in (1, block - 1, block + 1, 2**30):
        yield Trial(spec, {"sliding_window": window})
    yield Trial(decoding(spec), {"sliding_window": block})
    if backend.supports_attn_type(AttentionType.ENCODER_ONLY):
        lens = (40, 1)
        both = replace(spec, attn_type=AttentionType.ENCODER_ONLY, query_lens=lens, seq_lens=lens)
        yield Trial(both, {"sliding_window": block})


def _logits_soft_cap(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    for batch in (spec, decoding(spec)):
        for cap in (0.5, 30.0):
            yield Trial(batch, {"logits_soft_cap": cap})


def _alibi(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = several_heads(spec)
    for batch in (spec, decoding(spec), replace(spec, group=1)):
        heads = batch.kv_heads * batch.group
        yield Trial(batch, {"alibi_slopes": [2.0 ** -(1 + head) for head in range(heads)]})


def _alibi_forms(value: str, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = several_heads(spec)
    batches = [spec, decoding(spec)]
    if backend.supports_non_causal():
        batches.append(replace(spec, causal=False))
    if backend.supports_attn_type(AttentionType.ENCODER_ONLY):
        lens = (40, 1)
        batches.append(replace(spec, attn_type=AttentionType.ENCODER_ONLY, query_lens=lens, seq_lens=lens))
    for batch in batches:
        slopes = [2.0 ** -(1 + head) for head in range(batch.kv_heads * batch.group)]
        yield Trial(batch, {"alibi_slopes": slopes, "alibi_form": AlibiForm[value]})


def _non_causal(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    yield Trial(replace(spec, causal=False))
    yield Trial(replace(spec, causal=(False, True, False, False, True)))


def _mm_prefix(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    block = spec.block_size
    ranges = (((0, 0),), ((3, 12),), ((2, 30),), ((block - 1, block + 1),), ((0, 1),))
    yield Trial(replace(spec, prefix_ranges=ranges))
    long = replace(spec, query_lens=(70, 33), seq_lens=(70, 97))
    yield Trial(replace(long, prefix_ranges=(((5, 20), (40, 69)), ((60, 90), (0, 3)))))


def _query_bias(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    generator = torch.Generator().manual_seed(SEED)
    hidden = torch.rand(7, 7, generator=generator) < 0.4
    bias = torch.zeros(7, 7).masked_fill(hidden & ~torch.eye(7, dtype=torch.bool), -math.inf)
    yield Trial(replace(spec, query_lens=(7, 7, 0, 4), seq_lens=(7, 60, 9, 33), query_bias=bias))
    soft = torch.randn(7, 7, generator=generator)
    yield Trial(replace(spec, query_lens=(5, 7, 1, 0), seq_lens=(5, 50, 9, 0), query_bias=soft))


def _position_bias(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = several_heads(spec)
    for batch in (spec, decoding(spec)):
        yield Trial(replace(batch, position_bias="of each"))
    yield Trial(replace(spec, position_bias="shared"))


def _lse(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = several_heads(spec)
    for batch in (spec, decoding(spec)):
        yield Trial(batch, lse=True)
        if backend.supports_sink():
            yield Trial(batch, {"sinks": torch.linspace(-2, 5, batch.kv_heads * batch.group)}, lse=True)


_TRIALS = {
    "dtypes": _dtypes,
    "kv_cache_dtypes": _kv_cache_dtypes,
    "block_sizes": _block_sizes,
    "head_sizes": _head_sizes,
    "attention_types": _attention_types,
    "sink": _sink,
    "sliding_window": _sliding_window,
    "logits_soft_cap": _logits_soft_cap,
    "alibi": _alibi,
    "alibi_forms": _alibi_forms,
    "non_causal": _non_causal,
    "mm_prefix": _mm_prefix,
    "query_bias": _query_bias,
    "position_bias": _position_bias,
    "lse": _lse,
}
"""For a capability, what gives its trials."""

CAPABILITIES = tuple(_TRIALS)
"""Capabilities that a layer can be tried for."""
