"""The oracle: attention in plain PyTorch and float64, one request at a time, written to be read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata


@dataclass(frozen=True, slots=True)
class LogitRules:
    """What is done to the logits between the dot products and the softmax."""

    scale: float
    """What the dot products are multiplied by."""
    causal: bool
    """Whether a query sees only the keys up to its own position."""
    sliding_window: int | None = None
    """A query sees the keys less than this far from it; None for all."""
    logits_soft_cap: float | None = None
    """``cap`` of ``cap * tanh(logit / cap)``; None for none."""
    alibi_slopes: list[float] | None = None
    """A head's factor of ``-|key - query|``; None for none."""
    sinks: Tensor | None = None
    """``[heads]``, a logit a head that has no value; None for none."""


def attend(query: Tensor, key: Tensor, value: Tensor, rules: LogitRules) -> Tensor:
    """Attention of one request.

    Args:
        query: ``[query_len, heads, head_size]``; its tokens are the last ones of the sequence of keys.
        key: ``[seq_len, kv_heads, head_size]``; ``kv_heads`` divides ``heads``.
        value: as ``key``.
        rules: what is done to the logits.

    Returns:
        float64 ``[query_len, heads, head_size]``; zeros for a query that sees no key.
    """
    query_len, heads, _ = query.shape
    seq_len, kv_heads, _ = key.shape
    key, value = (t.double().repeat_interleave(heads // kv_heads, dim=1) for t in (key, value))
    logits = torch.einsum("qhd,khd->hqk", query.double(), key) * rules.scale
    if rules.logits_soft_cap is not None:
        logits = rules.logits_soft_cap * torch.tanh(logits / rules.logits_soft_cap)
    positions = torch.arange(query_len, device=query.device) + (seq_len - query_len)
    ahead = torch.arange(seq_len, device=query.device)[None, :] - positions[:, None]
    if rules.alibi_slopes is not None:
        slopes = torch.tensor(rules.alibi_slopes, dtype=torch.float64, device=query.device)
        logits = logits - slopes[:, None, None] * ahead.abs()
    visible = torch.ones_like(ahead, dtype=torch.bool)
    if rules.causal:
        visible &= ahead <= 0
    if rules.sliding_window is not None:
        visible &= ahead.abs() < rules.sliding_window
    logits = logits.masked_fill(~visible, -math.inf)
    if rules.sinks is None:
        sink = torch.full((heads, query_len, 1), -math.inf, dtype=torch.float64, device=query.device)
    else:
        sink = rules.sinks.double()[:, None, None].expand(heads, query_len, 1)
    weights = torch.softmax(torch.cat((logits, sink), dim=2), dim=2)[..., :seq_len]
    # A row without any key is 0/0 in the softmax.
    return torch.einsum("hqk,khd->qhd", weights.nan_to_num(0.0), value)


def gather_paged(kv_cache: Tensor, block_table: Tensor, seq_len: int) -> tuple[Tensor, Tensor]:
    """The keys and values of one request, read out of the paged cache (2309.06180).

    Args:
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        block_table: int ``[max_blocks]``, the request's blocks in order.
        seq_len: how many keys the request has.

    Returns:
        Keys and values, each ``[seq_len, kv_heads, head_size]``.

    Raises:
        IndexError: an entry that is needed names a block that the cache does not have.
    """
    block_size = kv_cache.shape[2]
    blocks = block_table[: -(-seq_len // block_size)].long()
    if blocks.numel() and not 0 <= int(blocks.min()) <= int(blocks.max()) < kv_cache.shape[1]:
        raise IndexError(f"block table {blocks.tolist()} reaches outside the {kv_cache.shape[1]} blocks")
    gathered = kv_cache[:, blocks].flatten(1, 2)[:, :seq_len]
    return gathered[0], gathered[1]


def paged_attention(
    query: Tensor, kv_cache: Tensor, metadata: AttentionMetadata, rules: LogitRules
) -> Tensor:
    """Attention of a batch whose keys and values are all in the cache.

    Args:
        query: ``[tokens, heads, head_size]``.
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        metadata: the batch; needs a block table.
        rules: what is done to the logits.

    Returns:
        float64, like ``query``; NaN for padding tokens, about which nothing is said.

    Raises:
        ValueError: the batch has no block table.
        IndexError: a block table reaches outside the cache.
    """
    if metadata.block_table is None:
        raise ValueError("paged attention needs a block_table")
    output = torch.full_like(query, math.nan, dtype=torch.float64)
    starts = metadata.query_start_loc.tolist()
    for request, seq_len in enumerate(metadata.seq_lens.tolist()):
        tokens = slice(starts[request], starts[request + 1])
        key, value = gather_paged(kv_cache, metadata.block_table[request], seq_len)
        output[tokens] = attend(query[tokens], key, value, rules)
    return output


def packed_attention(
    query: Tensor, key: Tensor, value: Tensor, metadata: AttentionMetadata, rules: LogitRules
) -> Tensor:
    """Attention of a batch whose requests attend to their own packed tokens and to nothing cached.

    Args:
        query: ``[tokens, heads, head_size]``.
        key: ``[tokens, kv_heads, head_size]``.
        value: as ``key``.
        metadata: the batch.
        rules: what is done to the logits.

    Returns:
        float64, like ``query``; NaN for padding tokens, about which nothing is said.
    """
    output = torch.full_like(query, math.nan, dtype=torch.float64)
    starts = metadata.query_start_loc.tolist()
    for begin, end in pairwise(starts):
        tokens = slice(begin, end)
        output[tokens] = attend(query[tokens], key[tokens], value[tokens], rules)
    return output
