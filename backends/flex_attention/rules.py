"""The rules of a layer and a batch as the functions that flex_attention asks for every logit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from backends.reference import ALIBI_TERMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from backends.attention_layer import AttentionImpl
    from backends.metadata import AttentionMetadata
    from backends.types import AlibiForm


def mask_of(
    layer: AttentionImpl, metadata: AttentionMetadata
) -> Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]:
    """Return the function that tells if a query sees a key: ``mask(request, head, query token, key position)``, a bool.

    Query tokens after the end of their request see nothing, so that blocks of padding are not computed.

    Args:
        layer: the layer, whose sliding window counts.
        metadata: the batch.
    """
    seq_lens = metadata.seq_lens
    query_lens = metadata.query_start_loc.diff()
    causal = metadata.causal if metadata.query_bias is None else False
    ranges = metadata.mm_prefix_ranges
    window = layer.sliding_window

    def mask(request: Tensor, _head: Tensor, token: Tensor, key: Tensor) -> Tensor:
        query = token + seq_lens[request] - query_lens[request]
        exists = (token < query_lens[request]) & (key < seq_lens[request])
        visible = exists
        if causal is True:
            visible = visible & (key <= query)
        elif causal is not False:
            visible = visible & ((key <= query) | ~causal[request])
        if window is not None:
            visible = visible & ((key - query).abs() < window)
        if ranges is not None:
            for number in range(ranges.shape[1]):
                begin, end = ranges[request, number, 0], ranges[request, number, 1]
                together = (begin <= query) & (query < end) & (begin <= key) & (key < end)
                visible = visible | (exists & together)
        return visible

    return mask


def score_of(
    metadata: AttentionMetadata, soft_cap: Tensor | None, slopes: Tensor | None, alibi_form: AlibiForm
) -> Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], Tensor] | None:
    """Return the function that changes a scaled logit: ``score(logit, request, head, query token, key position)``.

    Args:
        metadata: the batch.
        soft_cap: float32 scalar on the queries' device, or None; a Python number would be compiled as one on the host.
        slopes: float32 ``[heads]``, the layer's ALiBi slopes.
        alibi_form: the form of ALiBi's penalty.

    Returns:
        The function; None where logits are left as they are.
    """
    between, positional = metadata.query_bias, metadata.position_bias
    if all(part is None for part in (soft_cap, slopes, between, positional)):
        return None
    # A function: what is compiled for one member of an Enum would be used for the others.
    term = ALIBI_TERMS[alibi_form]
    context_lens = metadata.seq_lens - metadata.query_start_loc.diff()

    def score(logit: Tensor, request: Tensor, head: Tensor, token: Tensor, key: Tensor) -> Tensor:
        if soft_cap is not None:
            logit = soft_cap * torch.tanh(logit / soft_cap)
        new_key = key - context_lens[request]
        if slopes is not None:
            logit = logit + slopes[head] * term((new_key - token).float())
        if between is not None:
            bias = between[token, new_key.clamp(0, between.shape[1] - 1)]
            logit = logit + torch.where(new_key < 0, 0.0, bias)
        if positional is not None:
            # Keys are padded to whole blocks, and the bias is not.
            logit = logit + positional[request, head, token, key.clamp(max=positional.shape[3] - 1)]
        return logit

    return score
