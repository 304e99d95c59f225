"""Sequences that are packed in one row of a batch, one after the other: found in a mask, or given by their boundaries.

Training on packed documents, the pictures of vision models and the chunks of Llama 4 are alike in this: queries see
keys of their own part of the row alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor


class Part(NamedTuple):
    """Part of a row: positions of its queries and keys, the end not included."""

    query_begin: int
    """The first query."""
    query_end: int
    """The query after the last."""
    key_begin: int
    """The first key."""
    key_end: int
    """The key after the last."""

    @property
    def lengths(self) -> tuple[int, int]:
        """Queries and keys of the part."""
        return self.query_end - self.query_begin, self.key_end - self.key_begin

    def of(self, visible: Tensor) -> Tensor:
        """Cut the part out of a mask ``[queries, keys]``."""
        return visible[self.query_begin : self.query_end, self.key_begin : self.key_end]


def parts_of(visible: Tensor) -> list[Part]:
    """Cut a row between queries where all keys seen before come before all keys seen afterwards.

    Args:
        visible: bool ``[queries, keys]``, true where a query sees a key.

    Returns:
        The parts in their order, without queries that see nothing at either end of a part; empty if none sees a key.
    """
    rows = visible.any(1).nonzero().flatten()
    if not len(rows):
        return []
    real = visible[rows].int()
    first = real.argmax(1)
    last = visible.shape[1] - 1 - real.flip(1).argmax(1)
    seen_before = last.cummax(0).values
    seen_after = first.flip(0).cummin(0).values.flip(0)
    cuts = ((seen_before[:-1] < seen_after[1:]).nonzero().flatten() + 1).tolist()
    return [
        Part(int(rows[a]), int(rows[b - 1]) + 1, int(seen_after[a]), int(seen_before[b - 1]) + 1)
        for a, b in pairwise([0, *cuts, len(rows)])
    ]


def parts_between(
    query_starts: Sequence[int], key_starts: Sequence[int], query_len: int, seq_len: int
) -> list[Part]:
    """Parts by their boundaries: the first token of each, then the end of the last; what follows is padding.

    Args:
        query_starts: boundaries of the queries.
        key_starts: boundaries of the keys.
        query_len: queries of the row.
        seq_len: keys of the row.

    Raises:
        ValueError: these are no such boundaries, or not as many for the keys as for the queries.
    """
    for name, starts, length in (("q", query_starts, query_len), ("k", key_starts, seq_len)):
        ascend = all(a <= b for a, b in pairwise(starts))
        if not starts or starts[0] != 0 or starts[-1] > length or not ascend:
            raise ValueError(
                f"cu_seq_lens_{name} {list(starts)} are no boundaries that ascend from 0 to at most {length}"
            )
    if len(query_starts) != len(key_starts):
        raise ValueError(f"{len(query_starts)} cu_seq_lens_q for {len(key_starts)} cu_seq_lens_k")
    between = zip(pairwise(query_starts), pairwise(key_starts), strict=True)
    return [Part(*queries, *keys) for queries, keys in between]
