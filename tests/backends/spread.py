"""Views whose elements lie further apart than 32 bits count, as slices of very large tensors do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from pathlib import Path

BEYOND = 2**31
"""The first distance, in elements, that a signed number of 32 bits does not hold."""
_ALIGNMENT = 16


def spread(tensor: torch.Tensor, dimension: int, directory: Path) -> torch.Tensor:
    """Equal numbers, the last along ``dimension`` at least ``BEYOND`` elements after the first.

    Every stride itself fits 32 bits, so that only products of strides and indices do not. On a CPU the memory is a file
    with holes in ``directory``: what is not touched takes no room.
    """
    outermost = tensor.movedim(dimension, 0)
    length, inner = outermost.shape[0], outermost[0].numel()
    assert length > 2, f"dimension {dimension} of {list(tensor.shape)} is too short to be spread"
    stride = max(-(-BEYOND // (length - 1)), inner)
    stride += -stride % _ALIGNMENT
    size = stride * (length - 1) + inner
    if tensor.device.type == "cpu":
        path = directory / f"{size}-{dimension}-{id(tensor)}"
        memory = torch.from_file(str(path), shared=True, size=size, dtype=tensor.dtype)
    else:
        memory = torch.empty(size, dtype=tensor.dtype, device=tensor.device)
    inside = torch.empty(outermost.shape[1:], device="meta").stride()
    view = memory.as_strided(outermost.shape, (stride, *inside))
    view.copy_(outermost)
    return view.movedim(0, dimension)
