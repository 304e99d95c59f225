"""Sinks of every token and head, which Inkling 2 computes from its hidden states; backends have one of a head.

No kernel needs to know of them: a logit without a value takes its share of the softmax's sum from all keys alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def check_token_sinks(sinks: Tensor, query: Tensor) -> None:
    """Check the shape of a call's sinks.

    Args:
        sinks: the sinks.
        query: ``[batch, heads, queries, key_size]``.

    Raises:
        ValueError: they are not one for each query of each head.
    """
    wanted = (*query.shape[:3], 1)
    if sinks.shape != wanted:
        raise ValueError(
            f"sinks of shape {list(sinks.shape)} are not supported: one of every token and head has shape "
            f"{list(wanted)}, one of a head is s_aux"
        )


def share_with_sinks(output: Tensor, lse: Tensor, sinks: Tensor) -> Tensor:
    """Attention in which each query has a sink, from attention without: ``output * e^lse / (e^lse + e^sink)``.

    Args:
        output: ``[tokens, heads, head_size]``.
        lse: ``[tokens, heads]``, the logarithm of the sum of the exponentials of each query's logits.
        sinks: ``[tokens, heads, 1]``.
    """
    share = (lse.unsqueeze(-1) - sinks.float()).sigmoid()
    return (output.float() * share).to(output.dtype)
