"""What a latent layer hands to its decode kernels: the arguments of one call, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    """Where the latent output goes."""
    indices: Tensor | None
    """The positions that each query attends to; None where it attends to all."""
    kv_scale: float
    """What cached numbers are multiplied by."""
    output_lse: Tensor | None
    """Where the log-sum-exp goes; None where nobody wants it."""
    signature: Signature
    """What these tensors are, those of the batch apart."""

    @property
    def layouts(self) -> tuple[object, ...]:
        """Return what compiled kernels are found by, as in :class:`backends.signature.Signature`."""
        return self.signature.layouts, self.metadata.signature.layouts
