"""What a layer hands to its kernels: the arguments of one call, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata


@dataclass(frozen=True, slots=True)
class CacheScales:
    """What cached numbers are multiplied by to get keys and values."""

    key: float = 1.0
    """For all keys."""
    value: float = 1.0
    """For all values."""
    per_token_head: Tensor | None = None
    """float32 ``[2, blocks, block_size, kv_heads]``, keys first; None where one scale serves all."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The arguments of :meth:`backends.impl.AttentionImpl.forward`, which documents their shapes."""

    query: Tensor
    """The queries of the batch, packed."""
    key: Tensor | None
    """The new keys, packed."""
    value: Tensor | None
    """The new values, packed."""
    kv_cache: Tensor | None
    """The paged cache; it holds the new keys and values already."""
    metadata: AttentionMetadata
    """The batch."""
    output: Tensor
    """Where the output goes."""
    scales: CacheScales
    """What cached numbers are multiplied by."""
    output_lse: Tensor | None
    """Where the log-sum-exp goes; None where nobody wants it."""
