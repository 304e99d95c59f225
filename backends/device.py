"""What the rules for tiles and splits ask of a device."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import device

_CDNA_LDS_BYTES = 64 * 1024
_WAVEFRONT = 64
_INTERPRETED_MULTIPROCESSORS = 108


@cache
def shared_memory_per_program(where: device) -> int:
    """Bytes of shared memory (LDS on AMD) that one program may have on ``where``.

    On a CPU, where only the interpreter runs, this is the least of the supported devices, so that tests see
    the tiles of a real one.
    """
    if where.type != "cuda" or torch.version.hip is not None:
        return _CDNA_LDS_BYTES
    return int(torch.cuda.get_device_properties(where).shared_memory_per_block_optin)


@cache
def has_wavefronts(where: device) -> bool:
    """Whether 64 threads run together, as on CDNA, rather than 32; on a CPU tests see the tiles of that."""
    return where.type != "cuda" or torch.cuda.get_device_properties(where).warp_size == _WAVEFRONT


@cache
def multiprocessors(where: device) -> int:
    """Multiprocessors (compute units on AMD) of a device.

    On a CPU, where only the interpreter runs, this is the number of an A100, so that tests see the splits of a
    real device.
    """
    if where.type != "cuda":
        return _INTERPRETED_MULTIPROCESSORS
    return int(torch.cuda.get_device_properties(where).multi_processor_count)
