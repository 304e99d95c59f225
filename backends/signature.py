"""Signatures of tensors, without their content: the key under which checks and tiles are decided once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor

_ALIGNMENT = 16
"""Bytes; Triton compiles one kernel for pointers that are multiples of it and one for others. The remainder counts, for
pointers to parts of a tensor may be multiples where it is none."""

Signature: TypeAlias = tuple[tuple[object, ...] | None, ...]
"""Sizes, strides, element type, device and alignment of each tensor; None for one that is not given.

Two calls of equal signatures pass the same checks.
"""
Layouts: TypeAlias = tuple[tuple[object, ...] | None, ...]
"""Signatures without sizes; two calls of equal layouts run the same compiled kernels."""


def signature_of(tensors: Iterable[Tensor | None]) -> Signature:
    """The signature of some tensors, in order."""
    return tuple(
        [
            None
            if tensor is None
            else (
                tensor.shape,
                tensor.stride(),
                tensor.dtype,
                tensor.device,
                tensor.data_ptr() % _ALIGNMENT,
            )
            for tensor in tensors
        ]
    )


def layouts_of(signature: Signature) -> Layouts:
    """The layouts of the tensors of a signature, in order."""
    return tuple([None if of_tensor is None else of_tensor[1:] for of_tensor in signature])
