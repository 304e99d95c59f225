"""From padded batches to the backends' layout and back: packed queries, and keys in shuffled cache blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn.functional import pad

from backends.metadata import AttentionMetadata
from backends.types import AttentionType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from backends.integrations.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Packed:
    """The arguments of :meth:`backends.attention_layer.AttentionImpl.forward` for one call, but for the output."""

    query: Tensor
    """``[tokens, heads, head_size]``."""
    key: Tensor
    """``[kv_tokens, kv_heads, head_size]``: in the decoder the new keys, else all."""
    value: Tensor
    """As ``key``."""
    kv_cache: Tensor | None
    """``[2, blocks, block_size, kv_heads, head_size]``; None for the encoder types."""
    metadata: AttentionMetadata
    """The batch; a request is a sequence that has a query."""


def _starts(lengths: Sequence[int]) -> Tensor:
    return torch.tensor([0, *lengths]).cumsum(0)


def gather(padded: Tensor, indices: Sequence[tuple[int, Tensor]], head_size: int) -> Tensor:
    """Tokens of a padded batch, packed, their heads widened with zeros: ``[tokens, heads, head_size]``.

    Args:
        padded: ``[batch, heads, length, elements]``.
        indices: rows, and the tokens of each.
        head_size: elements of a head in the result.
    """
    by_token = pad(padded, (0, head_size - padded.shape[-1])).transpose(1, 2)
    return torch.cat([by_token[row, tokens.to(padded.device)] for row, tokens in indices])


def _causality(requests: Sequence[Visibility], device: torch.device) -> bool | Tensor:
    causal = [request.causal for request in requests]
    return causal[0] if len(set(causal)) == 1 else torch.tensor(causal, device=device)


def _prefix_ranges(requests: Sequence[Visibility], device: torch.device) -> Tensor | None:
    most = max(len(request.prefix_ranges) for request in requests)
    if most == 0:
        return None
    rows = [[*r.prefix_ranges, *[(0, 0)] * (most - len(r.prefix_ranges))] for r in requests]
    return torch.tensor(rows, dtype=torch.int32, device=device)


def _pack_bias(padded: Tensor, requests: Sequence[tuple[int, Visibility]]) -> Tensor:
    """The bias of each request's tokens, without its padding; NaN after the last of a request."""
    seen = [request for _, request in requests]
    most = (max(len(request.queries) for request in seen), max(len(request.keys) for request in seen))
    packed = padded.new_full((len(requests), padded.shape[1], *most), math.nan)
    for own, (row, request) in zip(packed, requests, strict=True):
        bias = padded[row if len(padded) > 1 else 0]
        queries, keys = request.queries.to(padded.device), request.keys.to(padded.device)
        own[:, : len(queries), : len(keys)] = bias[:, queries[:, None], keys]
    return packed


def _block_table(seq_lens: Sequence[int], block_size: int) -> Tensor:
    """int32 ``[requests, max_blocks]``: blocks in random order, as a cache that was in use hands them out."""
    counts = [-(-length // block_size) for length in seq_lens]
    shuffled = torch.randperm(sum(counts), generator=torch.Generator().manual_seed(0), dtype=torch.int32)
    table = torch.zeros(len(counts), max(counts), dtype=torch.int32)
    for request, blocks in enumerate(shuffled.split(counts)):
        table[request, : len(blocks)] = blocks
    return table


def pack(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    batch: Sequence[Visibility],
    attn_type: AttentionType,
    block_size: int,
    *,
    rows: Sequence[int] | None = None,
    position_bias: Tensor | None = None,
) -> Packed:
    """Pack one call.

    Decoder attention finds all but its new keys in the cache, which is built here; cross-attention is handed all
    keys, as in its first step. Slots of the cache that hold no key are NaN, so that reading one shows.

    Args:
        query: ``[batch, heads, query_len, key_size]``.
        key: ``[batch, kv_heads, seq_len, key_size]``.
        value: ``[batch, kv_heads, seq_len, value_size]``; the narrower of key and value is widened with zeros,
            which adds nothing to a dot product and zeros to the output.
        batch: each sequence without its padding; at least one has a query.
        attn_type: which sequences queries and keys come from.
        block_size: tokens in a block of the cache.
        rows: the row that each sequence stands in; None where each row has one.
        position_bias: ``[batch or 1, heads, query_len, seq_len]``, what is added to the logits; None for nothing.
    """
    device = query.device
    head_size = max(key.shape[-1], value.shape[-1])
    places = range(len(batch)) if rows is None else rows
    requests = [(row, seen) for row, seen in zip(places, batch, strict=True) if len(seen.queries)]
    seen = [request for _, request in requests]
    query_lens = [len(request.queries) for request in seen]
    seq_lens = [len(request.keys) for request in seen]
    packed_query = gather(query, [(row, r.queries) for row, r in requests], head_size)
    keys = [(row, r.keys) for row, r in requests]
    packed_key, packed_value = (gather(tensor, keys, head_size) for tensor in (key, value))
    shape = {
        "query_start_loc": _starts(query_lens).int().to(device),
        "seq_lens": torch.tensor(seq_lens, dtype=torch.int32, device=device),
        "max_query_len": max(query_lens),
        "max_seq_len": max(seq_lens),
        "causal": _causality(seen, device),
        "mm_prefix_ranges": _prefix_ranges(seen, device),
        "position_bias": None if position_bias is None else _pack_bias(position_bias, requests),
    }
    if attn_type in (AttentionType.ENCODER, AttentionType.ENCODER_ONLY):
        return Packed(packed_query, packed_key, packed_value, None, AttentionMetadata(**shape))

    table = _block_table(seq_lens, block_size)
    positions = [torch.arange(length) for length in seq_lens]
    slots = torch.cat(
        [
            row[p // block_size].long() * block_size + p % block_size
            for row, p in zip(table, positions, strict=True)
        ]
    )
    new_lens = query_lens if attn_type == AttentionType.DECODER else seq_lens
    new = torch.cat([p >= n - m for p, n, m in zip(positions, seq_lens, new_lens, strict=True)])
    blocks = sum(-(-length // block_size) for length in seq_lens)
    kv_cache = packed_key.new_full((2, blocks, block_size, *packed_key.shape[1:]), math.nan)
    flat = kv_cache.flatten(1, 2)
    slots, new = slots.to(device), new.to(device)
    flat[0, slots[~new]] = packed_key[~new]
    flat[1, slots[~new]] = packed_value[~new]
    metadata = AttentionMetadata(**shape, block_table=table.to(device), slot_mapping=slots[new])
    return Packed(packed_query, packed_key[new], packed_value[new], kv_cache, metadata)


def unpack(
    output: Tensor,
    batch: Sequence[Visibility],
    query_len: int,
    value_size: int,
    rows: Sequence[int] | None = None,
) -> Tensor:
    """Put the output of packed queries in its places; all others are zeros.

    Args:
        output: ``[tokens, heads, head_size]``.
        batch: each sequence without its padding.
        query_len: query tokens of a row, with padding.
        value_size: elements of a value, at most ``head_size``.
        rows: the row that each sequence stands in, in ascending order; None where each row has one.

    Returns:
        ``[batch, query_len, heads, value_size]``.
    """
    places = range(len(batch)) if rows is None else rows
    padded = output.new_zeros(places[-1] + 1, query_len, output.shape[1], value_size)
    parts = output[..., :value_size].split([len(seen.queries) for seen in batch])
    for row, seen, part in zip(places, batch, parts, strict=True):
        padded[row, seen.queries.to(output.device)] = part
    return padded
