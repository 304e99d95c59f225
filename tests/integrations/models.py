"""Tiny models of the real classes, randomly initialised, the same at every call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoModelForSpeechSeq2Seq,
)

if TYPE_CHECKING:
    from transformers import PreTrainedModel

VOCABULARY = 64
FRAMES = 40
"""Mel frames of Whisper's input, of which its encoder makes half as many tokens."""

_TOKENS = {"vocab_size": VOCABULARY, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
_ENCODER_DECODER = {
    **_TOKENS,
    "d_model": 64,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "decoder_start_token_id": 1,
    "forced_eos_token_id": None,
}
_DECODER = {
    **_TOKENS,
    "hidden_size": 64,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "max_position_embeddings": 64,
}
_EXPERTS = {"num_local_experts": 4, "num_experts_per_tok": 2}

CONFIGS: dict[str, dict[str, Any]] = {
    "whisper": {
        **_ENCODER_DECODER,
        "num_mel_bins": 8,
        "max_source_positions": FRAMES // 2,
        "max_target_positions": 64,
        "suppress_tokens": None,
        "begin_suppress_tokens": None,
    },
    "bart": {**_ENCODER_DECODER, "max_position_embeddings": 64},
    "t5": {
        **_TOKENS,
        "d_model": 64,
        "d_kv": 32,
        "d_ff": 64,
        "num_layers": 2,
        "num_heads": 2,
        "decoder_start_token_id": 0,
    },
    "llama": _DECODER,
    "gemma2": {
        **_DECODER,
        "sliding_window": 6,
        "query_pre_attn_scalar": 32,
        # Low enough to bend the logits of a random model.
        "attn_logit_softcapping": 0.5,
    },
    "gpt_oss": {**_DECODER, **_EXPERTS, "sliding_window": 6},
    "qwen2": {**_DECODER, "hidden_size": 224, "num_attention_heads": 14},
    "mistral": {**_DECODER, "sliding_window": 6},
    "bert": {**_DECODER, "num_attention_heads": 2},
    "deepseek_v3": {
        **_DECODER,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "q_lora_rank": 32,
        "kv_lora_rank": 32,
        "qk_nope_head_dim": 32,
        "qk_rope_head_dim": 16,
        "v_head_dim": 32,
        "first_k_dense_replace": 1,
        "moe_intermediate_size": 32,
        "n_routed_experts": 4,
        "n_group": 2,
        "topk_group": 1,
        "num_experts_per_tok": 2,
    },
    # Beyond the ten: absolute positions; a symmetric window; is_causal by the call; sinks and narrower values.
    "gpt2": _DECODER,
    "modernbert": {**_DECODER, "num_attention_heads": 2, "local_attention": 6},
    "clip_text_model": _DECODER,
    "mimo_v2_flash": {
        **_DECODER,
        "v_head_dim": 16,
        "sliding_window": 6,
        "n_routed_experts": 4,
        "num_experts_per_tok": 2,
    },
    "m2m_100": {**_ENCODER_DECODER, "max_position_embeddings": 64},
}
"""Hugging Face model type to what differs from its defaults."""

_CLASSES = {
    "whisper": AutoModelForSpeechSeq2Seq,
    "bart": AutoModelForSeq2SeqLM,
    "t5": AutoModelForSeq2SeqLM,
    "m2m_100": AutoModelForSeq2SeqLM,
    "bert": AutoModel,
    "modernbert": AutoModel,
    "clip_text_model": AutoModel,
}


def make_model(model_type: str, dtype: torch.dtype = torch.float32) -> PreTrainedModel:
    """A model, eager, for inference; the same weights at every call, rounded to the element type."""
    torch.manual_seed(0)
    config = AutoConfig.for_model(model_type, **CONFIGS[model_type])
    config._attn_implementation = "eager"
    factory = _CLASSES.get(model_type, AutoModelForCausalLM)
    model = factory.from_config(config)
    for parameter in model.parameters():
        # The initial 0.02 makes attention almost uniform, so that errors in it would hardly show.
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=parameter.shape[-1] ** -0.5)
    for name, parameter in model.named_parameters():
        if name.endswith("sinks"):
            torch.nn.init.normal_(parameter)
    return model.eval().requires_grad_(False).to(dtype)


def tokens(*shape: int, seed: int = 0) -> torch.Tensor:
    """Random tokens, none of them special."""
    return torch.randint(3, VOCABULARY, shape, generator=torch.Generator().manual_seed(seed))


def audio(batch: int) -> torch.Tensor:
    """Random mel frames for Whisper."""
    return torch.randn(batch, 8, FRAMES, generator=torch.Generator().manual_seed(0))
