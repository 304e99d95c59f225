"""What the tile rules of latent attention ask of a device, beside its shared memory."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import device

_PROCESSORS_WITHOUT_GPU = 8
_WAVEFRONT = 64


@cache
def multiprocessors(where: device) -> int:
    """Multiprocessors (compute units on AMD) of ``where``; on a CPU a few, so that tests see splits."""
    if where.type != "cuda":
        return _PROCESSORS_WITHOUT_GPU
    return int(torch.cuda.get_device_properties(where).multi_processor_count)


@cache
def has_wavefronts(where: device) -> bool:
    """Whether 64 threads run together, as on CDNA, rather than 32; on a CPU tests see the tiles of that."""
    return where.type != "cuda" or torch.cuda.get_device_properties(where).warp_size == _WAVEFRONT
