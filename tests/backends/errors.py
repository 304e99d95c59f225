"""Bounds on the difference between an output and the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LIMITS = {"float32": 1e-5, "float16": 2e-3, "bfloat16": 1e-2}
"""The largest norm-wise relative error allowed, by the element type of the output."""


def relative_error(actual: torch.Tensor, expected: torch.Tensor) -> float:
    """``||actual - expected|| / ||expected||`` over all elements, in float64; NaN if any element is."""
    return float((actual.double() - expected).norm() / expected.norm())
