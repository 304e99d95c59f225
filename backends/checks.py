"""What must hold of a call's tensors before a kernel may see them. Nothing here waits for the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from backends.dtypes import cache_dtype
from backends.types import AttentionType

if TYPE_CHECKING:
    from torch import Tensor

    from backends.impl import AttentionImpl
    from backends.inputs import CacheScales
    from backends.metadata import AttentionMetadata


def check_tensor(
    name: str,
    tensor: Tensor,
    shape: tuple[int | None, ...],
    dtypes: tuple[torch.dtype, ...],
    device: torch.device,
) -> None:
    """Hold one tensor against what a kernel assumes.

    Args:
        name: the argument's name, for the message.
        tensor: the tensor.
        shape: its sizes; None takes any.
        dtypes: the element types allowed.
        device: where it must be.

    Raises:
        ValueError: a size, the element type or the device differs, or the last dimension is not contiguous.
    """
    fits = len(shape) == tensor.dim() and all(
        want is None or want == size for want, size in zip(shape, tensor.shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("any" if size is None else str(size) for size in shape)
        raise ValueError(f"{name} must have shape [{wanted}], not {list(tensor.shape)}")
    if tensor.dtype not in dtypes:
        raise ValueError(f"{name} must be {' or '.join(map(str, dtypes))}, not {tensor.dtype}")
    if tensor.device != device:
        raise ValueError(f"{name} is on {tensor.device}, the query on {device}")
    if tensor.numel() and tensor.stride(-1) != 1:
        raise ValueError(
            f"the last dimension of {name} must be contiguous, its stride is {tensor.stride(-1)}"
        )


def _check_metadata(query: Tensor, metadata: AttentionMetadata) -> None:
    requests = metadata.seq_lens.shape[0]
    check_tensor("seq_lens", metadata.seq_lens, (None,), (torch.int32,), query.device)
    check_tensor("query_start_loc", metadata.query_start_loc, (requests + 1,), (torch.int32,), query.device)
    if not isinstance(metadata.causal, bool):
        check_tensor("causal", metadata.causal, (requests,), (torch.bool,), query.device)
    if metadata.mm_prefix_ranges is not None:
        ranges = metadata.mm_prefix_ranges
        check_tensor("mm_prefix_ranges", ranges, (requests, None, 2), (torch.int32,), query.device)
    if metadata.query_bias is not None:
        shape = (metadata.max_query_len, metadata.max_query_len)
        check_tensor("query_bias", metadata.query_bias, shape, (torch.float32,), query.device)
    if metadata.position_bias is not None:
        shape = (requests, query.shape[1], metadata.max_query_len, metadata.max_seq_len)
        dtypes = tuple(dict.fromkeys((torch.float32, query.dtype)))
        check_tensor("position_bias", metadata.position_bias, shape, dtypes, query.device)
    if metadata.max_query_len > query.shape[0]:
        raise ValueError(
            f"max_query_len {metadata.max_query_len} is more than the {query.shape[0]} query tokens"
        )


def _check_packed(
    impl: AttentionImpl, query: Tensor, key: Tensor | None, value: Tensor | None, metadata: AttentionMetadata
) -> None:
    if key is None or value is None:
        raise ValueError(f"{impl.attn_type.name} attention needs key and value: it has no cache to read")
    if key.shape[0] != query.shape[0]:
        raise ValueError(f"{impl.attn_type.name} attention: {key.shape[0]} keys for {query.shape[0]} queries")
    if metadata.max_seq_len != metadata.max_query_len:
        raise ValueError(
            f"{impl.attn_type.name} attention: max_seq_len {metadata.max_seq_len} differs from max_query_len "
            f"{metadata.max_query_len}, but queries and keys are the same tokens"
        )


def _check_paged(
    impl: AttentionImpl,
    query: Tensor,
    key: Tensor | None,
    kv_cache: Tensor | None,
    metadata: AttentionMetadata,
) -> None:
    if kv_cache is None or metadata.block_table is None:
        raise ValueError(f"{impl.attn_type.name} attention needs kv_cache and block_table")
    dtype = cache_dtype(impl.kv_cache_dtype, query.dtype)
    shape = (2, None, None, impl.num_kv_heads, impl.head_size)
    check_tensor("kv_cache", kv_cache, shape, (dtype,), query.device)
    requests = metadata.seq_lens.shape[0]
    check_tensor("block_table", metadata.block_table, (requests, None), (torch.int32,), query.device)
    room = metadata.block_table.shape[1] * kv_cache.shape[2]
    if metadata.max_seq_len > room:
        raise ValueError(
            f"max_seq_len {metadata.max_seq_len} is more than the {room} keys of a block_table row"
        )
    if key is None:
        return
    if metadata.slot_mapping is None:
        raise ValueError("new keys need a slot_mapping that says where in the cache they go")
    check_tensor("slot_mapping", metadata.slot_mapping, (key.shape[0],), (torch.int64,), query.device)


def check_scales(impl: AttentionImpl, scales: CacheScales, kv_cache: Tensor | None) -> None:
    """Hold the scales of the cache against its declared element type.

    Raises:
        ValueError: a scale is missing, is not wanted, or is not positive.
    """
    cache = impl.kv_cache_dtype
    if (scales.key, scales.value) != (1.0, 1.0) and (not cache.is_quantized or cache.is_per_token_head):
        raise ValueError(
            f"k_scale {scales.key} and v_scale {scales.value} must be 1: a cache of {cache.value} has no such scale"
        )
    if scales.key <= 0 or scales.value <= 0:
        raise ValueError(f"k_scale {scales.key} and v_scale {scales.value} must be positive")
    own = scales.per_token_head
    if (own is not None) != (cache.is_per_token_head and impl.uses_cache):
        wanted = "needs" if own is None else "has no use for"
        raise ValueError(f"a cache of {cache.value} {wanted} kv_cache_scales")
    if own is not None and kv_cache is not None:
        check_tensor("kv_cache_scales", own, tuple(kv_cache.shape[:4]), (torch.float32,), kv_cache.device)


def check_inputs(  # noqa: PLR0917  (forward's own arguments, in its order)
    impl: AttentionImpl,
    query: Tensor,
    key: Tensor | None,
    value: Tensor | None,
    kv_cache: Tensor | None,
    metadata: AttentionMetadata,
    output: Tensor,
) -> None:
    """Check the arguments of :meth:`backends.impl.AttentionImpl.forward`, which documents their shapes.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    device = query.device
    check_tensor("query", query, (None, impl.num_heads, impl.head_size), (query.dtype,), device)
    check_tensor("output", output, tuple(query.shape), (query.dtype,), device)
    if (key is None) != (value is None):
        raise ValueError("key and value come together or not at all")
    for name, tensor in (("key", key), ("value", value)):
        if tensor is not None:
            check_tensor(name, tensor, (None, impl.num_kv_heads, impl.head_size), (query.dtype,), device)
    if key is not None and value is not None and key.shape != value.shape:
        raise ValueError(f"{key.shape[0]} keys for {value.shape[0]} values")
    if impl.sinks is not None and impl.sinks.device != device:
        raise ValueError(f"sinks are on {impl.sinks.device}, the query on {device}")
    if metadata.causal is not False and impl.attn_type != AttentionType.DECODER:
        raise ValueError(f"{impl.attn_type.name} attention is never causal, but metadata.causal is set")
    _check_metadata(query, metadata)
    if impl.uses_cache:
        _check_paged(impl, query, key, kv_cache, metadata)
    else:
        _check_packed(impl, query, key, value, metadata)
