"""A trial of a standard attention backend: a batch, and what a layer is made with.

Query lengths are 0, 1 and more, so that `max_query_len` is 1 in some batches and more in others; lengths of keys are 0,
1, and one less and more than a block; queries are one, two or seven heads a KV head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch

from backends.registry import AttentionBackendEnum
from backends.types import DType, KVCacheDType
from tests.backends.cases import Spec, make_case
from tests.backends.errors import LIMITS, relative_error

if TYPE_CHECKING:
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
    """A small batch that a backend takes: a prompt, a token, a chunk that goes on, and requests of nothing.

    It has one KV head: a second one takes an interpreter as long again.
    """
    dtype = next(each for each in (DType.FLOAT32, *DType) if backend.supports_dtype(each))
    head_size = next(size for size in (64, 32, 128) if backend.supports_head_size(size))
    block_size = next(size for size in (16, 32, 64) if backend.supports_block_size(size))
    return Spec(
        query_lens=(0, 17, 1, 16, 1),
        seq_lens=(0, 17, 33, 47, 1),
        dtype=getattr(torch, dtype.value),
        kv_heads=1,
        head_size=head_size,
        block_size=block_size,
    )


def several_heads(spec: Spec) -> Spec:
    """The batch with two KV heads, where what is asked is a head's own."""
    return replace(spec, kv_heads=2)


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
