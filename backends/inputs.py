"""What a layer hands to its kernels: the arguments of one call, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata
    from backends.signature import Signature


@dataclass(frozen=True, slots=True)
class CacheScales:
    """What cached numbers are multiplied by to get keys and values."""

    key: float = 1.0
    """For all keys."""
    value: float = 1.0
    """For all values."""
    per_token_head: Tensor | None = None
    """float32 ``[2, blocks, block_size, kv_heads]``, keys first; None where one scale serves all."""


class Inputs(NamedTuple):
    """The arguments of :meth:`backends.attention_layer.AttentionImpl.forward`, which documents their shapes.

    A tuple, because one is made in every call: a frozen dataclass takes the host five times as long.
    """

    query: Tensor
    """The queries of the batch, packed."""
    key: Tensor | None
    """The new keys, packed."""
    value: Tensor | None
    """The new values, packed."""
    kv_cache: Tensor | None
    """The paged cache; it holds the new keys and values already. None where the attention type has none."""
    metadata: AttentionMetadata
    """The batch."""
    output: Tensor
    """Where the output goes."""
    scales: CacheScales
    """What cached numbers are multiplied by."""
    output_lse: Tensor | None
    """Where the log-sum-exp goes; None where nobody wants it."""
    sinks: Tensor | None
    """The layer's sinks."""
    signature: Signature
    """What these tensors are, those of the batch apart."""

    @property
    def layouts(self) -> tuple[object, ...]:
        """Return what compiled kernels are found by, as in :class:`backends.signature.Signature`."""
        return self.signature.layouts, self.metadata.signature.layouts

    def tensors(self) -> dict[str, Tensor | None]:
        """Every tensor of the call by its name, those of the batch apart; None where there is none."""
        return {
            "query": self.query,
            "output": self.output,
            "key": self.key,
            "value": self.value,
            "kv_cache": self.kv_cache,
            "kv_cache_scales": self.scales.per_token_head,
            "output_lse": self.output_lse,
            "sinks": self.sinks,
        }
