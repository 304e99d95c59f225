"""Backends as attention functions of transformers 5, for any model that goes through its ``AttentionInterface``.

After ``register_attention("TRITON_ATTN")``, ``attn_implementation="docgen_TRITON_ATTN"`` runs a model on the
backend, every call held to its declaration; :func:`use_backend` does both to a model that exists. transformers reads
a meaning into names that hold ``flash``, ``sdpa``, ``flex_attention``, ``/`` or ``|``, so that a backend's name has to
be in capitals, digits and underscores.

This is for running real models through the kernels, not for speed: every call packs its batch and builds a
paged cache for itself. Inference only. The outputs of padding tokens are zeros.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface

from backends.integrations.forcing import forced
from backends.integrations.guards import NAME_PREFIX, install
from backends.integrations.layer_types import attention_type, mask_pattern
from backends.integrations.masks import given_parts, limited, sequences, visible_mask, visible_rows
from backends.integrations.options import refuse_inexpressible
from backends.integrations.packing import gather, pack, unpack
from backends.integrations.token_sinks import check_token_sinks, share_with_sinks
from backends.registry import find_backend
from backends.types import MultipleOf

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module
    from transformers import PreTrainedModel

    from backends.attention_layer import AttentionImpl
    from backends.base import AttentionBackend

_DEFAULT_BLOCK_SIZE = 16
_LAYERS = "_backend_layers"


# Not when a backend is registered, which may be while an argument of one of the wrapped methods is evaluated.
install()


def _block_size(backend: type[AttentionBackend]) -> int:
    """The first block size that the backend lists."""
    sizes = backend.get_supported_block_sizes()
    if not sizes:
        return _DEFAULT_BLOCK_SIZE
    return sizes[0].base if isinstance(sizes[0], MultipleOf) else sizes[0]


class BackendAttention:
    """An attention function on one backend, with the signature that transformers calls.

    Args:
        implementation: what runs; one instance is kept on every module for each configuration it is called in.
    """

    def __init__(self, implementation: type[AttentionImpl]) -> None:
        self._implementation = implementation
        self._block_size = _block_size(implementation.backend)

    def __call__(  # noqa: PLR0917  (transformers passes these by position)
        self,
        module: Module,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        attention_mask: Tensor | None,
        scaling: float | None = None,
        dropout: float = 0.0,
        is_causal: bool | None = None,  # noqa: FBT001  (transformers' own)
        sliding_window: int | None = None,
        softcap: float | None = None,
        s_aux: Tensor | None = None,
        position_bias: Tensor | None = None,
        sinks: Tensor | None = None,
        cu_seq_lens_q: Tensor | None = None,
        cu_seq_lens_k: Tensor | None = None,
        **options: Any,
    ) -> tuple[Tensor, None]:
        """Attend.

        Args:
            module: the attention module.
            query: ``[batch, heads, queries, key_size]``.
            key: ``[batch, kv_heads, keys, key_size]``.
            value: ``[batch, kv_heads, keys, value_size]``.
            attention_mask: ``[batch or 1, heads or 1, queries or 1, keys]``, bool or a bias on the logits;
                None where every key is seen, or every one up to the query if the layer is causal.
            scaling: factor of the dot products; None for ``key_size ** -0.5``.
            dropout: must be 0.
            is_causal: None leaves it to ``module.is_causal``, and that to True.
            sliding_window: a query sees the keys less than this far from it.
            softcap: cap of the logits.
            s_aux: ``[heads]``, the sinks' logits.
            position_bias: ``[batch or 1, heads, queries, keys]``, what T5 adds to the scaled logits.
            sinks: ``[batch, heads, queries, 1]``, a sink's logit for each token; takes a backend that returns the
                log-sum-exp.
            cu_seq_lens_q: int ``[sequences + 1]``, the first query of each sequence that is packed in the only row of
                the batch, then the end of the last; None where a row is one sequence, or the mask tells them apart.
            cu_seq_lens_k: likewise of the keys.
            **options: other options of models; one that would change the result is refused.

        Returns:
            ``[batch, queries, heads, value_size]``, and no weights.

        Raises:
            ValueError: the backend does not declare all that the layer asks, or it cannot be expressed to any backend.
        """
        refuse_inexpressible(query, dropout, options)
        if sinks is not None:
            check_token_sinks(sinks, query)
        causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
        query_len, seq_len = query.shape[2], key.shape[2]
        parts = given_parts(query, seq_len, cu_seq_lens_q, cu_seq_lens_k)
        visible = None if attention_mask is None else visible_rows(attention_mask, query, seq_len)
        if visible is not None and parts is not None:
            visible = limited(visible, parts)
        attn_type = attention_type(
            module,
            causal=causal,
            query_len=query_len,
            seq_len=seq_len,
            pattern=None if visible is None else mask_pattern(visible, sliding_window),
        )
        batch = sequences(visible, query, seq_len, attn_type, sliding_window, parts)
        layer = self._layer(
            module,
            num_heads=query.shape[1],
            head_size=max(key.shape[-1], value.shape[-1]),
            scale=query.shape[-1] ** -0.5 if scaling is None else scaling,
            num_kv_heads=key.shape[1],
            sliding_window=batch.sliding_window,
            logits_soft_cap=softcap,
            attn_type=attn_type,
            sinks=s_aux,
        )
        if position_bias is not None and not position_bias.any():
            # T5's cross-attention, which has learned none, is handed zeros.
            position_bias = None
        packed = pack(
            query,
            key,
            value,
            batch.sequences,
            attn_type,
            self._block_size,
            rows=batch.rows,
            position_bias=position_bias,
        )
        lse = None if sinks is None else packed.query.new_empty(packed.query.shape[:2], dtype=torch.float32)
        output = layer.forward(
            packed.query,
            packed.key,
            packed.value,
            packed.kv_cache,
            packed.metadata,
            torch.empty_like(packed.query),
            output_lse=lse,
        )
        if lse is not None:
            queries = [(row, seen.queries) for row, seen in zip(batch.rows, batch.sequences, strict=True)]
            output = share_with_sinks(output, lse, gather(sinks, queries, 1))
        return unpack(output, batch.sequences, query_len, value.shape[-1], batch.rows), None

    def _layer(self, module: Module, *, sinks: Tensor | None, **arguments: Any) -> AttentionImpl:
        """The module's layer for this configuration, made at the first call.

        Raises:
            ValueError: the backend does not declare it.
        """
        layers = module.__dict__.setdefault(_LAYERS, {})
        wanted = (self._implementation, *arguments.values())
        layer = layers.get(wanted)
        if layer is None or layer.sinks is not sinks:
            layers[wanted] = layer = self._implementation(**arguments, sinks=sinks)
        return layer


def register_attention(backend: str, *, force: bool = False) -> str:
    """Make a backend known to transformers; a second time changes nothing.

    Args:
        backend: its name in the registry.
        force: past every refusal of the backend, which shows what the refusal is for and is no way to use it.

    Returns:
        The name to pass as ``attn_implementation``: ``docgen_`` or ``docgen_forced_``, and the backend's.

    Raises:
        ValueError: there is no such backend, or transformers would read something into its name.
        ImportError: the backend's module cannot be imported.
    """
    if not re.fullmatch(r"[A-Z0-9_]+", backend):
        raise ValueError(
            f"backend {backend!r}: transformers wants a name in capitals, digits and underscores"
        )
    implementation = find_backend(backend).get_class().get_impl_cls()
    name = f"{NAME_PREFIX}forced_{backend}" if force else f"{NAME_PREFIX}{backend}"
    AttentionInterface.register(name, BackendAttention(forced(implementation) if force else implementation))
    AttentionMaskInterface.register(name, visible_mask)
    return name


def use_backend(model: PreTrainedModel, backend: str, *, force: bool = False) -> None:
    """Run every attention layer of a model on a backend from now on.

    Args:
        model: the model.
        backend: the backend's name in the registry.
        force: as for :func:`register_attention`.

    Raises:
        ValueError: part of the model has attention of its own (BLOOM, MPT), which transformers would leave in
            place with a warning: says which, and nothing is changed; or as :func:`register_attention`.
        ImportError: the backend's module cannot be imported.
    """
    model.set_attn_implementation(register_attention(backend, force=force))
