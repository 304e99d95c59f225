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
from transformers.masking_utils import sdpa_mask

from backends.integrations.forcing import forced
from backends.integrations.guards import NAME_PREFIX, install
from backends.integrations.layer_types import attention_type, mask_pattern
from backends.integrations.options import refuse_inexpressible
from backends.integrations.packing import pack, unpack
from backends.integrations.visibility import Visibility, recognise, write_out
from backends.registry import find_backend
from backends.types import AttentionType, MultipleOf

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module
    from transformers import PreTrainedModel

    from backends.attention_layer import AttentionImpl
    from backends.base import AttentionBackend

_DEFAULT_BLOCK_SIZE = 16
_MASK_DIMENSIONS = 4
_LAYERS = "_backend_layers"


# Not when a backend is registered, which may be while an argument of one of the wrapped methods is evaluated.
install()


def _block_size(backend: type[AttentionBackend]) -> int:
    """The first block size that the backend lists."""
    sizes = backend.get_supported_block_sizes()
    if not sizes:
        return _DEFAULT_BLOCK_SIZE
    return sizes[0].base if isinstance(sizes[0], MultipleOf) else sizes[0]


def visible_mask(**arguments: Any) -> Tensor:
    """Transformers' boolean mask, never left out, and without the rows of queries that are padding.

    Args:
        **arguments: what transformers passes to every mask function: sizes, offsets, ``mask_function`` and the
            ``attention_mask`` bool ``[batch, keys]`` of the tokens that are no padding.

    Returns:
        bool ``[batch, 1, queries, keys]``, true where a query sees a key.
    """
    # Only the masks of bidirectional layers may be left out for this reason: their queries may be another sequence
    # than the keys that attention_mask is about.
    bidirectional = "allow_is_bidirectional_skip" in arguments
    skips = {"allow_is_causal_skip": False, "allow_is_bidirectional_skip": False}
    visible = sdpa_mask(**arguments | skips)
    real = arguments.get("attention_mask")
    if real is None or bidirectional:
        return visible
    first = int(arguments.get("q_offset", 0))
    return visible & real[:, None, first : first + arguments["q_length"], None].bool()


def _as_boolean(mask: Tensor) -> Tensor:
    """A mask as bool ``[batch, queries, keys]``.

    Raises:
        ValueError: it has other dimensions, differs between heads, or holds other numbers than 0 and the least of
            its element type.
    """
    if mask.dim() != _MASK_DIMENSIONS:
        raise ValueError(
            f"an attention mask of shape {list(mask.shape)} has not the four dimensions of a batch"
        )
    if mask.dtype != torch.bool:
        hidden = mask <= torch.finfo(mask.dtype).min
        if not (hidden | (mask == 0)).all():
            raise ValueError(
                "an attention mask that adds to the logits is not supported: only hiding keys is"
            )
        mask = ~hidden
    if (mask != mask[:, :1]).any():
        raise ValueError("an attention mask that differs between heads is not supported")
    return mask[:, 0]


def _visible_rows(mask: Tensor, query: Tensor, seq_len: int) -> Tensor:
    """The mask as bool ``[batch, queries, keys]`` on the CPU.

    Raises:
        ValueError: it is for other keys, or as for :func:`_as_boolean`.
    """
    if mask.shape[-1] != seq_len:
        raise ValueError(f"an attention mask of {mask.shape[-1]} keys for {seq_len}")
    return _as_boolean(mask).cpu().expand(query.shape[0], query.shape[2], -1)


def _visibilities(
    visible: Tensor | None, query: Tensor, seq_len: int, attn_type: AttentionType, sliding_window: int | None
) -> list[Visibility]:
    """Return the visible keys of each row of the batch, given its mask.

    Raises:
        ValueError: the mask, or its absence, cannot be expressed to a backend.
    """
    batch, _, query_len, _ = query.shape
    if visible is not None:
        return [recognise(row, attn_type, sliding_window) for row in visible]
    causal = attn_type == AttentionType.DECODER
    if causal and query_len not in (1, seq_len):
        raise ValueError(
            f"without a mask nothing says where among {seq_len} keys the {query_len} causal queries stand"
        )
    window = None if attn_type == AttentionType.ENCODER_DECODER else sliding_window
    row = write_out(query_len, seq_len, causal=causal, sliding_window=window)
    return [recognise(row, attn_type, window)] * batch


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
            **options: other options of models; one that would change the result is refused.

        Returns:
            ``[batch, queries, heads, value_size]``, and no weights.

        Raises:
            ValueError: the backend does not declare all that the layer asks, or it cannot be expressed to any backend.
        """
        refuse_inexpressible(query, dropout, options)
        causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
        query_len, seq_len = query.shape[2], key.shape[2]
        visible = None if attention_mask is None else _visible_rows(attention_mask, query, seq_len)
        attn_type = attention_type(
            module,
            causal=causal,
            query_len=query_len,
            seq_len=seq_len,
            pattern=None if visible is None else mask_pattern(visible, sliding_window),
        )
        layer = self._layer(
            module,
            num_heads=query.shape[1],
            head_size=max(key.shape[-1], value.shape[-1]),
            scale=query.shape[-1] ** -0.5 if scaling is None else scaling,
            num_kv_heads=key.shape[1],
            sliding_window=sliding_window,
            logits_soft_cap=softcap,
            attn_type=attn_type,
            sinks=s_aux,
        )
        batch = _visibilities(visible, query, seq_len, attn_type, sliding_window)
        if not any(len(seen.queries) for seen in batch):
            raise ValueError("the attention mask hides every key from every query")
        if position_bias is not None and not position_bias.any():
            # T5's cross-attention, which has learned none, is handed zeros.
            position_bias = None
        packed = pack(query, key, value, batch, attn_type, self._block_size, position_bias=position_bias)
        output = layer.forward(
            packed.query,
            packed.key,
            packed.value,
            packed.kv_cache,
            packed.metadata,
            torch.empty_like(packed.query),
        )
        return unpack(output, batch, query_len, value.shape[-1]), None

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
