"""Trials of the claims that backends of latent attention make."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch

from backends.registry import AttentionBackendEnum
from backends.types import DType
from tests.backends.errors import LIMITS, relative_error
from tests.backends.mla_cases import MLASpec, dense_impl, make_mla_case, sparse_impl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.base import AttentionBackend
    from backends.mla.attention_layer import MLAImpl
    from tests.backends.mla_cases import MLACase

SEED = 20
"""Of all batches."""

MIXED = MLASpec(query_lens=(0, 3, 1, 17, 1), seq_lens=(0, 47, 33, 17, 1))
DECODE = MLASpec(query_lens=(1,) * 5, seq_lens=(1, 15, 16, 17, 33))

FP8_SCALE = 0.02
"""Of a cache in E4M3."""


def small(spec: MLASpec, backend: type[AttentionBackend], **changes: Any) -> MLASpec:
    """A batch for a backend, of small latent vectors."""
    return replace(spec, topk=20 if backend.is_sparse() else None, **changes)


def trials(capability: str, value: Any, backend: type[AttentionBackend]) -> Iterator[MLASpec]:
    """The batches that a declared value must get right."""
    for spec in (MIXED, DECODE):
        if capability == "dtypes":
            yield small(spec, backend, dtype=getattr(torch, DType[value].value))
        elif capability == "kv_cache_dtypes":
            for dtype in (torch.float32, torch.bfloat16):
                scale = None if value == "AUTO" else FP8_SCALE
                yield small(spec, backend, dtype=dtype, kv_scale=scale)
        elif capability == "block_sizes":
            step = int(str(value).removeprefix("%"))
            sizes = (step, 3 * step) if isinstance(value, str) else (step,)
            for size in sizes:
                yield small(spec, backend, block_size=size)
        elif capability == "head_sizes":
            whole = MLASpec((1, 2), (33, 17), heads=16, rank=value - 64, rope=64, nope=128, value=128)
            if spec is DECODE:
                # As models decode, for whose sizes a GPU may have a kernel of its own.
                whole = replace(whole, seq_lens=(70, 17), dtype=torch.bfloat16, heads=17, block_size=64)
            yield small(whole, backend)
        else:
            yield small(spec, backend, heads=1)
            # One more than a program has.
            yield small(spec, backend, heads=17)


def impl_of(backend: type[AttentionBackend], spec: MLASpec) -> type[MLAImpl]:
    """The layer's class: of any size where the vectors are smaller than a model's, which takes a hundredth of the time."""
    if backend.supports_head_size(spec.rank + spec.rope):
        return backend.get_impl_cls()
    return sparse_impl() if backend.is_sparse() else dense_impl()


def run(backend: str, spec: MLASpec, device: str, *, lse: bool = False) -> tuple[float, float]:
    """Return how far a layer is off, and how far it may be."""
    cls = AttentionBackendEnum[backend].get_class()
    case = make_mla_case(spec, device, SEED)
    found = [(case.forward(impl_of(cls, spec)), case.expected())]
    if spec.topk is None:
        found.append((case.prefill(impl_of(cls, spec)), case.expected_prefill()))
    limit = LIMITS[str(spec.dtype).removeprefix("torch.")]
    errors = [relative_error(output, expected) for (output, _), (expected, _) in found]
    if lse:
        errors += [
            float((sums.double() - expected).nan_to_num(0.0).abs().max()) / 100
            for (_, sums), (_, expected) in found
        ]
    return max(math.inf if math.isnan(error) else error for error in errors), limit


def case_of(spec: MLASpec, device: str) -> MLACase:
    """The batch, built."""
    return make_mla_case(spec, device, SEED)
