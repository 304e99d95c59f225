"""Which attention type a module of transformers computes. It does not say so in one word, but in several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.types import AttentionType

if TYPE_CHECKING:
    from torch.nn import Module


def attention_type(module: Module, *, causal: bool, query_len: int, seq_len: int) -> AttentionType:
    """The attention type of a module that is called with these lengths.

    Cross-attention is, in this order: a module that says ``is_cross_attention`` (GPT-2), a class named so (BERT,
    T5Gemma, Mllama), a module of a decoder that is not causal (Whisper, BART and T5 use one class for both, and
    have ``is_decoder``), and any that is not causal and has other keys than queries (Q-Former). An encoder whose
    configuration does not say that a decoder follows (T5Gemma, two BERTs in an EncoderDecoderModel) is taken for a
    model without one; the two types are computed alike.

    Args:
        module: the attention module; of its attributes ``is_cross_attention``, ``is_decoder`` and
            ``config.is_encoder_decoder`` are read, all optional.
        causal: whether it is causal, by the call or, if that does not say, by the module.
        query_len: queries of the call.
        seq_len: keys of the call.
    """
    name = type(module).__name__
    if getattr(module, "is_cross_attention", False) or "CrossAttention" in name:
        return AttentionType.ENCODER_DECODER
    if causal:
        return AttentionType.DECODER
    if getattr(module, "is_decoder", False) or query_len != seq_len:
        return AttentionType.ENCODER_DECODER
    if getattr(getattr(module, "config", None), "is_encoder_decoder", False):
        return AttentionType.ENCODER
    return AttentionType.ENCODER_ONLY
