"""Arguments of one call, checked, as a latent layer hands them to its decode kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backends.signature import layouts_of

if TYPE_CHECKING:
    from torch import Tensor

    from backends.metadata import AttentionMetadata
    from backends.signature import Signature


class MLAInputs(NamedTuple):
    """The arguments of :meth:`backends.mla.attention_layer.MLAImpl.forward`, which documents their shapes."""

    query: Tensor
    """The absorbed queries of the batch, packed."""
    kv_cache: Tensor
    """The paged latent cache; it holds the new tokens already."""
    metadata: AttentionMetadata
    """The batch."""
    output: Tensor
    """The tensor that receives the latent output."""
    indices: Tensor | None
    """The positions that each query attends to; None where it attends to all."""
    kv_scale: float
    """Factor of cached numbers."""
    output_lse: Tensor | None
    """The tensor that receives the log-sum-exp; None if it is not requested."""
    signature: Signature
    """Signature of these tensors, without those of the batch."""

    @property
    def layouts(self) -> tuple[object, ...]:
        """Return the layouts by which compiled kernels are found."""
        return layouts_of(self.signature), layouts_of(self.metadata.signature)
