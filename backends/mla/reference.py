"""The oracle of latent attention: plain PyTorch and float64, one request at a time, written to be read.

Both forms of the same layer (DeepSeek-V2, 2405.04434, section 2.1) are here: over the latent vectors, with
projections absorbed into the queries, and over the keys and values that are projected from them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor


def causal_mask(query_len: int, seq_len: int) -> Tensor:
    """Return a mask of the keys that the last ``query_len`` tokens of a sequence see: bool ``[query_len, seq_len]``.

    Args:
        query_len: query tokens.
        seq_len: keys, of which the last ``query_len`` belong to the queries themselves.
    """
    return torch.ones(query_len, seq_len, dtype=torch.bool).tril(seq_len - query_len)


def listed_mask(indices: Tensor, seq_len: int) -> Tensor:
    """Return a mask of the keys seen by queries that attend to lists of positions, and to none after themselves.

    Args:
        indices: int ``[query_len, topk]``; negative numbers are no key.
        seq_len: keys of the sequence, whose last tokens the queries are.

    Returns:
        bool ``[query_len, seq_len]``.
    """
    positions = torch.arange(seq_len, device=indices.device)
    listed = (indices[:, :, None] == positions).any(1)
    return listed & causal_mask(len(indices), seq_len).to(indices.device)


def attend(query: Tensor, key: Tensor, value: Tensor, scale: float, visible: Tensor) -> tuple[Tensor, Tensor]:
    """Attention of one request, with keys and values of different sizes.

    Args:
        query: ``[query_len, heads, key_size]``.
        key: ``[seq_len, heads, key_size]``.
        value: ``[seq_len, heads, value_size]``.
        scale: what the dot products are multiplied by.
        visible: bool ``[query_len, seq_len]``.

    Returns:
        float64 ``[query_len, heads, value_size]``, zeros for a query that sees no key, and the natural
        logarithm of the sum of the exponentials of the logits, ``[query_len, heads]``.
    """
    logits = torch.einsum("qhd,khd->qhk", query.double(), key.double()) * scale
    logits = logits.masked_fill(~visible[:, None, :].to(query.device), -math.inf)
    # A row without any key is 0/0 in the softmax.
    weights = torch.softmax(logits, dim=2).nan_to_num(0.0)
    return torch.einsum("qhk,khd->qhd", weights, value.double()), torch.logsumexp(logits, dim=2)


def attend_latents(
    query: Tensor, latents: Tensor, rank: int, scale: float, visible: Tensor
) -> tuple[Tensor, Tensor]:
    """Absorbed attention of one request: all heads share one key, whose latent part is their value.

    Args:
        query: ``[query_len, heads, rank + rope]``.
        latents: ``[seq_len, rank + rope]``, latent part first, dequantised.
        rank: elements of the latent part.
        scale: what the dot products are multiplied by.
        visible: bool ``[query_len, seq_len]``.

    Returns:
        As :func:`attend`, the values being latent: ``[query_len, heads, rank]``.
    """
    key = latents[:, None, :].expand(-1, query.shape[1], -1)
    return attend(query, key, key[..., :rank], scale, visible)


def project(latents: Tensor, kv_b_proj: Tensor, nope: int) -> tuple[Tensor, Tensor]:
    """Every head's keys and values, from the latent vectors of one request.

    Args:
        latents: ``[seq_len, rank + rope]``, latent part first, dequantised.
        kv_b_proj: ``[heads, nope + value_size, rank]``.
        nope: elements of a head's key that are projected; the rotary ones follow, the same for all heads.

    Returns:
        float64 ``[seq_len, heads, nope + rope]`` and ``[seq_len, heads, value_size]``.
    """
    heads, _, rank = kv_b_proj.shape
    latent, rope = latents.double()[:, None, :].split([rank, latents.shape[1] - rank], dim=2)
    projected = torch.einsum("kr,hdr->khd", latent[:, 0], kv_b_proj.double())
    key = torch.cat((projected[..., :nope], rope.expand(-1, heads, -1)), dim=2)
    return key, projected[..., nope:]
