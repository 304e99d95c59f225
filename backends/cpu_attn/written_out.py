"""Attention of one request with its logits written out, for what torch's own operator does not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from backends.cpu_attn.launch import CpuAttentionImpl


def attend_written_out(
    layer: CpuAttentionImpl, query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None
) -> tuple[Tensor, Tensor]:
    """Attend in single precision.

    Args:
        layer: whose scale, cap and sinks are used.
        query: ``[query_len, heads, head_size]``.
        key: ``[seq_len, kv_heads, head_size]``.
        value: as ``key``.
        bias: float32 ``[1 or heads, query_len, seq_len]``, added to the capped logits; None for nothing.

    Returns:
        float32 ``[query_len, heads, head_size]``, zeros for a query that sees no key, and the natural logarithm of the
        sum of the exponentials of the logits, the sink's included, ``[query_len, heads]``.
    """
    group = layer.num_heads // layer.num_kv_heads
    key, value = (tensor.float().repeat_interleave(group, dim=1) for tensor in (key, value))
    logits = torch.einsum("qhd,khd->hqk", query.float(), key) * layer.scale
    if layer.logits_soft_cap is not None:
        logits = layer.logits_soft_cap * torch.tanh(logits / layer.logits_soft_cap)
    if bias is not None:
        logits = logits + bias
    sums = torch.logsumexp(logits, dim=2)
    if layer.sinks is not None:
        sums = torch.logaddexp(sums, layer.sinks.float()[:, None])
    # A query without any key has -inf as its logarithm, which must not be subtracted from itself.
    weights = torch.exp(logits - sums.masked_fill(sums.isneginf(), 0.0)[:, :, None])
    return torch.einsum("hqk,khd->qhd", weights, value), sums.T
