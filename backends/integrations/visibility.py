"""Visible keys of one sequence's queries, recognised in a boolean mask and put in the backends' terms.

Recognition is exact: the recognised form is written out again and compared with the mask, and a mask that the
metadata of a batch cannot express is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch

from backends.integrations.parts import Part, parts_of
from backends.types import AttentionType

if TYPE_CHECKING:
    from torch import Tensor

Ranges = tuple[tuple[int, int], ...]
"""First position of each range and the one after its last."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """One sequence of a padded batch, without its padding."""

    queries: Tensor
    """int64 ``[query_len]``: the rows of the mask that see any key; the others are padding."""
    keys: Tensor
    """int64 ``[seq_len]``: the columns of the mask that any query sees."""
    causal: bool
    """True if a query sees only the keys up to its own position, where the last query is at the last key."""
    prefix_ranges: Ranges = ()
    """Positions that see one another in both directions besides."""

    def moved(self, part: Part) -> Visibility:
        """Return the same for the row that the sequence is a part of."""
        return replace(self, queries=self.queries + part.query_begin, keys=self.keys + part.key_begin)


def write_out(
    query_len: int, seq_len: int, *, causal: bool, sliding_window: int | None = None, ranges: Ranges = ()
) -> Tensor:
    """The mask of one sequence whose queries are its last tokens: bool ``[query_len, seq_len]``, true is seen.

    Args:
        query_len: queries.
        seq_len: keys.
        causal: true if a query sees only the keys up to its own position.
        sliding_window: a query sees the keys less than this far from it; None for all.
        ranges: positions that see one another whatever ``causal`` and ``sliding_window`` say.
    """
    keys = torch.arange(seq_len)
    queries = torch.arange(query_len) + (seq_len - query_len)
    ahead = keys[None, :] - queries[:, None]
    visible = ahead <= 0 if causal else torch.ones_like(ahead, dtype=torch.bool)
    if sliding_window is not None:
        visible &= ahead.abs() < sliding_window
    for begin, end in ranges:
        inside_queries = (queries >= begin) & (queries < end)
        inside_keys = (keys >= begin) & (keys < end)
        visible |= inside_queries[:, None] & inside_keys[None, :]
    return visible


def _ranges_seen_ahead(visible: Tensor) -> Ranges:
    """The ranges that a causal mask was opened for: from a query that sees ahead to the last key it sees."""
    query_len, seq_len = visible.shape
    last_seen = (seq_len - 1 - visible.flip(1).int().argmax(1)).tolist()
    ranges: list[tuple[int, int]] = []
    for position, last in enumerate(last_seen, start=seq_len - query_len):
        if last > position and (not ranges or position >= ranges[-1][1]):
            ranges.append((position, last + 1))
    return tuple(ranges)


def _recognise_decoder(visible: Tensor, sliding_window: int | None) -> tuple[bool, Ranges] | None:
    """Tell whether the mask is causal, and its ranges; None if it is neither causal, full nor causal with ranges."""
    query_len, seq_len = visible.shape
    if query_len > seq_len:
        return None
    candidates: list[tuple[bool, Ranges]] = [(True, ()), (False, ()), (True, _ranges_seen_ahead(visible))]
    for causal, ranges in candidates:
        # A mask that limits a range by the window matches none of these where the range is longer, and is refused: the
        # backends show all of a range.
        expected = write_out(query_len, seq_len, causal=causal, sliding_window=sliding_window, ranges=ranges)
        if torch.equal(visible, expected):
            return causal, ranges
    return None


def recognise(visible: Tensor, attn_type: AttentionType, sliding_window: int | None) -> Visibility:
    """Express a mask in the terms of the backends.

    Queries that see no key, and keys that no query sees, are padding; they are left out wherever they are. In the
    encoder types a token is a query and a key at once: one that no token sees is padding as a query too, whatever it
    sees itself.

    Args:
        visible: bool ``[queries, keys]`` on the CPU, true where a query sees a key.
        attn_type: which sequences queries and keys come from.
        sliding_window: the layer's window, which the mask must show; None for none.

    Raises:
        ValueError: the mask differs from that of the layer with padding alone, so it cannot be expressed to any
            backend.
    """
    seen = visible.any(0)
    keys = seen.nonzero().flatten()
    packed = attn_type in (AttentionType.ENCODER, AttentionType.ENCODER_ONLY)
    if packed and visible.shape[0] != visible.shape[1]:
        raise ValueError(f"{attn_type.name} attention of {visible.shape[0]} tokens to {visible.shape[1]}")
    queries = keys if packed else visible.any(1).nonzero().flatten()
    if keys.numel() == 0:
        return Visibility(queries, keys, causal=attn_type == AttentionType.DECODER)
    real = visible[queries][:, keys]
    holes = int(keys[-1] - keys[0]) + 1 != keys.numel()
    if sliding_window is not None and holes:
        raise ValueError(
            "a mask with gaps between the keys leaves no distance for the sliding window to count"
        )
    if attn_type == AttentionType.DECODER:
        found = _recognise_decoder(real, sliding_window)
    else:
        window = sliding_window if packed else None
        expected = write_out(len(queries), len(keys), causal=False, sliding_window=window)
        found = (False, ()) if torch.equal(real, expected) else None
    if found is None:
        raise ValueError(
            f"the attention mask of a layer of {attn_type.name} attention, sliding window {sliding_window}, is "
            "neither causal nor full nor causal with bidirectional ranges once padding is left out: the backends "
            "cannot express it"
        )
    return Visibility(queries, keys, *found)


def recognise_row(visible: Tensor, attn_type: AttentionType, sliding_window: int | None) -> list[Visibility]:
    """Express the mask of one row, in which several sequences, or chunks of one, may be packed.

    Args:
        visible: as in :func:`recognise`.
        attn_type: which sequences queries and keys come from.
        sliding_window: the layer's window; None for none.

    Returns:
        One entry a sequence, in their order; one without tokens for a row that is all padding.

    Raises:
        ValueError: neither the whole nor each of its parts can be expressed to any backend.
    """
    try:
        return [recognise(visible, attn_type, sliding_window)]
    except ValueError:
        parts = parts_of(visible)
        if len(parts) == 1:
            raise
    if attn_type in (AttentionType.ENCODER, AttentionType.ENCODER_ONLY):
        # A token is a query and a key at once.
        parts = [Part(begin, end, begin, end) for _, _, begin, end in parts]
    return [recognise(part.of(visible), attn_type, sliding_window).moved(part) for part in parts]


def span_of(visible: Tensor) -> int:
    """The smallest sliding window that hides no key that is seen.

    Args:
        visible: bool ``[queries, keys]``, the mask of one row.
    """
    spans = [1]
    for part in parts_of(visible):
        shown = part.of(visible)
        real = shown[shown.any(1)][:, shown.any(0)]
        query, key = real.nonzero().unbind(1)
        ahead = key - (query + real.shape[1] - real.shape[0])
        spans.append(int(ahead.abs().max()) + 1)
    return max(spans)
