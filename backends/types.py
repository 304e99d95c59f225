"""The vocabulary in which backends declare capabilities and models state requirements.

Nothing here needs torch: a declaration is read by tools that run where no accelerator package is installed.
"""

import enum
from dataclasses import dataclass
from typing import NamedTuple


class AttentionType(enum.Enum):
    """Sequences that the queries, and the keys and values, of a layer come from."""

    DECODER = "decoder"
    """Self-attention of a decoder: causal unless a request says otherwise, K/V in the paged cache."""
    ENCODER = "encoder"
    """Self-attention of the encoder of an encoder-decoder model: bidirectional, K/V packed, never cached."""
    ENCODER_ONLY = "encoder_only"
    """Self-attention of a model that has no decoder: bidirectional, K/V packed, never cached."""
    ENCODER_DECODER = "encoder_decoder"
    """Cross-attention: decoder queries over the encoder's K/V, which the paged cache holds."""


class DType(enum.Enum):
    """The element type of queries, keys, values and outputs."""

    FLOAT16 = "float16"
    """IEEE binary16."""
    BFLOAT16 = "bfloat16"
    """The upper half of binary32: 8 exponent bits, 7 fraction bits."""
    FLOAT32 = "float32"
    """IEEE binary32."""


class KVCacheDType(enum.Enum):
    """The element type in which the paged cache holds keys and values."""

    AUTO = "auto"
    """The element type of the queries."""
    FLOAT16 = "float16"
    """IEEE binary16, whatever the queries are."""
    BFLOAT16 = "bfloat16"
    """bfloat16, whatever the queries are."""
    FP8_E4M3 = "fp8_e4m3"
    """8 bits, 4 of them exponent, with one scale for the keys and one for the values."""
    FP8_E5M2 = "fp8_e5m2"
    """8 bits, 5 of them exponent, with one scale for the keys and one for the values."""
    INT8_PER_TOKEN_HEAD = "int8_per_token_head"  # noqa: S105
    """Signed 8-bit integers, with a scale for every token and head."""
    FP8_PER_TOKEN_HEAD = "fp8_per_token_head"  # noqa: S105
    """8 bits, 4 of them exponent, with a scale for every token and head."""

    @property
    def is_quantized(self) -> bool:
        """Tell whether cached numbers are to be multiplied by a scale."""
        return self not in (KVCacheDType.AUTO, KVCacheDType.FLOAT16, KVCacheDType.BFLOAT16)

    @property
    def is_per_token_head(self) -> bool:
        """Tell whether every token and head of the cache has a scale of its own."""
        return self in (KVCacheDType.INT8_PER_TOKEN_HEAD, KVCacheDType.FP8_PER_TOKEN_HEAD)


class AlibiForm(enum.Enum):
    """Term that ALiBi adds to the logit of a key that lies ``ahead`` positions after the query; negative, before it."""

    DISTANCE = "distance"
    """``-slope * |ahead|`` (2108.12409), in both directions alike: no key is favoured for lying ahead."""
    SIGNED = "signed"
    """``slope * ahead``: as DISTANCE for keys up to the query, a bonus for those ahead."""
    ROOT = "root"
    """``-slope * sqrt(|ahead|)``: Step-1's."""


class DeviceCapability(NamedTuple):
    """A CUDA compute capability; compares by (major, minor) and prints as ``9.0``."""

    major: int
    """The architecture's generation."""
    minor: int
    """The revision inside the generation."""

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class MultipleOf:
    """Every multiple of a number, as an entry of a list of supported sizes.

    Prints as ``%16``, and where it is limited as ``multiples of 8 from 32 to 256``.
    """

    base: int
    """The number that a size must be a multiple of."""
    least: int = 1
    """The smallest size."""
    most: int | None = None
    """The largest size; None for no limit."""

    def __str__(self) -> str:
        if self.most is None:
            return f"%{self.base}"
        return f"multiples of {self.base} from {max(self.least, self.base)} to {self.most}"

    def accepts(self, size: int) -> bool:
        """Tell whether ``size`` is a multiple of the base, and within its limits."""
        return size >= self.least and size % self.base == 0 and (self.most is None or size <= self.most)
