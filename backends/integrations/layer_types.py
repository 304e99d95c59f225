"""Attention type that a module of transformers computes, which takes several of its attributes to determine."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING, Literal

import torch

from backends.integrations.parts import parts_of
from backends.integrations.visibility import span_of, write_out
from backends.types import AttentionType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor
    from torch.nn import Module

    Role = Literal["self", "cross"]
    Pattern = Literal["causal", "full"]

_ROLE = "_backend_role"
_CROSS_PATH = re.compile(r"cross|enc(oder)?_?(dec(oder)?)?_?att", re.IGNORECASE)
_SELF_PATH = re.compile(r"self", re.IGNORECASE)
_OTHER_STATES = re.compile(
    r"^(encoder|cross|context|memory|source|keys?$|k$|values?$|key_(?!length)|.*key_value_states)"
)
"""Parameters of a module's forward through which the states of another sequence come in."""


def note_roles(model: Module) -> None:
    """Record on every module of a model the name that the model gives it, where that name determines its role.

    BART calls its two attentions of one class ``self_attn`` and ``encoder_attn``, T5 its two ``SelfAttention`` and
    ``EncDecAttention``: a module cannot see the name that it goes by.
    """
    for path, module in model.named_modules():
        near = ".".join(path.split(".")[-2:])
        if _CROSS_PATH.search(near):
            module.__dict__[_ROLE] = "cross"
        elif _SELF_PATH.search(near):
            module.__dict__[_ROLE] = "self"


@cache
def _may_cross(kind: type[Module]) -> bool:
    """Tell whether a class's forward has a parameter for the states of another sequence."""
    forward = getattr(kind, "forward", None)
    if forward is None:
        return True
    names = list(inspect.signature(forward).parameters)[1:]
    return any(_OTHER_STATES.match(name) for name in names)


def _pattern(visible: Tensor, sliding_window: int | None) -> Pattern | None:
    """Tell whether a mask without its padding hides later positions from every query; None if both look alike."""
    seen = visible.any(0).nonzero().flatten()
    if len(seen) > 1 and visible.shape[0] == visible.shape[1]:
        window = span_of(visible) if sliding_window is None else sliding_window
        full = write_out(len(seen), len(seen), causal=False, sliding_window=window)
        if (sliding_window or window > 1) and torch.equal(visible[seen][:, seen], full):
            return "full"
    real = visible[visible.any(1)][:, seen]
    if len(real) <= 1:
        return None
    if real.all():
        return "full"
    # Later positions that some queries see, in ranges, are only an exception to a causal mask.
    return "causal"


def _patterns(visible: Tensor, sliding_window: int | None) -> set[Pattern | None]:
    """The pattern of a row, or those of the sequences that are packed in it."""
    whole = _pattern(visible, sliding_window)
    parts = parts_of(visible) if whole == "causal" else []
    return {_pattern(part.of(visible), sliding_window) for part in parts} if len(parts) > 1 else {whole}


def mask_pattern(visible: Iterable[Tensor], sliding_window: int | None) -> Pattern | None:
    """Return the common pattern of a batch's masks.

    Args:
        visible: bool ``[queries, keys]`` for each request, on the CPU; true where a query sees a key.
        sliding_window: a query sees the keys less than this many tokens away; None for all.

    Returns:
        ``causal``, ``full``, or None where the masks fit both.
    """
    said = {pattern for row in visible for pattern in _patterns(row, sliding_window)} - {None}
    if not said:
        return None
    return "full" if said == {"full"} else "causal"


def _encoder(module: Module) -> AttentionType:
    followed = getattr(getattr(module, "config", None), "is_encoder_decoder", False)
    return AttentionType.ENCODER if followed else AttentionType.ENCODER_ONLY


def attention_type(
    module: Module, *, causal: bool, query_len: int, seq_len: int, pattern: Pattern | None = None
) -> AttentionType:
    """The attention type of a module that is called with these lengths.

    What the module says of itself comes first: ``is_cross_attention`` (GPT-2) or a class named so (BERT, T5Gemma,
    Mllama). Then the mask decides, for ``is_causal`` may only say that the mask says it (Moonshine), or nothing (the
    decoder of BigBird-Pegasus): a mask that keeps queries from what lies ahead is a decoder's. One that does not is
    cross-attention in a module that has ``is_decoder`` (Whisper, BART and T5 use one class for both), or that has
    other keys than queries and a parameter through which they come; any other is an encoder's, or of a decoder that
    says so. One query sees the same in all of them: then the role by which a model calls the module decides, and
    whether it could be given other states at all (PaliGemma's decoder cannot). An encoder whose configuration does not
    say that a decoder follows is taken for a model without one; the two types are computed alike.

    Args:
        module: the attention module; of its attributes ``is_cross_attention``, ``is_decoder``, ``is_causal`` and
            ``config.is_encoder_decoder`` are read, all optional.
        causal: whether it is causal, by the call or, if that does not say, by the module.
        query_len: queries of the call.
        seq_len: keys of the call.
        pattern: what the mask says, as :func:`mask_pattern`; None without a mask, or where it does not say.
    """
    if getattr(module, "is_cross_attention", False) or "CrossAttention" in type(module).__name__:
        return AttentionType.ENCODER_DECODER
    declared = bool(getattr(module, "is_causal", False))
    if pattern == "causal" or (pattern is None and (causal or (declared and query_len == 1))):
        return AttentionType.DECODER
    role: Role | None = getattr(module, _ROLE, None)
    may_cross = _may_cross(type(module)) and role != "self"
    decodes = bool(getattr(module, "is_decoder", False))
    if may_cross and (decodes or role == "cross" or query_len != seq_len):
        return AttentionType.ENCODER_DECODER
    if decodes or declared or query_len != seq_len:
        return AttentionType.DECODER
    return _encoder(module)
