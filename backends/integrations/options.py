"""Options that models pass to attention besides the mask: which change nothing, and which no backend can express."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from backends.integrations.guards import NO_WEIGHTS

if TYPE_CHECKING:
    from torch import Tensor

_UNSUPPORTED_OPTIONS = {
    "cache": "the paged cache of continuous batching is transformers' own",
    "indices": "sparse attention (DeepSeek-V3.2) names its keys outside the mask",
    "block_indices": "sparse attention (MiniMax-M3) names its keys outside the mask",
}
"""Options that models pass besides the mask, with the reason why the backends cannot support each."""
_HARMLESS_OPTIONS = frozenset(
    {
        # Options for other parts of a model, which attention receives as well.
        "cache_position",
        "logits_to_keep",
        "num_items_in_batch",
        "output_hidden_states",
        "output_router_logits",
        "past_key_values",
        "position_embeddings",
        "return_dict",
        "use_cache",
        # Positions are part of the queries and keys already, and their effect on packed sequences is in the mask.
        "position_ids",
        "seq_idx",
        # The longest of the packed sequences, which their boundaries say.
        "max_length_k",
        "max_length_q",
        # How a kernel of FlashAttention is to go about it.
        "deterministic",
    }
)
"""Options that do not change the result of attention."""


def refuse_inexpressible(query: Tensor, dropout: float, options: dict[str, Any]) -> None:
    """Raise a ValueError for anything in a call that cannot be expressed to any backend."""
    if dropout:
        raise ValueError(f"dropout {dropout} is not supported: the backends are for inference")
    if torch.is_grad_enabled() and query.requires_grad:
        raise ValueError("the backends compute no gradients: call the model under torch.no_grad()")
    if options.get("output_attentions"):
        raise ValueError(NO_WEIGHTS)
    for option, value in options.items():
        if value is None or option in _HARMLESS_OPTIONS or option == "output_attentions":
            continue
        reason = _UNSUPPORTED_OPTIONS.get(option, "what it would change is not known here")
        raise ValueError(f"{option} is not supported: {reason}")
