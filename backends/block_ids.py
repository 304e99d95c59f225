"""A debugging aid: check the block ids of a batch against the cache, before a kernel follows them.

Set the environment variable ``ATTENTION_CHECK_BLOCK_IDS`` to ``1`` to check every call. Without the check, a block
that the cache does not have is read, or written, at the address where it would be. The check copies the block table
to the host and so waits for the device in every layer: it is off by default.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata

CHECK_BLOCK_IDS = "ATTENTION_CHECK_BLOCK_IDS"
"""The environment variable; ``1`` turns the check on, anything else leaves it off."""


def block_ids_are_checked() -> bool:
    """Tell whether the check is turned on now."""
    return os.environ.get(CHECK_BLOCK_IDS) == "1"


def check_block_ids(kv_cache: Tensor, metadata: AttentionMetadata) -> None:
    """Check every block that a request's keys are read from, or written to, against the cache.

    Args:
        kv_cache: ``[2, blocks, block_size, kv_heads, head_size]``.
        metadata: the batch. Entries of its block table after a request's last block are ignored.

    Raises:
        ValueError: names the first request, or new key, whose block the cache does not have.
    """
    _, blocks, block_size, *_ = kv_cache.shape
    table = metadata.block_table
    first_keys = torch.arange(table.shape[1], device=table.device) * block_size
    used = first_keys < metadata.seq_lens[:, None]
    outside = used & ((table < 0) | (table >= blocks))
    if outside.any():
        request, entry = outside.nonzero()[0].tolist()
        raise ValueError(
            f"block_table[{request}, {entry}] is {int(table[request, entry])}: the cache has blocks 0 to {blocks - 1}"
        )
    if metadata.slot_mapping is None:
        return
    slots = metadata.slot_mapping
    beyond = slots >= blocks * block_size
    if beyond.any():
        token = int(beyond.nonzero()[0])
        raise ValueError(
            f"slot_mapping[{token}] is {int(slots[token])}: the cache has slots 0 to {blocks * block_size - 1}"
        )
