"""Trials of the claims that standard attention backends make: batches at the boundaries of each capability's values.

A trial is a batch and what a layer is made with. Query lengths are 0, 1 and more, so that `max_query_len` is 1 in some
batches and more in others; lengths of keys are 0, 1, and one less and more than a block; queries are one, two or seven
heads a KV head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch

from backends.registry import AttentionBackendEnum
from backends.types import AttentionType, DType, KVCacheDType
from tests.backends.cases import Spec, make_case
from tests.backends.errors import LIMITS, relative_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.attention_layer import AttentionImpl
    from backends.base import AttentionBackend
    from tests.backends.cases import Case

SEED = 20
"""Of all batches."""


@dataclass(frozen=True)
class Trial:
    """One batch, and a layer."""

    spec: Spec
    """The batch."""
    features: dict[str, Any] = field(default_factory=dict)
    """Features that the layer is made with."""
    lse: bool = False
    """True if the log-sum-exp is requested, and compared."""
    magnitude: float = 1.0
    """Factor by which keys and values are multiplied, and queries divided."""
    strided: bool = False
    """True if queries, keys and values are views of one projection, and the output of a wider one."""

    def case(self, device: str) -> Case:
        """The batch, built."""
        case = make_case(self.spec, device, SEED)
        if self.magnitude != 1.0:
            case = _magnified(case, self.magnitude)
        return _strided(case) if self.strided else case

    def on(self, impl: type[AttentionImpl], device: str) -> tuple[float, float]:
        """Return how far the layer is off, and how far it may be; NaN is as far as can be."""
        case = self.case(device)
        features = {
            name: value.to(device) if isinstance(value, torch.Tensor) else value
            for name, value in self.features.items()
        }
        output = case.run(impl, with_lse=self.lse, **features)
        limit = LIMITS[str(output.dtype).removeprefix("torch.")]
        errors = [relative_error(output, case.expected(**features))]
        if self.lse:
            expected = case.expected_lse(**features)
            seen = expected.isfinite()
            assert torch.equal(case.lse().isneginf(), ~seen), "the log-sum-exp is infinite elsewhere"
            errors.append(float((case.lse()[seen].double() - expected[seen]).abs().max()) / 100)
        return max(math.inf if math.isnan(error) else error for error in errors), limit


def _magnified(case: Case, by: float) -> Case:
    """The batch with large keys and values and small queries, for which the logits are as they were."""
    for tensor in (case.value, case.key, *([case.kv_cache] if case.kv_cache is not None else [])):
        if tensor is not None:
            tensor.mul_(by)
    case.query.div_(by)
    return replace(case, keys=[k * by for k in case.keys], values=[v * by for v in case.values])


def _strided(case: Case) -> Case:
    """The batch with tensors that lie in wider ones."""
    changes = {"output": torch.stack((case.output, case.output), 1).flatten(1, 2)[:, : case.output.shape[1]]}
    if case.key is not None and case.value is not None and case.key.shape[0] == case.query.shape[0]:
        heads, kv_heads = case.query.shape[1], case.key.shape[1]
        fused = torch.cat((case.query, case.key, case.value), dim=1)
        changes |= dict(
            zip(("query", "key", "value"), fused.split([heads, kv_heads, kv_heads], 1), strict=True)
        )
    if case.kv_cache is not None:
        # Heads before the tokens of a block, as some engines lay their caches out.
        moved = case.kv_cache.transpose(2, 3).contiguous().transpose(2, 3)
        changes["kv_cache"] = moved
    return replace(case, **changes)


def backend_of(name: str) -> type[AttentionBackend]:
    """The class of a backend."""
    return AttentionBackendEnum[name].get_class()


def impl_of(backend: type[AttentionBackend]) -> type[AttentionImpl]:
    """The class of a backend's layers."""
    return backend.get_impl_cls()


def base(backend: type[AttentionBackend]) -> Spec:
    """A small batch that a backend takes: a prompt, a token, a chunk that goes on, and requests of nothing."""
    dtype = next(each for each in (DType.FLOAT32, *DType) if backend.supports_dtype(each))
    head_size = next(size for size in (64, 32, 128) if backend.supports_head_size(size))
    block_size = next(size for size in (16, 32, 64) if backend.supports_block_size(size))
    return Spec(
        query_lens=(0, 17, 1, 16, 1),
        seq_lens=(0, 17, 33, 47, 1),
        dtype=getattr(torch, dtype.value),
        head_size=head_size,
        block_size=block_size,
    )


def decoding(spec: Spec) -> Spec:
    """One token a request, with keys around the edge of a block."""
    block = spec.block_size
    lens = (1, block - 1, block, block + 1, 2 * block + 1)
    return replace(spec, query_lens=(1,) * len(lens), seq_lens=lens)


def odd_head_size(backend: type[AttentionBackend]) -> int | None:
    """A head size that is no power of two, if the backend takes one."""
    return next((size for size in (80, 96, 72, 40) if backend.supports_head_size(size)), None)


def scaled(spec: Spec, cache: KVCacheDType) -> Spec:
    """The batch with a cache of this type, and scales of keys and values that are not alike."""
    if cache.is_quantized and not cache.is_per_token_head:
        return replace(spec, cache_dtype=cache, k_scale=0.5, v_scale=0.03125)
    return replace(spec, cache_dtype=cache)


def trials(capability: str, value: Any, backend: type[AttentionBackend]) -> Iterator[Trial]:
    """The trials that a declared value must pass, and one that is not declared must not."""
    spec = base(backend)
    yield from _TRIALS[capability](value, spec, backend)


def _dtypes(value: str, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    spec = replace(spec, dtype=getattr(torch, DType[value].value))
    for group in (1, 7):
        yield Trial(replace(spec, group=group, kv_heads=1 if group > 1 else 2))
    yield Trial(decoding(spec))
    yield Trial(spec, strided=True)
    if value != "FLOAT16":
        # Beyond the range of half precision, which a cast in between would show.
        yield Trial(spec, magnitude=2.0**18)


def _kv_cache_dtypes(value: str, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
    for head_size in filter(None, (spec.head_size, odd_head_size(backend))):
        sized = scaled(replace(spec, head_size=head_size), KVCacheDType[value])
        yield Trial(sized)
        yield Trial(decoding(sized))
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
    spec = replace(spec, attn_type=kind)
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
    for batch in (spec, decoding(spec), replace(spec, group=1)):
        heads = batch.kv_heads * batch.group
        yield Trial(batch, {"alibi_slopes": [2.0 ** -(1 + head) for head in range(heads)]})


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
    for batch in (spec, decoding(spec)):
        yield Trial(replace(batch, position_bias="of each"))
    yield Trial(replace(spec, position_bias="shared"))


def _lse(value: bool, spec: Spec, backend: type[AttentionBackend]) -> Iterator[Trial]:
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
    "non_causal": _non_causal,
    "mm_prefix": _mm_prefix,
    "query_bias": _query_bias,
    "position_bias": _position_bias,
    "lse": _lse,
}
"""For a capability, what gives its trials."""

CAPABILITIES = tuple(_TRIALS)
"""Capabilities that a layer can be tried for."""
