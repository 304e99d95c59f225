"""Checks of the arguments of a latent layer's call before a kernel may use them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backends.checks import check_limits
from backends.dtypes import cache_dtype
from backends.tensor_rules import BATCH, LATENT_DECODE, LATENT_PREFILL, check_tensors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from torch import Tensor

    from backends.metadata import AttentionMetadata
    from backends.mla.attention_layer import MLAImpl
    from backends.tensor_rules import TensorRule

__all__ = ["LATENT_DECODE", "LATENT_PREFILL", "check_call", "check_context", "check_indices"]


def check_call(
    layer: MLAImpl,
    rules: Iterable[TensorRule],
    tensors: Mapping[str, Tensor | None],
    metadata: AttentionMetadata,
    kv_scale: float,
) -> None:
    """Check the arguments of one call; the result is the same for all calls of one signature.

    Args:
        layer: whose sizes they must have.
        rules: those of decoding, or of prefill.
        tensors: the call's, by name.
        metadata: the batch.
        kv_scale: what cached numbers are multiplied by.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    query, latent = tensors["query"], tensors["latent"]
    if (latent is None) != (tensors["key_rope"] is None):
        raise ValueError("latent and key_rope come together or not at all")
    if latent is not None and metadata.slot_mapping is None:
        raise ValueError("new tokens need a slot_mapping that says where in the cache they go")
    if tensors["kv_cache"] is not None and metadata.block_table is None:
        raise ValueError("attention over a cache needs a block_table")
    sizes = {
        "tokens": query.shape[0],
        "num_heads": layer.num_heads,
        "kv_lora_rank": layer.kv_lora_rank,
        "qk_rope_head_dim": layer.qk_rope_head_dim,
        "latent_size": layer.latent_size,
        "key_size": layer.qk_nope_head_dim + layer.qk_rope_head_dim,
        "v_head_dim": layer.v_head_dim,
        "projected_size": layer.qk_nope_head_dim + layer.v_head_dim,
        "max_query_len": metadata.max_query_len,
    }
    if metadata.position_bias is not None:
        sizes["max_seq_len"] = metadata.max_seq_len
    dtypes = {"query": query.dtype, "cache": cache_dtype(layer.kv_cache_dtype, query.dtype)}
    batch = metadata.tensors()
    if latent is None:
        # Left over from a call that had new tokens.
        batch |= {"slot_mapping": None}
    check_tensors((*rules, *BATCH), {**tensors, **batch}, sizes, dtypes, query.device)
    check_limits(metadata, query)
    if not 0 < kv_scale < math.inf:
        raise ValueError(f"kv_scale {kv_scale} must be positive, and finite")
    if kv_scale != 1.0 and not layer.kv_cache_dtype.is_quantized:
        raise ValueError(
            f"kv_scale {kv_scale} must be 1: a cache of {layer.kv_cache_dtype.value} has no scale"
        )


def check_indices(layer: MLAImpl, indices: Tensor | None) -> None:
    """Check that there are indices just where the backend attends to a list of keys.

    Args:
        layer: the layer, whose backend counts.
        indices: ``[tokens, topk]``, positions of keys for each query token, or None.

    Raises:
        ValueError: they are missing, or not wanted.
    """
    name = layer.backend.get_name()
    if layer.backend.is_sparse() and indices is None:
        raise ValueError(f"{name} attends to a list of keys and needs indices")
    if indices is not None and not layer.backend.is_sparse():
        raise ValueError(f"{name} attends to all keys and has no use for indices")


def check_context(metadata: AttentionMetadata, kv_b_proj: Tensor | None) -> None:
    """Check that there is a weight to project the context with, unless no request can have any.

    Args:
        metadata: the batch.
        kv_b_proj: the weight that projects latent vectors to keys and values, or None.

    Raises:
        ValueError: it is missing.
    """
    if kv_b_proj is None and metadata.max_seq_len > metadata.max_query_len:
        raise ValueError(
            f"max_seq_len {metadata.max_seq_len} is more than max_query_len {metadata.max_query_len}: some "
            "request has context, which needs kv_b_proj"
        )
