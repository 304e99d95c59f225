"""Model types whose attention follows from no value of their configurations."""

from __future__ import annotations

ENCODER_ONLY = frozenset(
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
"""Models without a decoder, unless their configuration says ``is_decoder``."""

SINKS = frozenset(
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
"""Models with a learned logit for every head."""

ALIBI = frozenset({"bloom"})
"""Models with a penalty linear in the distance, always."""

MM_PREFIX = frozenset({"gemma3", "molmo2", "paligemma"})
"""Models in which the tokens of an image see each other in both directions."""

DEFAULTS: dict[str, dict[str, int | float]] = {
    "clip_vision_model": {"hidden_size": 768, "num_attention_heads": 12},
    "gemma": {"hidden_size": 3072, "num_attention_heads": 16, "head_dim": 256},
    "gemma2": {
        "hidden_size": 2304,
        "num_attention_heads": 8,
        "head_dim": 256,
        "sliding_window": 4096,
        "attn_logit_softcapping": 50.0,
    },
    "gemma3_text": {"hidden_size": 2304, "num_attention_heads": 8, "head_dim": 256, "sliding_window": 4096},
    "llama": {"hidden_size": 4096, "num_attention_heads": 32},
    "mistral": {"hidden_size": 4096, "num_attention_heads": 32, "sliding_window": 4096},
    "opt": {"hidden_size": 768, "num_attention_heads": 12},
    "phi3": {"hidden_size": 3072, "num_attention_heads": 32},
    "pixtral": {"hidden_size": 1024, "num_attention_heads": 16},
    "qwen2": {"hidden_size": 4096, "num_attention_heads": 32},
    "siglip_vision_model": {"hidden_size": 768, "num_attention_heads": 12},
}
"""Values that the classes in transformers add where a checkpoint leaves them out, for models that are parts of others,
whose checkpoints state only the differences (LLaVA, Gemma 3).
"""
