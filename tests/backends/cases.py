"""Batches for the kernel tests: random inputs in a poisoned cache, and what the oracle makes of them.

The oracle is given each request's keys as one contiguous tensor, so that it shares no paging with the kernels.
Whatever a kernel has no business reading is NaN: free blocks, free slots, and the blocks behind the ends of
the block tables. Whatever it has no business writing is NaN in the output.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch

from backends.metadata import AttentionMetadata
from backends.reference import LogitRules, attend
from backends.types import AttentionType, KVCacheDType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.impl import AttentionImpl

PADDING = 3
"""Tokens behind the last request."""

_CACHE_DTYPES = {KVCacheDType.FLOAT16: torch.float16, KVCacheDType.BFLOAT16: torch.bfloat16}


@dataclass(frozen=True)
class Spec:
    """What varies between batches."""

    query_lens: Sequence[int]
    """Query tokens of each request."""
    seq_lens: Sequence[int]
    """Keys of each request, the new ones included; the encoder's in cross-attention."""
    dtype: torch.dtype = torch.float32
    """Element type of everything but the cache."""
    kv_heads: int = 2
    """Key and value heads."""
    group: int = 2
    """Query heads a KV head."""
    head_size: int = 64
    """Elements of a head."""
    block_size: int = 16
    """Tokens a cache block."""
    attn_type: AttentionType = AttentionType.DECODER
    """Where queries and keys come from."""
    causal: bool = True
    """Whether decoder queries see only the keys up to themselves."""
    cache_dtype: KVCacheDType = KVCacheDType.AUTO
    """Element type of the cache."""
    hand_over_keys: bool = True
    """Whether cross-attention is given the encoder's keys, as in its first step, or finds them cached."""


@dataclass(frozen=True)
class Case:
    """One batch: the arguments of a layer, and each request's keys and values in one piece."""

    spec: Spec
    query: torch.Tensor
    key: torch.Tensor | None
    value: torch.Tensor | None
    kv_cache: torch.Tensor | None
    metadata: AttentionMetadata
    output: torch.Tensor
    keys: list[torch.Tensor]
    values: list[torch.Tensor]

    def run(self, impl: type[AttentionImpl], **features: Any) -> torch.Tensor:
        """The output of the layer for the requests' tokens, after checking that padding was left alone."""
        spec = self.spec
        layer = impl(
            num_heads=spec.kv_heads * spec.group,
            head_size=spec.head_size,
            scale=spec.head_size**-0.5,
            num_kv_heads=spec.kv_heads,
            kv_cache_dtype=spec.cache_dtype,
            attn_type=spec.attn_type,
            **features,
        )
        layer.forward(self.query, self.key, self.value, self.kv_cache, self.metadata, self.output)
        assert self.output[-PADDING:].isnan().all(), "padding tokens were written"
        return self.output[:-PADDING]

    def expected(self, **features: Any) -> torch.Tensor:
        """What the oracle says, for the requests' tokens."""
        rules = LogitRules(scale=self.spec.head_size**-0.5, causal=self.metadata.causal, **features)
        queries = self.query[:-PADDING].split(list(self.spec.query_lens))
        parts = zip(queries, self.keys, self.values, strict=True)
        return torch.cat([attend(q, k, v, rules) for q, k, v in parts])


def _starts(lens: Sequence[int]) -> torch.Tensor:
    return torch.tensor([0, *lens]).cumsum(0).int()


def _packed(
    parts: list[torch.Tensor], dtype: torch.dtype, like: tuple[int, int], device: str
) -> torch.Tensor:
    """Pack tokens of all requests, with poisoned padding behind them."""
    padding = torch.full((PADDING, *like), math.nan, device=device)
    return torch.cat([*parts, padding]).to(dtype)


def make_case(spec: Spec, device: str, seed: int = 0) -> Case:
    """Build a batch from a seed; the same on every device."""
    generator = torch.Generator().manual_seed(seed)

    def randn(length: int, heads: int) -> torch.Tensor:
        return torch.randn(length, heads, spec.head_size, generator=generator).to(device, spec.dtype)

    requests = len(spec.query_lens)
    cached = spec.attn_type in (AttentionType.DECODER, AttentionType.ENCODER_DECODER)
    queries = [randn(length, spec.kv_heads * spec.group) for length in spec.query_lens]
    keys = [randn(length, spec.kv_heads) for length in spec.seq_lens]
    values = [randn(length, spec.kv_heads) for length in spec.seq_lens]
    heads = (spec.kv_heads, spec.head_size)
    query = _packed(queries, spec.dtype, (spec.kv_heads * spec.group, spec.head_size), device)
    metadata = AttentionMetadata(
        query_start_loc=_starts(spec.query_lens).to(device),
        seq_lens=torch.tensor(spec.seq_lens, dtype=torch.int32, device=device),
        max_query_len=max(spec.query_lens),
        max_seq_len=max(spec.seq_lens),
        causal=spec.causal and spec.attn_type == AttentionType.DECODER,
    )
    output = torch.full_like(query, math.nan)
    if not cached:
        key, value = (_packed(parts, spec.dtype, heads, device) for parts in (keys, values))
        return Case(spec, query, key, value, None, metadata, output, keys, values)

    # Blocks are handed out in random order; one more than needed stands, poisoned, for all unused entries.
    counts = [-(-length // spec.block_size) for length in spec.seq_lens]
    order = torch.randperm(sum(counts) + 1, generator=generator)
    table = torch.full((requests, max(counts) + 2), int(order[-1]), dtype=torch.int32)
    for request, (count, start) in enumerate(zip(counts, _starts(counts).tolist()[:-1], strict=True)):
        table[request, :count] = order[start : start + count]
    cache_dtype = _CACHE_DTYPES.get(spec.cache_dtype, spec.dtype)
    shape = (2, len(order), spec.block_size, *heads)
    kv_cache = torch.full(shape, math.nan, dtype=cache_dtype, device=device)
    slots = []
    new_counts = spec.query_lens if spec.attn_type == AttentionType.DECODER else spec.seq_lens
    if not spec.hand_over_keys:
        new_counts = [0] * requests
    for request, (new, length) in enumerate(zip(new_counts, spec.seq_lens, strict=True)):
        positions = torch.arange(length)
        row = table[request, positions // spec.block_size].long() * spec.block_size
        row += positions % spec.block_size
        slots.append(row[length - new :])
        flat = kv_cache.flatten(1, 2)
        flat[0, row[: length - new]] = keys[request][: length - new].to(cache_dtype)
        flat[1, row[: length - new]] = values[request][: length - new].to(cache_dtype)
    metadata = replace(
        metadata,
        block_table=table.to(device),
        slot_mapping=torch.cat([*slots, torch.full((PADDING,), -1)]).to(device),
    )
    key = value = None
    if spec.hand_over_keys:
        lengths = list(zip(new_counts, spec.seq_lens, strict=True))
        key, value = (
            _packed(
                [p[n - new :] for p, (new, n) in zip(parts, lengths, strict=True)], spec.dtype, heads, device
            )
            for parts in (keys, values)
        )
    keys, values = ([part.to(cache_dtype) for part in parts] for parts in (keys, values))
    return Case(spec, query, key, value, kv_cache, metadata, output, keys, values)
