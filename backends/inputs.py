"""Arguments of one call, checked, as a layer hands them to its kernels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from backends.signature import layouts_of

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata
    from backends.signature import Signature


@dataclass(frozen=True, slots=True)
class CacheScales:
    """Factors that turn cached numbers into keys and values."""

    key: float = 1.0
    """Factor of all keys."""
    value: float = 1.0
    """Factor of all values."""
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
    """The tensor that receives the output."""
    scales: CacheScales
    """Factors of cached numbers."""
    output_lse: Tensor | None
    """The tensor that receives the log-sum-exp; None if it is not requested."""
    sinks: Tensor | None
    """The layer's sinks."""
    signature: Signature
    """Signature of these tensors, without those of the batch."""

    @property
    def layouts(self) -> tuple[object, ...]:
        """Return the layouts by which compiled kernels are found."""
        return layouts_of(self.signature), layouts_of(self.metadata.signature)

    def tensors(self) -> dict[str, Tensor | None]:
        """Every tensor of the call by its name, without those of the batch; None for one that is not given."""
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
