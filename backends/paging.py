"""The paged cache (2309.06180) read and written with torch's own operators, where Triton may not be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import Tensor


def write_slots(key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor) -> None:
    """Write new keys and values into the paged cache, converted to its element type.

    Args:
        key: ``[kv_tokens, kv_heads, head_size]``.
        value: as ``key``.
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        slot_mapping: int64 ``[kv_tokens]``: ``block * block_size + offset``; negative slots are not written.
    """
    kept = slot_mapping >= 0
    slots = slot_mapping[kept]
    block_size = kv_cache.shape[2]
    where = (slots // block_size, slots % block_size)
    for cache, new in zip(kv_cache.unbind(0), (key, value), strict=True):
        cache.index_put_(where, new[kept].to(cache.dtype))


def gather_request(
    kv_cache: Tensor, block_table: Tensor, seq_len: int, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    """The keys and values of one request, in one piece.

    Args:
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        block_table: int ``[max_blocks]``: the request's blocks in order.
        seq_len: how many keys the request has.
        dtype: the element type wanted.

    Returns:
        Keys and values, each ``[seq_len, kv_heads, head_size]``.
    """
    blocks = block_table[: -(-seq_len // kv_cache.shape[2])].long()
    key, value = kv_cache[:, blocks].flatten(1, 2)[:, :seq_len].to(dtype)
    return key, value
