"""Signatures of tensors, without their content: the key under which checks and tiles are decided once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor

_ALIGNMENT = 16
"""Bytes; Triton compiles one kernel for pointers that are multiples of it and one for others."""


class Signature(NamedTuple):
    """Two calls of equal signatures pass the same checks, and two of equal layouts run the same compiled kernels."""

    shapes: tuple[object, ...]
    """Sizes of each tensor; None for one that is not given."""
    layouts: tuple[object, ...]
    """Strides, element type, device and alignment of each tensor; None for one that is not given."""


def signature_of(tensors: Iterable[Tensor | None]) -> Signature:
    """The signature of some tensors, in order."""
    shapes: list[object] = []
    layouts: list[object] = []
    for tensor in tensors:
        if tensor is None:
            shapes.append(None)
            layouts.append(None)
        else:
            shapes.append(tensor.shape)
            layouts.append(
                (tensor.stride(), tensor.dtype, tensor.device, tensor.data_ptr() % _ALIGNMENT == 0)
            )
    return Signature(tuple(shapes), tuple(layouts))
