"""Groups of arguments that a kernel's helpers hand on to one another; Triton passes tuples by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from backends.triton_attn.arguments import Batch, Rules, Source


class Sizes(NamedTuple):
    """Constants that loops over keys are compiled by."""

    window: int
    """Distance from which on keys are hidden; 0 for none."""
    block_size: int
    """Slots of a block of the cache."""
    head_size: int
    """Elements of a head."""
    head_padded: int
    """The same, rounded up to a power of two."""
    head_rest: int
    """Elements, padded, after the first half of ``head_padded``, which are multiplied for themselves; 0 where all
    elements are multiplied at once."""
    precision: str
    """Precision of products of float32, by Triton's name."""
    code: str
    """Code of cached numbers, as :func:`codes_kernel.decode` takes it."""
    look_ahead: bool
    """True if the cache blocks of a tile are looked up while the one before is computed on."""
    quads: bool
    """True if cached values are codes that are read four at once."""


class Given(NamedTuple):
    """Arguments of a kernel that say what is attended to, and how."""

    source: Source
    """Keys and values."""
    batch: Batch
    """Keys that the queries of each request see."""
    rules: Rules
    """Changes of the logits."""


class Block(NamedTuple):
    """A block of queries, and what each of its rows sees; fields that are not needed hold any tensor."""

    request: Any
    """Its request."""
    kv_head: Any
    """Its KV head."""
    query_begin: Any
    """The first token of the request among all."""
    query_len: Any
    """Query tokens of the request."""
    context_len: Any
    """Keys of the request before those of its query tokens."""
    tokens: Any
    """The token of each row, counted from the request's first."""
    row_mask: Any
    """True for rows that have a token."""
    positions: Any
    """The place of each row's token among the keys."""
    row_end: Any
    """End of the keys that each row sees."""
    range_begin: Any
    """Begin of the prefix ranges that each row stands in."""
    range_end: Any
    """Their end."""
    slopes: Any
    """ALiBi's slope of each row."""
    bias_rows: Any
    """Offset of each row in the position bias."""
    row_scale: Any
    """Factor of each row's logits, whose queries were divided by it."""
