"""The paged cache (2309.06180) read and written with torch's own operators, where Triton may not be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from backends.inputs import CacheScales

if TYPE_CHECKING:
    from torch import Tensor

_UNSCALED = CacheScales()


def write_slots(
    key: Tensor, value: Tensor, kv_cache: Tensor, slot_mapping: Tensor, scales: CacheScales = _UNSCALED
) -> None:
    """Write new keys and values into the paged cache, converted to its element type.

    Numbers that an 8-bit cache cannot hold, even scaled, become the largest that it can; NaN stays NaN.

    Args:
        key: ``[kv_tokens, kv_heads, head_size]``.
        value: as ``key``.
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        slot_mapping: int64 ``[kv_tokens]``: ``block * block_size + offset``; negative slots are not written.
        scales: what cached numbers are multiplied by; none of every token and head.
    """
    kept = slot_mapping >= 0
    slots = slot_mapping[kept]
    block_size = kv_cache.shape[2]
    where = (slots // block_size, slots % block_size)
    each = zip(kv_cache.unbind(0), (key, value), (scales.key, scales.value), strict=True)
    for cache, new, scale in each:
        if cache.dtype.itemsize > 1:
            cache.index_put_(where, new[kept].to(cache.dtype))
            continue
        largest = torch.finfo(cache.dtype).max
        # By a tensor: a Python number would be divided by as it is multiplied with its inverse.
        divided = new[kept].float() / torch.tensor(scale, dtype=torch.float32)
        # Bytes: torch does not scatter 8-bit floats.
        codes = divided.clamp(-largest, largest).to(cache.dtype).view(torch.uint8)
        cache.view(torch.uint8).index_put_(where, codes)


def gather_request(
    kv_cache: Tensor,
    block_table: Tensor,
    seq_len: int,
    dtype: torch.dtype,
    scales: CacheScales = _UNSCALED,
) -> tuple[Tensor, Tensor]:
    """The keys and values of one request, in one piece.

    Args:
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        block_table: int ``[max_blocks]``: the request's blocks in order.
        seq_len: how many keys the request has.
        dtype: the element type wanted.
        scales: what cached numbers are multiplied by; none of every token and head.

    Returns:
        Keys and values, each ``[seq_len, kv_heads, head_size]``; single precision where the cache has scales, for what
        its numbers stand for need not be in the range of another type.
    """
    blocks = block_table[: -(-seq_len // kv_cache.shape[2])].long()
    if kv_cache.dtype.itemsize > 1:
        key, value = kv_cache[:, blocks].flatten(1, 2)[:, :seq_len].to(dtype)
        return key, value
    codes = kv_cache.view(torch.uint8)[:, blocks].view(kv_cache.dtype)
    key, value = codes.float().flatten(1, 2)[:, :seq_len]
    return key * scales.key, value * scales.value
