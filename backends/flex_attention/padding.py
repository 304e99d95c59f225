"""Between packed tokens and the padded batch that flex_attention takes. Nothing here waits for the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata


def pad_packed(packed: Tensor, metadata: AttentionMetadata) -> Tensor:
    """Put the tokens of every request into a row of its own, with zeros after the last.

    Args:
        packed: ``[tokens, heads, head_size]``, at least one token.
        metadata: the batch.

    Returns:
        ``[requests, heads, max_query_len, head_size]``.
    """
    starts = metadata.query_start_loc
    offsets = torch.arange(metadata.max_query_len, device=packed.device)
    exists = offsets < starts.diff()[:, None]
    rows = packed[torch.where(exists, starts[:-1, None] + offsets, 0)]
    return rows.masked_fill(~exists[:, :, None, None], 0.0).transpose(1, 2)


def unpad_into(packed: Tensor, padded: Tensor, metadata: AttentionMetadata) -> None:
    """Put the rows of a padded batch where their tokens stand, and leave the tokens after the last request alone.

    Args:
        packed: ``[tokens, heads, ...]``; written.
        padded: ``[requests, heads, max_query_len, ...]``.
        metadata: the batch.
    """
    starts = metadata.query_start_loc
    tokens = torch.arange(packed.shape[0], device=packed.device, dtype=starts.dtype)
    # The last request that starts at or before a token: empty ones before it start there too.
    requests = (torch.searchsorted(starts, tokens, right=True) - 1).clamp(max=padded.shape[0] - 1)
    offsets = (tokens - starts[requests]).clamp(max=padded.shape[2] - 1)
    rows = padded[requests, :, offsets].to(packed.dtype)
    exists = (tokens < starts[-1]).view(-1, *[1] * (packed.dim() - 1))
    packed.copy_(torch.where(exists, rows, packed))


def gather_paged(kv_cache: Tensor, metadata: AttentionMetadata, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """The cached keys and values of every request, with zeros after the last.

    Args:
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``, keys first.
        metadata: the batch, with a block table.
        dtype: the element type wanted.

    Returns:
        Keys and values, each ``[requests, kv_heads, padded, head_size]`` with whole blocks for ``max_seq_len``.
    """
    block_size = kv_cache.shape[2]
    lengths = metadata.seq_lens[:, None]
    # At least one block: flex_attention takes no empty dimension.
    blocks = max(1, -(-metadata.max_seq_len // block_size))
    first_keys = torch.arange(blocks, device=kv_cache.device) * block_size
    # After a request's last block the table may hold anything.
    table = torch.where(first_keys < lengths, metadata.block_table[:, :blocks], 0).long()
    gathered = kv_cache[:, table].flatten(2, 3)
    exists = torch.arange(blocks * block_size, device=kv_cache.device) < lengths
    # Free slots hold anything too, and zero times infinity would reach the output.
    key, value = gathered.masked_fill(~exists[None, :, :, None, None], 0.0).to(dtype).transpose(2, 3)
    return key, value
