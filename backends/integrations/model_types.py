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
