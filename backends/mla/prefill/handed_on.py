"""Groups of arguments that the kernel hands on to its loops; Triton passes tuples by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


class Sizes(NamedTuple):
    """Constants that loops over keys are compiled by."""

    nope_size: int
    """Elements of a key that are its head's own."""
    rope_size: int
    """Elements of a key that carry its position."""
    value_size: int
    """Elements of a value."""
    tile: int
    """Keys that are taken into the softmax at once."""
    precision: str
    """Precision of products of float32, by Triton's name."""


class Keys(NamedTuple):
    """Keys and values of a request and a head: where they begin, and strides of tokens in elements."""

    nope: Any
    """The keys' own elements."""
    rope: Any
    """The elements that carry their positions."""
    value: Any
    """Values."""
    nope_stride: Any
    """Stride of the keys' own elements."""
    rope_stride: Any
    """Stride of the elements that carry positions."""
    value_stride: Any
    """Stride of values."""
