"""Batches for the kernel tests: random inputs in a poisoned cache, and the oracle's outputs.

The oracle is given each request's keys as one contiguous tensor, so that it shares no paging with the kernels.
Whatever a kernel has no business reading is NaN: free blocks, free slots, and the blocks behind the ends of
the block tables. Whatever it has no business writing is NaN in the output.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import torch

from backends.dtypes import cache_dtype
from backends.metadata import AttentionMetadata
from backends.reference import LogitRules, attend, log_sum_exp, rules_of
from backends.types import AttentionType, KVCacheDType
from tests.backends.poison import is_untouched, poisoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backends.attention_layer import AttentionImpl

PADDING = 3
"""Tokens after the last request."""

_LARGEST = {torch.int8: 127.0, torch.float8_e4m3fn: 448.0, torch.float8_e5m2: 57344.0}


@dataclass(frozen=True)
class Spec:
    """Properties that differ between batches."""

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
    """Source of queries and keys."""
    causal: bool | tuple[bool, ...] = True
    """True if decoder queries see only the keys up to themselves, for all requests or for each."""
    prefix_ranges: tuple[tuple[tuple[int, int], ...], ...] | None = None
    """The ranges of each request, equally many, that are seen in both directions."""
    query_bias: torch.Tensor | None = None
    """Bias that is added to the logits between query tokens."""
    position_bias: Literal["of each", "shared"] | None = None
    """Position bias of each request, one shared by all, or None."""
    cache_dtype: KVCacheDType = KVCacheDType.AUTO
    """Element type of the cache."""
    k_scale: float = 1.0
    """Factor of cached keys."""
    v_scale: float = 1.0
    """Factor of cached values."""
    hand_over_keys: bool = True
    """True if cross-attention is given the encoder's keys, as in its first step; false if it finds them cached."""


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
    output_lse: torch.Tensor
    kv_cache_scales: torch.Tensor | None
    keys: list[torch.Tensor]
    values: list[torch.Tensor]

    def launch(
        self, impl: type[AttentionImpl], *, with_lse: bool = False, **features: Any
    ) -> Callable[[], None]:
        """A layer's forward pass over the batch, to be called; ``with_lse`` asks for the log-sum-exp as well."""
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
        return lambda: layer.forward(
            self.query,
            self.key,
            self.value,
            self.kv_cache,
            self.metadata,
            self.output,
            spec.k_scale,
            spec.v_scale,
            self.kv_cache_scales,
            self.output_lse if with_lse else None,
        )

    def run(self, impl: type[AttentionImpl], *, with_lse: bool = False, **features: Any) -> torch.Tensor:
        """The output of the layer for the requests' tokens, after checking that padding was left alone.

        ``with_lse`` asks for the log-sum-exp as well, which :meth:`lse` then returns.
        """
        self.launch(impl, with_lse=with_lse, **features)()
        assert is_untouched(self.output[-PADDING:]), "padding tokens were written"
        return self.output[:-PADDING]

    def lse(self) -> torch.Tensor:
        """The log-sum-exp that the layer wrote, for the requests' tokens, padding checked."""
        assert is_untouched(self.output_lse[-PADDING:]), "the log-sum-exp of padding tokens was written"
        return self.output_lse[:-PADDING]

    def expected(self, **features: Any) -> torch.Tensor:
        """Return what the oracle says, for the requests' tokens."""
        return torch.cat([attend(q, k, v, rules) for q, k, v, rules in self._requests(features)])

    def expected_lse(self, **features: Any) -> torch.Tensor:
        """Return the oracle's log-sum-exp for the requests' tokens."""
        return torch.cat([log_sum_exp(q, k, rules) for q, k, _, rules in self._requests(features)])

    def _requests(
        self, features: dict[str, Any]
    ) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, LogitRules]]:
        layer = LogitRules(
            scale=self.spec.head_size**-0.5, causal=self.metadata.causal is not False, **features
        )
        queries = self.query[:-PADDING].split(list(self.spec.query_lens))
        for request, (q, k, v) in enumerate(zip(queries, self.keys, self.values, strict=True)):
            yield q, k, v, rules_of(layer, self.metadata, request)


def _starts(lens: Sequence[int]) -> torch.Tensor:
    return torch.tensor([0, *lens]).cumsum(0).int()


def _packed(
    parts: list[torch.Tensor], dtype: torch.dtype, like: tuple[int, int], device: str
) -> torch.Tensor:
    """Pack tokens of all requests, with poisoned padding behind them."""
    padding = torch.full((PADDING, *like), math.nan, device=device)
    return torch.cat([*parts, padding]).to(dtype)


def _codes(
    part: torch.Tensor, dtype: torch.dtype, scale: float | None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Code ``[tokens, kv_heads, head_size]`` for the cache, with a scale of every token and head if None is given.

    Returns:
        The codes, the scales ``[tokens, kv_heads]``, and the numbers that the two stand for.
    """
    if dtype not in _LARGEST:
        return part.to(dtype), part.new_ones(part.shape[:2]), part.to(dtype)
    largest = _LARGEST[dtype]
    part = part.float()
    # By a tensor: a GPU divides by a Python number as it multiplies by its inverse, and a last bit that is wrong breaks
    # the ties of coarse types the other way.
    own = part.abs().amax(2) / part.new_full((), largest)
    scales = own if scale is None else part.new_full(part.shape[:2], scale)
    divided = (part / scales.where(scales > 0, 1.0)[:, :, None]).clamp(-largest, largest)
    codes = (divided.round() if dtype == torch.int8 else divided).to(dtype)
    return codes, scales, codes.double() * scales[:, :, None].double()


def _causal(spec: Spec, device: str) -> bool | torch.Tensor:
    if spec.attn_type != AttentionType.DECODER:
        return False
    return spec.causal if isinstance(spec.causal, bool) else torch.tensor(spec.causal, device=device)


def _prefix_ranges(spec: Spec, device: str) -> torch.Tensor | None:
    if spec.prefix_ranges is None:
        return None
    shape = (len(spec.prefix_ranges), len(spec.prefix_ranges[0]), 2)
    return torch.tensor(spec.prefix_ranges, dtype=torch.int32, device=device).view(shape)


def _position_bias(spec: Spec, device: str, seed: int) -> torch.Tensor | None:
    """A random bias; NaN after the last token and key of a request, unless all share it."""
    if spec.position_bias is None:
        return None
    # Of a generator of its own, so that a batch is the same with it and without.
    generator = torch.Generator().manual_seed(seed + 1)
    requests, heads = len(spec.query_lens), spec.kv_heads * spec.group
    shape = (heads, max(spec.query_lens), max(spec.seq_lens))
    if spec.position_bias == "shared":
        bias = 2 * torch.randn(*shape, generator=generator)
        return bias.to(device, spec.dtype).expand(requests, *shape)
    bias = torch.full((requests, *shape), math.nan)
    for own, query_len, seq_len in zip(bias, spec.query_lens, spec.seq_lens, strict=True):
        own[:, :query_len, :seq_len] = 2 * torch.randn(heads, query_len, seq_len, generator=generator)
    return bias.to(device)


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
        causal=_causal(spec, device),
        mm_prefix_ranges=_prefix_ranges(spec, device),
        query_bias=None if spec.query_bias is None else spec.query_bias.to(device),
        position_bias=_position_bias(spec, device, seed),
    )
    output = poisoned(query.shape, query.dtype, device)
    output_lse = poisoned(query.shape[:2], torch.float32, device)
    if not cached:
        key, value = (_packed(parts, spec.dtype, heads, device) for parts in (keys, values))
        return Case(spec, query, key, value, None, metadata, output, output_lse, None, keys, values)

    # Blocks are handed out in random order; one more than needed stands, poisoned, for all unused entries.
    counts = [-(-length // spec.block_size) for length in spec.seq_lens]
    order = torch.randperm(sum(counts) + 1, generator=generator)
    table = torch.full((requests, max(counts) + 2), int(order[-1]), dtype=torch.int32)
    for request, (count, start) in enumerate(zip(counts, _starts(counts).tolist()[:-1], strict=True)):
        table[request, :count] = order[start : start + count]
    dtype = cache_dtype(spec.cache_dtype, spec.dtype)
    shape = (2, len(order), spec.block_size, *heads)
    if spec.cache_dtype.is_quantized:
        # Whichever code it is, all bits but the sign: NaN, or the largest number.
        kv_cache = torch.full(shape, 0x7F, dtype=torch.int8, device=device).view(dtype)
    else:
        kv_cache = torch.full(shape, math.nan, dtype=dtype, device=device)
    own = spec.cache_dtype.is_per_token_head
    kv_cache_scales = torch.full(shape[:4], math.nan, device=device) if own else None
    coded = [
        [_codes(part, dtype, None if own else scale) for part in parts]
        for parts, scale in ((keys, spec.k_scale), (values, spec.v_scale))
    ]
    slots = []
    new_counts = spec.query_lens if spec.attn_type == AttentionType.DECODER else spec.seq_lens
    if not spec.hand_over_keys:
        new_counts = [0] * requests
    for request, (new, length) in enumerate(zip(new_counts, spec.seq_lens, strict=True)):
        positions = torch.arange(length)
        row = table[request, positions // spec.block_size].long() * spec.block_size
        row += positions % spec.block_size
        slots.append(row[length - new :])
        # Bytes: torch does not scatter 8-bit floats.
        flat = kv_cache.flatten(1, 2).view(torch.uint8)
        old = row[: length - new]
        for kind, parts in enumerate(coded):
            codes, scales, _ = parts[request]
            flat[kind, old] = codes[: length - new].view(torch.uint8)
            if kv_cache_scales is not None:
                kv_cache_scales.flatten(1, 2)[kind, old] = scales[: length - new]
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
    keys, values = ([numbers for _, _, numbers in parts] for parts in coded)
    return Case(
        spec, query, key, value, kv_cache, metadata, output, output_lse, kv_cache_scales, keys, values
    )
