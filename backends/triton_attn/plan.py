"""Decisions that are made once per shape of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor
    from triton.tools.tensor_descriptor import TensorDescriptor

    from backends.launching import Launch
    from backends.triton_attn.arguments import SourceStrides
    from backends.triton_attn.tiles import Tiles


@dataclass(frozen=True, slots=True)
class Unified:
    """A launch of the unified kernel."""

    launch: Launch
    """The kernel for all keys of a request at once."""
    block_q: int | None
    """Query tokens of a program; None where it takes all tokens of a request."""
    parts: int
    """Number of programs that share the groups of all KV heads."""
    described: tuple[TensorDescriptor, ...] | None
    """Descriptors of new keys and values, then of the rest of their heads where they are split, without addresses; None
    where all keys are read by addresses."""


@dataclass(frozen=True, slots=True)
class ByWarpgroups:
    """A launch of the kernel for Hopper's warpgroups."""

    launch: Launch
    """The kernel."""
    block_q: int
    """Query tokens of a program."""
    parts: int
    """Number of programs that share the groups of all KV heads."""
    described: tuple[TensorDescriptor, TensorDescriptor]
    """Descriptors of new keys and values, without addresses."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Values that are the same for all calls of one shape."""

    short_tiles: Tiles
    """The tiles of the split kernel."""
    short_parts: int
    """Number of its programs that share the groups of all KV heads."""
    short_len: int
    """The most query tokens of a request that the split kernel takes."""
    takes_all: bool
    """True where no request has more."""
    may_split: bool
    """True where some request may have no more; unless ``takes_all``, the unified kernel takes the others."""
    busy: int
    """Programs that keep the device busy."""
    slopes: Tensor | None
    """The ALiBi slopes, on the device."""
    source: SourceStrides
    """The strides of keys and values."""
    query_strides: tuple[int, int]
    """Of a token and a head of the queries."""
    output_strides: tuple[int, int, int]
    """Of a token and a head of the output, then of a token of the log-sum-exp."""
    unified: Unified
    """The launch that takes all requests."""
    unified_long: Unified
    """The launch that takes those of more query tokens than ``short_len``."""
    unified_short: Unified
    """The launch that takes all others."""
    unified_brief: Unified | None
    """The launch for requests of at most so few keys that they are brief; None where ``unified`` is as good."""
    by_warpgroups: ByWarpgroups | None
    """The launch for prompts without a context; None where ``unified`` is as good, or nothing else serves."""
    split: Launch
    """The kernel for parts of the keys."""
    merge: Callable[[int], Launch]
    """The kernel that merges so many parts."""
