"""The shape of one batch: which tokens belong to which request, and where its keys are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backends.signature import signature_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from torch import Tensor

    from backends.signature import Signature


@dataclass(frozen=True, slots=True)
class AttentionMetadata:
    """One batch of requests, their query tokens packed one after the other.

    Query token ``t`` of a request stands at position ``seq_len - query_len + t`` of its sequence. Tokens
    after the last request are padding: no output is written for them.
    """

    query_start_loc: Tensor
    """int32 ``[requests + 1]``: the first query token of each request, from 0, then the end of the last."""
    seq_lens: Tensor
    """int32 ``[requests]``: keys of each request, the new ones included; the encoder's in cross-attention."""
    max_query_len: int
    """The most query tokens of any request, or more where a launch is captured to be replayed for other batches."""
    max_seq_len: int
    """The most keys of any request, or more likewise; a launch is cut for this many, and slower if none has them."""
    block_table: Tensor | None = None
    """int32 ``[requests, max_blocks]``: the cache block of every block of keys; None where none is cached."""
    slot_mapping: Tensor | None = None
    """int64 ``[kv_tokens]``: ``block * block_size + offset`` of each new key; negative for padding."""
    causal: bool | Tensor = True
    """True if a query sees only the keys up to its own position; bool ``[requests]`` where requests differ."""
    mm_prefix_ranges: Tensor | None = None
    """int32 ``[requests, ranges, 2]``: first position of a range and the one after its last; the positions of a
    range see one another in both directions. Equal numbers are no range. None where no request has any."""
    query_bias: Tensor | None = None
    """float32 ``[max_query_len, max_query_len]``: what is added to the logits between the last tokens of a sequence,
    which are its query tokens: 0 where a token of a speculative tree sees another, ``-inf`` where it does not. With
    it, ``causal`` holds for nothing but the context, which every query sees."""
    position_bias: Tensor | None = None
    """float32, or as the queries, ``[requests, heads, max_query_len, max_seq_len]``: what is added to the scaled (and
    capped) logits of each query token of a request and each of its keys, ``-inf`` to hide one; ``expand`` a bias that
    all requests share. None without any. Entries after a request's last token or key are not read."""
    _shape: tuple[Signature, Hashable] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def shape(self) -> tuple[Signature, Hashable]:
        """The signature of the tensors, and the limits; found once, for all layers of a model get the same batch."""
        if self._shape is None:
            shape = (signature_of(self.tensors().values()), self.limits)
            object.__setattr__(self, "_shape", shape)
            return shape
        return self._shape

    @property
    def signature(self) -> Signature:
        """The signature of the tensors."""
        return self.shape[0]

    @property
    def limits(self) -> tuple[int, bool | None, int | None]:
        """Return what is checked, and decides tiles, besides the tensors.

        Of the lengths of keys, which differ from step to step, only what a position bias must be as long as.
        """
        causal = self.causal if isinstance(self.causal, bool) else None
        return self.max_query_len, causal, None if self.position_bias is None else self.max_seq_len

    def features(self) -> dict[str, bool]:
        """The fields of :class:`backends.requirements.AttentionRequirements` that a batch decides for every layer."""
        return {
            "has_mm_prefix": self.mm_prefix_ranges is not None,
            "has_query_bias": self.query_bias is not None,
            "has_position_bias": self.position_bias is not None,
        }

    def tensors(self) -> dict[str, Tensor | None]:
        """Every tensor by its name; None where there is none."""
        return {
            "seq_lens": self.seq_lens,
            "query_start_loc": self.query_start_loc,
            "block_table": self.block_table,
            "slot_mapping": self.slot_mapping,
            "causal": None if isinstance(self.causal, bool) else self.causal,
            "mm_prefix_ranges": self.mm_prefix_ranges,
            "query_bias": self.query_bias,
            "position_bias": self.position_bias,
        }
