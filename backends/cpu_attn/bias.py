"""Bias on one request's logits: the keys that a query sees, ALiBi, a position bias, a speculative tree."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from backends.reference import ALIBI_TERMS

if TYPE_CHECKING:
    from torch import Tensor

    from backends.cpu_attn.launch import CpuAttentionImpl
    from backends.metadata import AttentionMetadata


def _in_one_range(ranges: Tensor, query: Tensor, key: Tensor) -> Tensor:
    """Tell whether some range of ``[ranges, 2]`` holds both positions: bool ``[query_len, seq_len]``."""
    begin, end = ranges[:, :1], ranges[:, 1:]
    holds_query = (begin <= query) & (query < end)
    holds_key = (begin <= key) & (key < end)
    return (holds_query[:, :, None] & holds_key[:, None, :]).any(0)


def request_bias(
    layer: CpuAttentionImpl, metadata: AttentionMetadata, request: int, query_len: int, seq_len: int
) -> Tensor | None:
    """The bias of one request.

    Args:
        layer: the attention layer; its window and slopes count.
        metadata: the batch.
        request: which of its requests.
        query_len: the request's query tokens.
        seq_len: the request's keys.

    Returns:
        float32 ``[1 or heads, query_len, seq_len]``, ``-inf`` where a query does not see a key; None if every
        query sees every key and nothing is added.
    """
    causal = metadata.query_bias is None and bool(
        metadata.causal if isinstance(metadata.causal, bool) else metadata.causal[request]
    )
    # The only query token of a request comes after all other keys.
    causal = causal and query_len > 1
    window, slopes = layer.sliding_window, layer.alibi_slopes
    positional = metadata.position_bias
    added = (window, slopes, metadata.query_bias, positional)
    if not causal and all(part is None for part in added):
        return None
    context_len = seq_len - query_len
    query = torch.arange(context_len, seq_len)
    key = torch.arange(seq_len)
    ahead = key[None, :] - query[:, None]
    visible = torch.ones_like(ahead, dtype=torch.bool)
    if causal:
        visible &= ahead <= 0
    if window is not None:
        visible &= ahead.abs() < window
    if metadata.mm_prefix_ranges is not None:
        visible |= _in_one_range(metadata.mm_prefix_ranges[request], query, key)
    bias = torch.zeros(1, query_len, seq_len).masked_fill(~visible, -math.inf)
    if metadata.query_bias is not None:
        bias[:, :, context_len:] += metadata.query_bias[:query_len, :query_len]
    if slopes is not None:
        bias = bias + torch.tensor(slopes)[:, None, None] * ALIBI_TERMS[layer.alibi_form](ahead.float())
    if positional is not None:
        bias = bias + positional[request, :, :query_len, :seq_len].float()
    return bias
