"""Tensor descriptors that are made once per shape of a call, and given an address in every call.

Checking the shape that a descriptor is made of takes the host as long as a launch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor
    from triton.tools.tensor_descriptor import TensorDescriptor


def without_address(descriptor: TensorDescriptor) -> TensorDescriptor:
    """The descriptor, which lets go of its tensor: what is kept for later calls must not keep the memory."""
    descriptor.base = None
    return descriptor


def rebased(known: TensorDescriptor, tensor: Tensor) -> TensorDescriptor:
    """The descriptor of a tensor that has the layout of a known one.

    Args:
        known: a descriptor by :func:`without_address`.
        tensor: of the shape, strides, element type and alignment that it was made for.
    """
    descriptor = object.__new__(type(known))
    descriptor.__dict__.update(known.__dict__, base=tensor)
    return descriptor
