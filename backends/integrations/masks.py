"""Masks of a padded batch, as transformers hands them over, and the sequences that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from transformers.masking_utils import sdpa_mask

from backends.integrations.parts import Part, parts_between
from backends.integrations.visibility import recognise, recognise_row, span_of, write_out
from backends.types import AttentionType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from backends.integrations.visibility import Visibility

_MASK_DIMENSIONS = 4
_HIDES = -9e3
"""Most that hides a key when it is added to its logit: older models add -10000, which bfloat16 rounds to -9984."""


class Batch(NamedTuple):
    """Every sequence of a padded batch."""

    sequences: list[Visibility]
    """Tokens of each sequence, and keys that they see; a row that is all padding has one without tokens."""
    rows: list[int]
    """The row of the batch that each of them stands in."""
    sliding_window: int | None
    """The window that all masks show: the layer's, or, where it states none, their own."""


def visible_mask(**arguments: Any) -> Tensor:
    """Transformers' boolean mask, never left out, and without the rows of queries that are padding.

    Args:
        **arguments: what transformers passes to every mask function: sizes, offsets, ``mask_function`` and the
            ``attention_mask`` bool ``[batch, keys]`` of the tokens that are no padding.

    Returns:
        bool ``[batch, 1, queries, keys]``, true where a query sees a key.
    """
    # Only the masks of bidirectional layers may be left out for this reason: their queries may be another sequence
    # than the keys that attention_mask is about.
    bidirectional = "allow_is_bidirectional_skip" in arguments
    skips = {"allow_is_causal_skip": False, "allow_is_bidirectional_skip": False}
    visible = sdpa_mask(**arguments | skips)
    real = arguments.get("attention_mask")
    if real is None or bidirectional:
        return visible
    first = int(arguments.get("q_offset", 0))
    return visible & real[:, None, first : first + arguments["q_length"], None].bool()


def _as_boolean(mask: Tensor) -> Tensor:
    """A mask as bool ``[batch, queries, keys]``.

    Raises:
        ValueError: it has other dimensions, differs between heads, or holds other numbers than 0 and those that leave
            nothing of a weight.
    """
    if mask.dim() != _MASK_DIMENSIONS:
        raise ValueError(
            f"an attention mask of shape {list(mask.shape)} has not the four dimensions of a batch"
        )
    if mask.dtype != torch.bool:
        hidden = mask <= _HIDES
        if not (hidden | (mask == 0)).all():
            raise ValueError(
                "an attention mask that adds to the logits is not supported: only hiding keys is"
            )
        mask = ~hidden
    if (mask != mask[:, :1]).any():
        raise ValueError("an attention mask that differs between heads is not supported")
    return mask[:, 0]


def visible_rows(mask: Tensor, query: Tensor, seq_len: int) -> Tensor:
    """The mask as bool ``[batch, queries, keys]`` on the CPU.

    Args:
        mask: ``[batch or 1, heads or 1, queries or 1, keys]``, bool or a bias on the logits.
        query: ``[batch, heads, queries, key_size]``.
        seq_len: keys.

    Raises:
        ValueError: it is for other keys, adds to the logits, or differs between heads.
    """
    if mask.shape[-1] != seq_len:
        raise ValueError(f"an attention mask of {mask.shape[-1]} keys for {seq_len}")
    return _as_boolean(mask).cpu().expand(query.shape[0], query.shape[2], -1)


def given_parts(
    query: Tensor, seq_len: int, query_starts: Tensor | None, key_starts: Tensor | None
) -> list[Part] | None:
    """The parts of a batch of one row by the boundaries of a call; None where it gives none.

    Args:
        query: ``[batch, heads, queries, key_size]``.
        seq_len: keys.
        query_starts: int ``[parts + 1]``, transformers' ``cu_seq_lens_q``; None for none.
        key_starts: as ``query_starts``, of the keys.

    Raises:
        ValueError: one is without the other, the batch has several rows, or they are no boundaries.
    """
    if query_starts is None and key_starts is None:
        return None
    if query_starts is None or key_starts is None:
        raise ValueError("cu_seq_lens_q and cu_seq_lens_k come together or not at all")
    if query.shape[0] != 1:
        raise ValueError(f"cu_seq_lens_q are boundaries in one row, not in a batch of {query.shape[0]}")
    return parts_between(query_starts.tolist(), key_starts.tolist(), query.shape[2], seq_len)


def limited(visible: Tensor, parts: Sequence[Part]) -> Tensor:
    """A mask in which queries see keys of their own part alone, bool ``[1, queries, keys]``.

    Args:
        visible: the mask of the whole row, likewise.
        parts: the parts of the row.
    """
    inside = torch.zeros_like(visible)
    for part in parts:
        part.of(inside[0]).fill_(value=True)
    return visible & inside


def _without_mask(
    query: Tensor,
    seq_len: int,
    attn_type: AttentionType,
    sliding_window: int | None,
    parts: list[Part] | None,
) -> list[list[Visibility]]:
    """Return the sequences of each row where no mask says what queries see."""
    batch, _, query_len, _ = query.shape
    causal = attn_type == AttentionType.DECODER
    if parts is None and causal and query_len not in (1, seq_len):
        raise ValueError(
            f"without a mask nothing says where among {seq_len} keys the {query_len} causal queries stand"
        )
    window = None if attn_type == AttentionType.ENCODER_DECODER else sliding_window
    found = []
    for part in [Part(0, query_len, 0, seq_len)] if parts is None else parts:
        whole = write_out(*part.lengths, causal=causal, sliding_window=window)
        found.append(recognise(whole, attn_type, window).moved(part))
    return [found] * batch


def _by_mask(
    visible: Tensor, attn_type: AttentionType, sliding_window: int | None
) -> tuple[list[list[Visibility]], int | None]:
    """Return the sequences of each row, and the window; PhiMoE's layers state none, and their masks show it."""
    try:
        return [recognise_row(row, attn_type, sliding_window) for row in visible], sliding_window
    except ValueError:
        if sliding_window is not None:
            raise
        window = max(span_of(row) for row in visible)
        return [recognise_row(row, attn_type, window) for row in visible], window


def sequences(
    visible: Tensor | None,
    query: Tensor,
    seq_len: int,
    attn_type: AttentionType,
    sliding_window: int | None,
    parts: list[Part] | None = None,
) -> Batch:
    """Every sequence of a batch.

    Args:
        visible: bool ``[batch, queries, keys]``, the mask; None without one.
        query: ``[batch, heads, queries, key_size]``.
        seq_len: keys.
        attn_type: which sequences queries and keys come from.
        sliding_window: the window that the layer states; None for none.
        parts: the parts of the only row, where the call gives them.

    Raises:
        ValueError: the mask, or its absence, cannot be expressed to a backend, or every query is padding.
    """
    if visible is None:
        found, window = _without_mask(query, seq_len, attn_type, sliding_window, parts), sliding_window
    else:
        found, window = _by_mask(visible, attn_type, sliding_window)
    batch = Batch(
        [seen for in_row in found for seen in in_row],
        [row for row, in_row in enumerate(found) for _ in in_row],
        window,
    )
    if not any(len(seen.queries) for seen in batch.sequences):
        raise ValueError("the attention mask hides every key from every query")
    return batch
