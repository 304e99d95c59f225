"""What splitting the keys of latent attention asks of a device."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import device

_PROCESSORS_WITHOUT_GPU = 8


@cache
def multiprocessors(where: device) -> int:
    """Multiprocessors (compute units on AMD) of ``where``; on a CPU a few, so that tests see splits."""
    if where.type != "cuda":
        return _PROCESSORS_WITHOUT_GPU
    return int(torch.cuda.get_device_properties(where).multi_processor_count)
