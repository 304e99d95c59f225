"""Requirements of a Hugging Face model on attention backends, read from its configuration alone.

Everything is computed from a plain dictionary, the content of ``config.json``, so that neither transformers nor torch
is needed, and so that tools that only read source can compute the same. Position terms that depend on the queries
(DeBERTa, the conformers of speech models) are no part of :class:`AttentionRequirements` and are not reported; neither
are layers without softmax attention, nor projectors between towers. Chunked attention (Llama 4) asks for nothing: to a
backend each chunk is a request.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backends.integrations.config_values import (
    element_type,
    first,
    has_window,
    head_size,
    layers,
    model_type,
    plain,
    with_defaults,
)
from backends.integrations.model_types import ALIBI, ENCODER_ONLY, MM_PREFIX, SINKS
from backends.requirements import AttentionRequirements
from backends.types import AttentionType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.integrations.config_values import ModelConfig

_LANGUAGE_MODELS = ("text_config", "thinker_config", "llm_config", "language_config")
_TOWERS = ("vision_config", "audio_config", "encoder_config")


def _has_alibi(config: ModelConfig) -> bool:
    inner = first(config, "attn_config") or {}  # MPT
    return (
        model_type(config) in ALIBI
        or bool(config.get("alibi") or inner.get("alibi"))
        or config.get("position_embedding_type") == "alibi"
    )


def _is_encoder_only(config: ModelConfig, *, is_part: bool) -> bool:
    if config.get("is_decoder"):
        return False
    return (
        model_type(config) in ENCODER_ONLY
        or config.get("is_causal") is False
        or config.get("use_bidirectional_attention") is True
        # No vocabulary, no decoder: vision and audio towers on their own. Parts may leave out what the whole states.
        or (first(config, "vocab_size") is None and not is_part)
    )


def _layer(
    config: ModelConfig, attn_type: AttentionType, size: int, *, window: bool
) -> AttentionRequirements:
    return AttentionRequirements(
        head_size=size,
        dtype=element_type(config),
        attn_type=attn_type,
        has_sink=model_type(config) in SINKS,
        has_sliding_window=window,
        has_logits_soft_cap=bool(first(config, "attn_logit_softcapping")),
        has_alibi=_has_alibi(config),
        has_mm_prefix=config.get("use_bidirectional_attention") == "vision",
        # T5 and its kin: a bias learned for buckets of distances.
        has_position_bias=first(config, "relative_attention_num_buckets") is not None,
        use_mla=first(config, "kv_lora_rank") is not None,
        use_sparse=first(config, "index_topk") is not None,
    )


def _self_attention(
    config: ModelConfig, attn_type: AttentionType, side: str = ""
) -> Iterator[AttentionRequirements]:
    """One stack's self-attention, once for each kind of layer where a configuration has values for every layer.

    Raises:
        ValueError: the configuration states no head size.
    """
    for layer, kinds in layers(with_defaults(config)):
        size = head_size(layer, side)
        if size is None:
            raise ValueError(f"model type {model_type(config)!r}: the configuration states no head size")
        yield _layer(layer, attn_type, size, window=has_window(layer, kinds))


def _cross_attention(config: ModelConfig, side: str = "") -> Iterator[AttentionRequirements]:
    """Cross-attention has the decoder's heads, and no distance for a window, ALiBi or a learned bias to count."""
    for asked in _self_attention(config, AttentionType.DECODER, side):
        yield replace(
            asked,
            attn_type=AttentionType.ENCODER_DECODER,
            has_sliding_window=False,
            has_alibi=False,
            has_position_bias=False,
            has_sink=False,
        )


def _encoder_decoder(config: ModelConfig) -> Iterator[AttentionRequirements]:
    encoder = first(config, "encoder", "text_encoder") or config
    decoder = first(config, "decoder") or config
    yield from _self_attention(encoder, AttentionType.ENCODER, "encoder")
    yield from _self_attention(decoder, AttentionType.DECODER, "decoder")
    yield from _cross_attention(decoder, "decoder")


def _multimodal(config: ModelConfig, language_model: ModelConfig) -> Iterator[AttentionRequirements]:
    prefix = model_type(config) in MM_PREFIX
    for asked in _requirements(language_model, may_be_encoder=not prefix, is_part=True):
        decodes = asked.attn_type == AttentionType.DECODER
        yield replace(asked, has_mm_prefix=asked.has_mm_prefix or prefix) if decodes else asked
    for name in _TOWERS:
        tower = with_defaults(first(config, name) or {})
        size = head_size(tower)
        if size is not None:
            yield _layer(tower, AttentionType.ENCODER_ONLY, size, window=False)


def _requirements(
    config: ModelConfig, *, may_be_encoder: bool = True, is_part: bool = False
) -> Iterator[AttentionRequirements]:
    language_model = first(config, *_LANGUAGE_MODELS)
    if language_model is not None:
        yield from _multimodal(config, language_model)
    elif config.get("is_encoder_decoder"):
        yield from _encoder_decoder(config)
    elif may_be_encoder and _is_encoder_only(config, is_part=is_part):
        yield from _self_attention(config, AttentionType.ENCODER_ONLY)
    else:
        yield from _self_attention(config, AttentionType.DECODER)
        # Decoders that see another model's states: BERT and GPT-2 on request, Mllama in some of its layers.
        if first(config, "add_cross_attention", "cross_attention_layers"):
            yield from _cross_attention(config)


def model_requirements(config: object) -> tuple[AttentionRequirements, ...]:
    """Return the requirements of a model's layers, for :func:`backends.selector.select_backend`, one at a time.

    An encoder-decoder model (Whisper, BART, T5, Florence-2) asks for ENCODER, DECODER and ENCODER_DECODER; a model
    without a decoder for ENCODER_ONLY; any other for DECODER. Towers of vision and audio are ENCODER_ONLY: they hand
    embeddings to the prompt (Granite Speech, LLaVA), which is no cross-attention. A tower whose head size is not one
    number (Swin) is left out.

    Args:
        config: the content of a ``config.json``, a ``PretrainedConfig``, or anything that has its attributes. What
            it leaves to its class in transformers is known for the few model types that are parts of others.

    Returns:
        One entry an attention type, and more than one only where layers differ in head size or features (Gemma 4)
        or towers do; the element type is the configuration's, or None. What the engine decides, such as the
        cache, keeps its default.

    Raises:
        ValueError: no head size can be read, or the element type is none that a backend could declare.
    """
    values = plain(config)
    dtype = element_type(values)
    found = _requirements(values)
    return tuple(dict.fromkeys(asked if asked.dtype else replace(asked, dtype=dtype) for asked in found))
