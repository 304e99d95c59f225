"""Outputs that show whether anything was written to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

_POISON = {2: (torch.int16, 0x7FEA), 4: (torch.int32, 0x7FEAAAAA)}
"""Bits of a NaN that arithmetic never makes, so that it differs from a NaN that is computed from padding."""


def poisoned(shape: Sequence[int], dtype: torch.dtype, device: torch.device | str) -> torch.Tensor:
    """A tensor of NaN that shows whether anything was written to it, NaN included."""
    whole, code = _POISON[dtype.itemsize]
    return torch.full(tuple(shape), code, dtype=whole, device=device).view(dtype)


def is_untouched(tensor: torch.Tensor) -> bool:
    """Tell whether all of it is as :func:`poisoned` made it."""
    whole, code = _POISON[tensor.dtype.itemsize]
    return bool((tensor.view(whole) == code).all())
