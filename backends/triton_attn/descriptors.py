"""Tensor descriptors of new keys: the calls that may be read by them, and how they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triton.tools.tensor_descriptor import TensorDescriptor

from backends.descriptors import without_address
from backends.device import is_copied_by_descriptors

if TYPE_CHECKING:
    from torch import Tensor

    from backends.inputs import Inputs

_LEAST_NEW = 128
"""New keys of the longest prompt from which on its tiles are more than half full."""


def reads_by_descriptors(inputs: Inputs) -> bool:
    """Tell whether the new keys of a call stand beside its queries, on a device that copies tiles by descriptors.

    A cache of another element type would round them, and is read instead. Batches whose requests differ in what they
    see, or have a bias, go to the kernel that reads all keys by addresses.

    Key ``t`` of the call is taken for that of query ``t``, as :class:`backends.metadata.AttentionMetadata` has them.

    Args:
        inputs: the call, checked.
    """
    query, key, value, metadata = inputs.query, inputs.key, inputs.value, inputs.metadata
    if key is None or value is None or key.shape[0] != query.shape[0]:
        return False
    if metadata.max_query_len < _LEAST_NEW:
        return False
    rounds = inputs.kv_cache is not None and inputs.kv_cache.dtype != query.dtype
    others = (metadata.mm_prefix_ranges, metadata.query_bias, metadata.position_bias)
    if rounds or not isinstance(metadata.causal, bool) or any(other is not None for other in others):
        return False
    return is_copied_by_descriptors(key) and is_copied_by_descriptors(value)


def described(tensor: Tensor, tile: int, head_padded: int) -> TensorDescriptor:
    """The descriptor of new keys or values, without its address.

    Args:
        tensor: ``[tokens, kv_heads, head_size]``.
        tile: tokens that are copied at once.
        head_padded: elements of a head that are copied; those after its end are zeros.

    Returns:
        A descriptor of ``[kv_heads, tokens, head_size]``.
    """
    tokens, heads, size = tensor.shape
    token_stride, head_stride, _ = tensor.stride()
    return without_address(
        TensorDescriptor(
            tensor, [heads, tokens, size], [head_stride, token_stride, 1], [1, tile, head_padded]
        )
    )
