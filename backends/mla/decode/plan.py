"""Decisions of latent decoding that are made once per shape of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from triton.tools.tensor_descriptor import TensorDescriptor

    from backends.launching import Launch


@dataclass(frozen=True, slots=True)
class DecodePlan:
    """Values that are the same for all calls of one shape."""

    rank: int
    """Elements of a latent vector without its rotary part."""
    topk: int
    """Keys in a list; 0 where there are none."""
    programs: int
    """Programs of a launch without any split, for every token that a row might hold."""
    at_work: int
    """Those that have work."""
    multiprocessors: int
    """Multiprocessors of the device."""
    descriptors: tuple[TensorDescriptor | None, TensorDescriptor | None]
    """Descriptors of the latent and of the rotary part of a cache, without its address; None where they are read by
    addresses."""
    scale: float
    """Factor of dot products."""
    sizes: tuple[int, ...]
    """Strides of the queries, the cache and the lists, in the kernel's order."""
    output_strides: tuple[int, int]
    """Of a token and a head of the output."""
    lse_strides: tuple[int, int]
    """The same of the log-sum-exp; zeros where none is requested."""
    table_stride: int
    """Of a request in the block table."""
    launches: Callable[[int], tuple[Launch, Launch | None]]
    """The kernel for so many parts, and the one that merges them; None for a single part."""
