"""The oracle: attention in plain PyTorch and float64, one request at a time, written to be read."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import torch

from backends.types import AlibiForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from backends.metadata import AttentionMetadata


@dataclass(frozen=True, slots=True)
class LogitRules:
    """Changes of the logits between the dot products and the softmax."""

    scale: float
    """Factor of the dot products."""
    causal: bool
    """True if a query sees only the keys up to its own position."""
    sliding_window: int | None = None
    """A query sees the keys less than this far from it; None for all."""
    logits_soft_cap: float | None = None
    """``cap`` of ``cap * tanh(logit / cap)``; None for none."""
    alibi_slopes: list[float] | None = None
    """A head's factor of ``-|key - query|``; None for none."""
    alibi_form: AlibiForm = AlibiForm.DISTANCE
    """The form of that."""
    sinks: Tensor | None = None
    """``[heads]``, a logit a head that has no value; None for none."""
    prefix_ranges: Tensor | None = None
    """int ``[ranges, 2]``: positions from the first to before the second see one another, whatever the causal limit
    and the window say; None for none."""
    query_bias: Tensor | None = None
    """``[at least query_len, at least query_len]``, what is added to the logits between the queries' own tokens, in
    place of the causal limit; None for none."""
    position_bias: Tensor | None = None
    """``[heads, at least query_len, at least seq_len]``, what is added to the logits of each query and key; None for
    none."""


def rules_of(rules: LogitRules, metadata: AttentionMetadata, request: int) -> LogitRules:
    """The rules of one request: those of the layer, and those that the metadata of the batch give for it.

    Args:
        rules: the layer's rules.
        metadata: the batch.
        request: the request's number in the batch.
    """
    return replace(
        rules,
        causal=rules.causal if isinstance(metadata.causal, bool) else bool(metadata.causal[request]),
        prefix_ranges=None if metadata.mm_prefix_ranges is None else metadata.mm_prefix_ranges[request],
        query_bias=metadata.query_bias,
        position_bias=None if metadata.position_bias is None else metadata.position_bias[request],
    )


def _by_distance(ahead: Tensor) -> Tensor:
    return -ahead.abs()


def _signed(ahead: Tensor) -> Tensor:
    return ahead


def _by_root(ahead: Tensor) -> Tensor:
    return -ahead.abs().sqrt()


ALIBI_TERMS: dict[AlibiForm, Callable[[Tensor], Tensor]] = {
    AlibiForm.DISTANCE: _by_distance,
    AlibiForm.SIGNED: _signed,
    AlibiForm.ROOT: _by_root,
}
"""ALiBi's term for a slope of 1, as a function of the positions from queries to keys, floating point."""


def _visible(query_len: int, seq_len: int, rules: LogitRules, device: torch.device) -> Tensor:
    """Return who sees whom: bool ``[query_len, seq_len]``."""
    keys = torch.arange(seq_len, device=device)
    positions = torch.arange(query_len, device=device) + (seq_len - query_len)
    ahead = keys[None, :] - positions[:, None]
    visible = torch.ones_like(ahead, dtype=torch.bool)
    if rules.causal and rules.query_bias is None:
        visible &= ahead <= 0
    if rules.sliding_window is not None:
        visible &= ahead.abs() < rules.sliding_window
    for first, behind in [] if rules.prefix_ranges is None else rules.prefix_ranges.tolist():
        in_range = ((first <= places) & (places < behind) for places in (positions, keys))
        visible |= torch.outer(*in_range)
    return visible


def _logits(query: Tensor, key: Tensor, rules: LogitRules) -> Tensor:
    """Float64 ``[heads, query_len, seq_len + 1]``, the sink's last; ``-inf`` for what is not seen or not there."""
    query_len, heads, _ = query.shape
    seq_len, kv_heads, _ = key.shape
    key = key.double().repeat_interleave(heads // kv_heads, dim=1)
    logits = torch.einsum("qhd,khd->hqk", query.double(), key) * rules.scale
    if rules.logits_soft_cap is not None:
        logits = rules.logits_soft_cap * torch.tanh(logits / rules.logits_soft_cap)
    if rules.alibi_slopes is not None:
        positions = torch.arange(query_len, device=query.device) + (seq_len - query_len)
        ahead = torch.arange(seq_len, device=query.device)[None, :] - positions[:, None]
        slopes = torch.tensor(rules.alibi_slopes, dtype=torch.float64, device=query.device)
        logits = logits + slopes[:, None, None] * ALIBI_TERMS[rules.alibi_form](ahead.double())
    if rules.query_bias is not None:
        logits[:, :, seq_len - query_len :] += rules.query_bias[:query_len, :query_len].double()
    if rules.position_bias is not None:
        logits = logits + rules.position_bias[:, :query_len, :seq_len].double()
    logits = logits.masked_fill(~_visible(query_len, seq_len, rules, query.device), -math.inf)
    sink = torch.full((heads, query_len, 1), -math.inf, dtype=torch.float64, device=query.device)
    if rules.sinks is not None:
        sink = rules.sinks.double()[:, None, None].expand(heads, query_len, 1)
    return torch.cat((logits, sink), dim=2)


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
    weights = torch.softmax(_logits(query, key, rules), dim=2)[..., :-1]
    value = value.double().repeat_interleave(query.shape[1] // value.shape[1], dim=1)
    # A row without any key is 0/0 in the softmax.
    return torch.einsum("hqk,khd->qhd", weights.nan_to_num(0.0), value)


def log_sum_exp(query: Tensor, key: Tensor, rules: LogitRules) -> Tensor:
    """The natural logarithm of the sum of the exponentials of each query's logits, its sink's included.

    Args:
        query: as in :func:`attend`.
        key: as in :func:`attend`.
        rules: what is done to the logits.

    Returns:
        float64 ``[query_len, heads]``; ``-inf`` for a query that has neither a key nor a sink.
    """
    return torch.logsumexp(_logits(query, key, rules), dim=2).T


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
        rules: what is done to the logits; what the metadata say of a request comes first.

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
        output[tokens] = attend(query[tokens], key, value, rules_of(rules, metadata, request))
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
        rules: what is done to the logits; what the metadata say of a request comes first.

    Returns:
        float64, like ``query``; NaN for padding tokens, about which nothing is said.
    """
    output = torch.full_like(query, math.nan, dtype=torch.float64)
    for request, (begin, end) in enumerate(pairwise(metadata.query_start_loc.tolist())):
        tokens = slice(begin, end)
        of_request = rules_of(rules, metadata, request)
        output[tokens] = attend(query[tokens], key[tokens], value[tokens], of_request)
    return output
