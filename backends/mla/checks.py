"""What must hold of the tensors of a latent layer's call before a kernel may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from backends.checks import check_tensor
from backends.dtypes import cache_dtype

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata
    from backends.mla.impl import MLAImpl


def check_batch(query: Tensor, metadata: AttentionMetadata) -> None:
    """Check the tensors that say which tokens belong to which request.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    requests = metadata.seq_lens.shape[0]
    check_tensor("seq_lens", metadata.seq_lens, (None,), (torch.int32,), query.device)
    check_tensor("query_start_loc", metadata.query_start_loc, (requests + 1,), (torch.int32,), query.device)
    if metadata.max_query_len > query.shape[0]:
        raise ValueError(
            f"max_query_len {metadata.max_query_len} is more than the {query.shape[0]} query tokens"
        )


def check_cache(
    impl: MLAImpl, query: Tensor, kv_cache: Tensor, metadata: AttentionMetadata, kv_scale: float
) -> None:
    """Check the latent cache, the tables that lead into it, and its scale.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    dtype = cache_dtype(impl.kv_cache_dtype, query.dtype)
    check_tensor("kv_cache", kv_cache, (None, None, impl.latent_size), (dtype,), query.device)
    if metadata.block_table is None:
        raise ValueError("attention over a cache needs a block_table")
    requests = metadata.seq_lens.shape[0]
    check_tensor("block_table", metadata.block_table, (requests, None), (torch.int32,), query.device)
    room = metadata.block_table.shape[1] * kv_cache.shape[1]
    if metadata.max_seq_len > room:
        raise ValueError(
            f"max_seq_len {metadata.max_seq_len} is more than the {room} keys of a block_table row"
        )
    if kv_scale <= 0:
        raise ValueError(f"kv_scale {kv_scale} must be positive")
    if kv_scale != 1.0 and not impl.kv_cache_dtype.is_quantized:
        raise ValueError(
            f"kv_scale {kv_scale} must be 1: a cache of {impl.kv_cache_dtype.value} has no scale"
        )


def check_new_tokens(
    impl: MLAImpl, query: Tensor, latent: Tensor | None, key_rope: Tensor | None, metadata: AttentionMetadata
) -> None:
    """Check the latent vectors that are to be cached, if there are any.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    if (latent is None) != (key_rope is None):
        raise ValueError("latent and key_rope come together or not at all")
    if latent is None or key_rope is None:
        return
    check_tensor("latent", latent, (None, impl.kv_lora_rank), (query.dtype,), query.device)
    shape = (latent.shape[0], impl.qk_rope_head_dim)
    check_tensor("key_rope", key_rope, shape, (query.dtype,), query.device)
    if metadata.slot_mapping is None:
        raise ValueError("new tokens need a slot_mapping that says where in the cache they go")
    check_tensor("slot_mapping", metadata.slot_mapping, (latent.shape[0],), (torch.int64,), query.device)


def check_indices(impl: MLAImpl, query: Tensor, indices: Tensor | None) -> None:
    """Check that there are indices just where the backend attends to a list of keys.

    Raises:
        ValueError: they are missing, not wanted, or do not fit.
    """
    name = impl.backend.get_name()
    if impl.backend.is_sparse():
        if indices is None:
            raise ValueError(f"{name} attends to a list of keys and needs indices")
        check_tensor("indices", indices, (query.shape[0], None), (torch.int32,), query.device)
    elif indices is not None:
        raise ValueError(f"{name} attends to all keys and has no use for indices")


def check_projection(
    impl: MLAImpl, query: Tensor, kv_b_proj: Tensor | None, metadata: AttentionMetadata
) -> None:
    """Check the weight that projects latent vectors to keys and values, or that nothing is known to need it.

    Raises:
        ValueError: names what it is and what it must be.
    """
    if kv_b_proj is not None:
        shape = (impl.num_heads, impl.qk_nope_head_dim + impl.v_head_dim, impl.kv_lora_rank)
        check_tensor("kv_b_proj", kv_b_proj, shape, (query.dtype,), query.device)
    elif metadata.max_seq_len > metadata.max_query_len:
        raise ValueError(
            f"max_seq_len {metadata.max_seq_len} is more than max_query_len {metadata.max_query_len}: some "
            "request has context, which needs kv_b_proj"
        )


def check_heads(name: str, tensor: Tensor, query: Tensor, heads: int, size: int) -> None:
    """Check ``[tokens, heads, size]`` of the element type of the queries.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    check_tensor(name, tensor, (query.shape[0], heads, size), (query.dtype,), query.device)


def check_lse(output_lse: Tensor | None, query: Tensor) -> None:
    """Check where the log-sum-exp is to go.

    Raises:
        ValueError: names what it is and what it must be.
    """
    if output_lse is not None:
        check_tensor("output_lse", output_lse, tuple(query.shape[:2]), (torch.float32,), query.device)
