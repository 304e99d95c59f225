"""What a Hugging Face model's configuration asks of attention backends, read off the configuration alone.

Only attributes are read, so that neither transformers nor torch is needed. Position terms that depend on the queries
(DeBERTa, the conformers of speech models) and chunked attention (Llama 4) are no part of
:class:`AttentionRequirements` and are not reported; neither are layers without softmax attention, nor projectors
between towers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backends.requirements import AttentionRequirements
from backends.types import AttentionType, DType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What these models do follows from no attribute of their configurations, so that it is listed by model type.
_ENCODER_ONLY = frozenset(
    {
        "albert",
        "bert",
        "camembert",
        "deberta",
        "deberta-v2",
        "distilbert",
        "electra",
        "embedding_gemma2_text",
        "ernie",
        "esm",
        "eurobert",
        "hubert",
        "modernbert",
        "mpnet",
        "nomic_bert",
        "openai_privacy_filter",
        "rembert",
        "roberta",
        "unispeech",
        "wav2vec2",
        "wavlm",
        "xlm-roberta",
    }
)
_SINKS = frozenset(
    {
        "deepseek_v4",
        "gpt_oss",
        "granite_swa",
        "granitemoe_swa",
        "hy_v4",
        "mimo_v2_flash",
        "openai_privacy_filter",
    }
)
_ALIBI = frozenset({"bloom"})
_MM_PREFIX = frozenset({"gemma3", "molmo2", "paligemma"})

_LANGUAGE_MODELS = ("text_config", "thinker_config", "llm_config")
_TOWERS = ("vision_config", "audio_config", "encoder_config")


def _first(config: object, *names: str) -> Any:
    """The first of these attributes that is there and not None; None if there is none."""
    return next((value for name in names if (value := getattr(config, name, None)) is not None), None)


def _model_type(config: object) -> str:
    return getattr(config, "model_type", "")


def _dtype(config: object) -> DType | None:
    """The element type that the configuration states.

    Raises:
        ValueError: no backend could declare it.
    """
    stated = _first(config, "dtype")
    return None if stated is None else DType(str(stated).removeprefix("torch."))


def _head_size(config: object, side: str = "") -> int | None:
    """Elements of a head of the ``encoder`` or ``decoder`` side, or of a model that has but one; None if unstated.

    With multi-head latent attention this is the latent vector, the rotated part included (2405.04434). Where
    keys and values differ it is the larger: the other is padded.
    """
    if (rank := _first(config, "kv_lora_rank")) is not None:
        return rank + config.qk_rope_head_dim
    if (stated := _first(config, "head_dim", "d_kv", "dim_head")) is not None:
        return max(stated, _first(config, "v_head_dim") or 0)
    sided = (f"{side}_attention_heads", f"{side}_num_attention_heads") if side else ()
    names = (*sided, "num_attention_heads", "num_heads", "attention_heads", "n_head", "n_heads")
    heads = _first(config, *names, "encoder_attention_heads")
    width = _first(config, "embed_dim", "d_model", "n_embd", "hidden_size", "dim")
    # Towers in stages (Swin, DaViT) state a list, one number a stage.
    return width // heads if isinstance(heads, int) and isinstance(width, int) else None


def _has_window(config: object, layer_types: Iterable[str] | None) -> bool:
    if "local" in getattr(config, "attention_layers", ()):  # GPT-Neo
        return True
    if not getattr(config, "use_sliding_window", True) or not _first(config, "sliding_window"):
        return False
    return layer_types is None or any("sliding" in layer for layer in layer_types)


def _has_alibi(config: object) -> bool:
    inner = getattr(config, "attn_config", None)  # MPT
    return (
        _model_type(config) in _ALIBI
        or bool(getattr(config, "alibi", False) or getattr(inner, "alibi", False))
        or getattr(config, "position_embedding_type", None) == "alibi"
    )


def _is_encoder_only(config: object) -> bool:
    if getattr(config, "is_decoder", False):
        return False
    return (
        _model_type(config) in _ENCODER_ONLY
        or getattr(config, "is_causal", None) is False
        or getattr(config, "use_bidirectional_attention", None) is True
        # No vocabulary, no decoder: vision and audio towers on their own.
        or _first(config, "vocab_size") is None
    )


def _layer(
    config: object, attn_type: AttentionType, head_size: int, *, window: bool
) -> AttentionRequirements:
    latent = _first(config, "kv_lora_rank") is not None
    return AttentionRequirements(
        head_size=head_size,
        dtype=_dtype(config),
        attn_type=attn_type,
        has_sink=_model_type(config) in _SINKS,
        has_sliding_window=window,
        has_logits_soft_cap=bool(_first(config, "attn_logit_softcapping")),
        has_alibi=_has_alibi(config),
        has_mm_prefix=getattr(config, "use_bidirectional_attention", None) == "vision",
        # T5 and its kin: a bias learned for buckets of distances.
        has_position_bias=_first(config, "relative_attention_num_buckets") is not None,
        use_mla=latent,
        use_sparse=_first(config, "index_topk") is not None,
    )


def _self_attention(
    config: object, attn_type: AttentionType, side: str = ""
) -> Iterator[AttentionRequirements]:
    """One stack's self-attention, once for each kind of layer where a configuration has values for every layer.

    Raises:
        ValueError: the configuration states no head size.
    """
    layer_types = getattr(config, "layer_types", None)
    if getattr(config, "is_heterogeneous", False):
        layers = [(one, [kind]) for one, kind in zip(config.per_layer_config, layer_types, strict=True)]
    else:
        layers = [(config, layer_types)]
    for layer, kinds in layers:
        head_size = _head_size(layer, side)
        if head_size is None:
            raise ValueError(f"model type {_model_type(config)!r}: the configuration states no head size")
        yield _layer(layer, attn_type, head_size, window=_has_window(layer, kinds))


def _cross_attention(config: object, side: str = "") -> Iterator[AttentionRequirements]:
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


def _encoder_decoder(config: object) -> Iterator[AttentionRequirements]:
    encoder = _first(config, "encoder", "text_encoder") or config
    decoder = _first(config, "decoder") or config
    yield from _self_attention(encoder, AttentionType.ENCODER, "encoder")
    yield from _self_attention(decoder, AttentionType.DECODER, "decoder")
    yield from _cross_attention(decoder, "decoder")


def _multimodal(config: object, language_model: object) -> Iterator[AttentionRequirements]:
    prefix = _model_type(config) in _MM_PREFIX
    for asked in _requirements(language_model, may_be_encoder=not prefix):
        decodes = asked.attn_type == AttentionType.DECODER
        yield replace(asked, has_mm_prefix=asked.has_mm_prefix or prefix) if decodes else asked
    for tower in filter(None, (getattr(config, name, None) for name in _TOWERS)):
        head_size = _head_size(tower)
        if head_size is not None:
            yield _layer(tower, AttentionType.ENCODER_ONLY, head_size, window=False)


def _requirements(config: object, *, may_be_encoder: bool = True) -> Iterator[AttentionRequirements]:
    language_model = _first(config, *_LANGUAGE_MODELS)
    if language_model is not None:
        yield from _multimodal(config, language_model)
    elif getattr(config, "is_encoder_decoder", False):
        yield from _encoder_decoder(config)
    elif may_be_encoder and _is_encoder_only(config):
        yield from _self_attention(config, AttentionType.ENCODER_ONLY)
    else:
        yield from _self_attention(config, AttentionType.DECODER)
        # Decoders that see another model's states: BERT and GPT-2 on request, Mllama in some of its layers.
        if _first(config, "add_cross_attention", "cross_attention_layers"):
            yield from _cross_attention(config)


def model_requirements(config: object) -> tuple[AttentionRequirements, ...]:
    """What a model's layers ask of a backend, to be put to :func:`backends.selector.select_backend` one by one.

    An encoder-decoder model (Whisper, BART, T5, Florence-2) asks for ENCODER, DECODER and ENCODER_DECODER; a model
    without a decoder for ENCODER_ONLY; any other for DECODER. Towers of vision and audio are ENCODER_ONLY: they
    hand embeddings to the prompt (Granite Speech, LLaVA), which is no cross-attention. A tower whose head size is
    not one number (Swin) is left out.

    Args:
        config: a ``PretrainedConfig``, or anything that has its attributes.

    Returns:
        One entry an attention type, and more than one only where layers differ in head size or features (Gemma 4)
        or towers do; the element type is the configuration's, or None. What the engine decides, such as the
        cache, keeps its default.

    Raises:
        ValueError: no head size can be read, or the element type is none that a backend could declare.
    """
    dtype = _dtype(config)
    found = _requirements(config)
    return tuple(dict.fromkeys(asked if asked.dtype else replace(asked, dtype=dtype) for asked in found))
