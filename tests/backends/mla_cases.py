"""Batches for the tests of latent attention: a poisoned cache, absorbed or projected queries, and the oracle.

The oracle is given each request's latent vectors as one contiguous tensor, so that it shares no paging with
the kernels. Whatever a kernel has no business reading or writing is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch

from backends.metadata import AttentionMetadata
from backends.mla import reference
from backends.mla.attention_layer import MLAImpl
from backends.triton_mla.backend import TritonMLABackend
from backends.triton_sparse_mla.backend import TritonSparseMLABackend
from tests.backends.cases import PADDING
from tests.backends.poison import is_untouched, poisoned

TINY = {"kv_lora_rank": 64, "qk_rope_head_dim": 16, "qk_nope_head_dim": 32, "v_head_dim": 32}


@dataclass(frozen=True)
class MLASpec:
    """Properties that differ between batches of latent attention."""

    query_lens: Sequence[int]
    """Query tokens of each request."""
    seq_lens: Sequence[int]
    """Keys of each request, the new ones included."""
    dtype: torch.dtype = torch.float32
    """Element type of everything but a quantised cache."""
    heads: int = 4
    """Query heads."""
    rank: int = TINY["kv_lora_rank"]
    """Elements of a latent vector."""
    rope: int = TINY["qk_rope_head_dim"]
    """Elements of the rotary part of a key."""
    nope: int = TINY["qk_nope_head_dim"]
    """Elements of the projected part of a key."""
    value: int = TINY["v_head_dim"]
    """Elements of a projected value."""
    block_size: int = 16
    """Tokens a cache block."""
    kv_scale: float | None = None
    """Scale of a cache in E4M3; None for a cache in ``dtype``."""
    topk: int | None = None
    """Length of the lists of keys; None where queries attend to all."""

    @property
    def scale(self) -> float:
        """Return what the dot products are multiplied by."""
        return (self.nope + self.rope) ** -0.5


@dataclass(frozen=True)
class MLACase:
    """One batch: what a layer is given, and each request's latent vectors in one piece, as cached."""

    spec: MLASpec
    query: torch.Tensor
    latent: torch.Tensor
    key_rope: torch.Tensor
    kv_cache: torch.Tensor
    metadata: AttentionMetadata
    latents: list[torch.Tensor]
    new_latents: list[torch.Tensor]
    indices: torch.Tensor | None
    kv_b_proj: torch.Tensor
    projected_query: torch.Tensor

    def layer(self, impl: type[MLAImpl]) -> MLAImpl:
        """A layer of this batch's sizes."""
        spec = self.spec
        cache = "auto" if spec.kv_scale is None else "fp8_e4m3"
        return impl(spec.heads, spec.scale, spec.rank, spec.rope, spec.nope, spec.value, kv_cache_dtype=cache)

    def forward(self, impl: type[MLAImpl], **changes: Any) -> tuple[torch.Tensor, torch.Tensor]:
        """Latent output and log-sum-exp of the requests' tokens, after checking that padding was left alone."""
        output, lse = self._outputs(self.spec.rank)
        arguments = {
            "query": self.query,
            "latent": self.latent,
            "key_rope": self.key_rope,
            "kv_cache": self.kv_cache,
            "metadata": self.metadata,
            "indices": self.indices,
            "kv_scale": self.spec.kv_scale or 1.0,
        }
        self.layer(impl).forward(**arguments | {"output": output, "output_lse": lse} | changes)
        return self._checked(output), self._checked(lse)

    def prefill(self, impl: type[MLAImpl], **changes: Any) -> tuple[torch.Tensor, torch.Tensor]:
        """Output and log-sum-exp of the requests' tokens, after checking that padding was left alone."""
        spec = self.spec
        output, lse = self._outputs(spec.value)
        keys, values = zip(
            *(reference.project(new, self.kv_b_proj, spec.nope) for new in self.new_latents), strict=True
        )
        arguments = {
            "query": self.projected_query,
            "key": _pack(keys, spec.dtype),
            "value": _pack(values, spec.dtype),
            "latent": self.latent,
            "key_rope": self.key_rope,
            "kv_cache": self.kv_cache,
            "metadata": self.metadata,
            "kv_b_proj": self.kv_b_proj,
            "kv_scale": spec.kv_scale or 1.0,
        }
        self.layer(impl).prefill(**arguments | {"output": output, "output_lse": lse} | changes)
        return self._checked(output), self._checked(lse)

    def expected(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the oracle's outputs for the absorbed queries."""
        spec = self.spec

        def of_request(query: torch.Tensor, request: int, tokens: slice) -> tuple[torch.Tensor, torch.Tensor]:
            latents = self.latents[request]
            if self.indices is None:
                visible = reference.causal_mask(len(query), len(latents))
            else:
                visible = reference.listed_mask(self.indices[tokens].long(), len(latents))
            return reference.attend_latents(query, latents, spec.rank, spec.scale, visible)

        return self._each(self.query, of_request)

    def expected_prefill(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the oracle's outputs for the projected queries: new tokens as given, the context as cached."""
        spec = self.spec

        def of_request(query: torch.Tensor, request: int, tokens: slice) -> tuple[torch.Tensor, torch.Tensor]:
            new = self.new_latents[request]
            context = self.latents[request][: len(self.latents[request]) - len(new)]
            latents = torch.cat((context.double(), new.double()))
            key, value = reference.project(latents, self.kv_b_proj, spec.nope)
            visible = reference.causal_mask(len(query), len(latents))
            return reference.attend(query, key, value, spec.scale, visible)

        return self._each(self.projected_query, of_request)

    def _each(
        self, query: torch.Tensor, of_request: Callable[..., tuple[torch.Tensor, torch.Tensor]]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        starts = self.metadata.query_start_loc.tolist()
        parts = []
        for request, (begin, end) in enumerate(pairwise(starts)):
            tokens = slice(begin, end)
            parts.append(of_request(query[tokens], request, tokens))
        outputs, lses = zip(*parts, strict=True)
        return torch.cat(outputs), torch.cat(lses)

    def _outputs(self, elements: int) -> tuple[torch.Tensor, torch.Tensor]:
        shape = (len(self.query), self.spec.heads)
        device = self.query.device
        return poisoned((*shape, elements), self.spec.dtype, device), poisoned(shape, torch.float32, device)

    def _checked(self, written: torch.Tensor) -> torch.Tensor:
        assert is_untouched(written[-PADDING:]), "padding tokens were written"
        return written[:-PADDING]


def _pack(parts: Sequence[torch.Tensor], dtype: torch.dtype) -> torch.Tensor:
    """Pack tokens of all requests, with poisoned padding behind them."""
    packed = torch.cat(list(parts)).to(dtype)
    return torch.cat((packed, packed.new_full((PADDING, *packed.shape[1:]), math.nan)))


def _random_indices(spec: MLASpec, generator: torch.Generator) -> torch.Tensor:
    """Each query's list: some of the positions up to its own, shuffled among -1, and one that lies ahead."""
    rows = []
    for query_len, seq_len in zip(spec.query_lens, spec.seq_lens, strict=True):
        for position in range(seq_len - query_len, seq_len):
            chosen = torch.randperm(position + 1, generator=generator)[: max(1, spec.topk * 2 // 3)]
            row = torch.full((spec.topk,), -1)
            row[: len(chosen)] = chosen
            row[-1] = position + 1
            rows.append(row[torch.randperm(spec.topk, generator=generator)])
    padding = [torch.zeros(spec.topk, dtype=torch.int64)] * PADDING
    return torch.stack([*rows, *padding]).int()


def make_mla_case(spec: MLASpec, device: str, seed: int = 0) -> MLACase:
    """Build a batch from a seed; the same on every device."""
    generator = torch.Generator().manual_seed(seed)

    def randn(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator).to(device, spec.dtype)

    size = spec.rank + spec.rope
    latents = [randn(length, size) for length in spec.seq_lens]
    cached, cache_dtype = latents, spec.dtype
    kv_scale = spec.kv_scale or 1.0
    if spec.kv_scale is not None:
        cache_dtype = torch.float8_e4m3fn
        cached = [(part.float() * (1.0 / kv_scale)).to(cache_dtype) for part in latents]

    # Blocks are handed out in random order; one more than needed stands, poisoned, for all unused entries.
    counts = [-(-length // spec.block_size) for length in spec.seq_lens]
    order = torch.randperm(sum(counts) + 1, generator=generator)
    table = torch.full((len(counts), max(counts) + 2), int(order[-1]), dtype=torch.int32)
    kv_cache = torch.full((len(order), spec.block_size, size), math.nan).to(device, cache_dtype)
    flat = kv_cache.flatten(0, 1)
    slots = []
    for request, (new, length) in enumerate(zip(spec.query_lens, spec.seq_lens, strict=True)):
        first = sum(counts[:request])
        table[request, : counts[request]] = order[first : first + counts[request]]
        positions = torch.arange(length)
        row = table[request, positions // spec.block_size].long() * spec.block_size
        row += positions % spec.block_size
        slots.append(row[length - new :])
        flat[row[: length - new]] = cached[request][: length - new]
    slots.append(torch.full((PADDING,), -1))

    new_latents = [part[len(part) - n :] for part, n in zip(latents, spec.query_lens, strict=True)]
    packed = _pack(new_latents, spec.dtype)
    metadata = AttentionMetadata(
        query_start_loc=torch.tensor([0, *spec.query_lens]).cumsum(0).int().to(device),
        seq_lens=torch.tensor(spec.seq_lens, dtype=torch.int32, device=device),
        max_query_len=max(spec.query_lens),
        max_seq_len=max(spec.seq_lens),
        block_table=table.to(device),
        slot_mapping=torch.cat(slots).to(device),
    )
    dequantised = [(part.double() * kv_scale) for part in cached]
    indices = None if spec.topk is None else _random_indices(spec, generator).to(device)
    kv_b_proj = randn(spec.heads, spec.nope + spec.value, spec.rank) * spec.rank**-0.5
    return MLACase(
        spec,
        _pack([randn(length, spec.heads, size) for length in spec.query_lens], spec.dtype),
        packed[:, : spec.rank],
        packed[:, spec.rank :],
        kv_cache,
        metadata,
        dequantised,
        new_latents,
        indices,
        kv_b_proj,
        _pack([randn(length, spec.heads, spec.nope + spec.rope) for length in spec.query_lens], spec.dtype),
    )


class AnySize(TritonMLABackend):
    """TRITON_MLA for the small latent vectors of the tests."""

    supported_head_sizes = (576, TINY["kv_lora_rank"] + TINY["qk_rope_head_dim"])


class SparseAnySize(TritonSparseMLABackend):
    """TRITON_SPARSE_MLA for the small latent vectors of the tests."""

    supported_head_sizes = AnySize.supported_head_sizes


def dense_impl() -> type[MLAImpl]:
    """TRITON_MLA's layer, of any size."""

    class Impl(TritonMLABackend.get_impl_cls()):
        backend = AnySize

    return Impl


def sparse_impl() -> type[MLAImpl]:
    """TRITON_SPARSE_MLA's layer, of any size."""

    class Impl(TritonSparseMLABackend.get_impl_cls()):
        backend = SparseAnySize

    return Impl


def held_to_oracle(
    name: str, impl: type[MLAImpl], device: str, assert_close: Callable[..., None]
) -> Callable[[MLASpec], None]:
    """Runs a batch, and compares output and LSE with the oracle; errors are reported under the backend's `name`."""

    def run(spec: MLASpec) -> None:
        case = make_mla_case(spec, device)
        output, lse = case.forward(impl)
        expected, expected_lse = case.expected()
        assert_close(name, output, expected)
        torch.testing.assert_close(lse.double(), expected_lse, rtol=1e-5, atol=1e-5)

    return run
