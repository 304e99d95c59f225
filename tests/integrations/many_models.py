"""Tiny models of any type of transformers, from one set of sizes that most configurations understand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import CONFIG_MAPPING, MODEL_FOR_CAUSAL_LM_MAPPING, MODEL_MAPPING
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

from tests.integrations.runs import padding

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel

MODELS = [
    "afmoe",
    "aimv2_vision_model",
    "albert",
    "apertus",
    "arcee",
    "aria_text",
    "bart",
    "beit",
    "bert",
    "bert-generation",
    "bigbird_pegasus",
    "biogpt",
    "bitnet",
    "blenderbot",
    "blenderbot-small",
    "camembert",
    "chinese_clip_vision_model",
    "clip_text_model",
    "clip_vision_model",
    "cohere",
    "cohere2",
    "cohere2_moe",
    "ctrl",
    "cwm",
    "data2vec-text",
    "deit",
    "diffllama",
    "dinov2",
    "dinov2_with_registers",
    "dinov3_vit",
    "distilbert",
    "dpt",
    "electra",
    "ernie",
    "ernie4_5",
    "ernie4_5_moe",
    "esm",
    "eurobert",
    "exaone",
    "exaone4",
    "exaone_moe",
    "flex_olmo",
    "flint",
    "gemma",
    "gemma2",
    "gemma3_text",
    "glm",
    "glm4",
    "glm4_moe",
    "gpt2",
    "gpt_bigcode",
    "gpt_neox",
    "gpt_oss",
    "granite",
    "granitemoe",
    "helium",
    "hunyuan_v1_dense",
    "ijepa",
    "inkling2_text",
    "jais2",
    "jetmoe",
    "layoutlm",
    "llama",
    "llama4_text",
    "m2m_100",
    "marian",
    "mbart",
    "minimax",
    "ministral",
    "mistral",
    "mixtral",
    "mobilebert",
    "modernbert",
    "modernbert-decoder",
    "moshi",
    "mt5",
    "nemotron",
    "nomic_bert",
    "olmo",
    "olmo2",
    "olmo3",
    "olmoe",
    "opt",
    "persimmon",
    "phi",
    "phi3",
    "phimoe",
    "plbart",
    "qwen2",
    "qwen2_moe",
    "qwen3",
    "qwen3_moe",
    "roberta",
    "seed_oss",
    "siglip_vision_model",
    "smollm3",
    "splinter",
    "stablelm",
    "starcoder2",
    "switch_transformers",
    "t5",
    "umt5",
    "vaultgemma",
    "vit",
    "xlm-roberta",
]
"""Model types that run on a backend as eagerly."""
FURTHER = [
    "apertus1p5_text",
    "deepseek_v4",
    "gpt-sw3",
    "granite_docling_text",
    "granite_swa",
    "granitemoe_swa",
    "granitemoeshared",
    "gte",
    "higgs_audio_v2",
    "hrm_text",
    "hunyuan_v1_moe",
    "hy_v3",
    "hyperclovax",
    "idefics3_vision",
    "inkling2_loop_text",
    "inkling_text",
    "internlm3",
    "iquestcoder",
    "jina_embeddings_v3",
    "kolibri1",
    "laguna",
    "lara_mini",
    "lfm2",
    "markuplm",
    "mellum",
    "mimo_v2_flash",
    "minimax_m2",
    "minimax_m3_vl_text",
    "ministral3",
    "mlcd",
    "mlcd_vision_model",
    "molmo2_text",
    "muse_glimmer_text",
    "muse_spark_text",
    "nanochat",
    "nllb-moe",
    "olmo_hybrid",
    "openai_privacy_filter",
    "pegasus",
    "pixio",
    "pixtral",
    "qwen3_vl_moe_text",
    "qwen3_vl_text",
    "radio",
    "roberta-prelayernorm",
    "roc_bert",
    "sapiens2",
    "sarvam_moe",
]
"""Model types that were compared on CPU_ATTN, in a forward pass, and no further."""
REFUSED = {
    "big_bird": "BigBirdBlockSparseAttention x 2",
    "bloom": "BloomAttention x 2",
    "convbert": "ConvBertSelfAttention x 2",
    "cpmant": "CpmAntAttention x 2",
    "data2vec-vision": "Data2VecVisionSelfAttention x 2",
    "deberta": "DisentangledSelfAttention x 2",
    "deberta-v2": "DisentangledSelfAttention x 2",
    "doge": "adds to the logits is not supported",
    "donut-swin": "DonutSwinSelfAttention x 12",
    "flaubert": "MultiHeadAttention x 2",
    "fsmt": "Attention x 6",
    "gpt_neox_japanese": "GPTNeoXJapaneseAttention x 2",
    "hy_v4": "indices is not supported",
    "ibert": "IBertSelfAttention x 2",
    "imagegpt": "ImageGPTModel",
    "led": "LEDEncoderSelfAttention x 2",
    "levit": "LevitAttention x 12",
    "longformer": "LongformerSelfAttention x 2",
    "longt5": "LongT5LocalAttention x 2",
    "megatron-bert": "MegatronBertSelfAttention x 2",
    "mobilevit": "MobileViTSelfAttention x 9",
    "mpnet": "MPNetSelfAttention x 2",
    "mpt": "MptAttention x 2",
    "mra": "MraModel",
    "mvp": "MvpAttention x 4",
    "nystromformer": "NystromformerSelfAttention x 2",
    "openai-gpt": "Attention x 2",
    "pegasus_x": "PegasusXGlobalLocalAttention x 2",
    "pvt": "PvtEfficientSelfAttention x 8",
    "rembert": "RemBertSelfAttention x 2",
    "roformer": "RoFormerSelfAttention x 2",
    "rwkv": "RwkvForCausalLM",
    "sam_hq_vision_model": "SamHQVisionAttention x 2",
    "sam_vision_model": "SamVisionAttention x 2",
    "swin": "adds to the logits is not supported",
}
"""Models with needs that cannot be expressed to backends, and a word of each refusal."""
_WIDTH, _HEADS, _LAYERS = 64, 4, 2
_SIZES = {
    **dict.fromkeys(("hidden_size", "d_model", "n_embd", "dim", "embedding_size", "hidden_dim"), _WIDTH),
    **dict.fromkeys(("intermediate_size", "encoder_ffn_dim", "decoder_ffn_dim", "d_ff"), _WIDTH),
    **dict.fromkeys(("num_attention_heads", "num_heads", "n_head", "n_heads"), _HEADS),
    **dict.fromkeys(("encoder_attention_heads", "decoder_attention_heads"), _HEADS),
    **dict.fromkeys(("num_hidden_layers", "num_layers", "n_layer", "n_layers"), _LAYERS),
    **dict.fromkeys(("encoder_layers", "decoder_layers"), _LAYERS),
    **dict.fromkeys(("head_dim", "d_kv"), _WIDTH // _HEADS),
    **dict.fromkeys(("max_position_embeddings", "n_positions", "vocab_size", "unpadded_vocab_size"), 64),
    **dict.fromkeys(("num_experts", "num_local_experts", "n_routed_experts"), 4),
    "num_key_value_heads": 2,
    "num_experts_per_tok": 2,
    "moe_intermediate_size": 32,
    "sliding_window": 6,
    "image_size": 32,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "decoder_start_token_id": 1,
}


def tiny_config(model_type: str) -> PreTrainedConfig:
    """A configuration of two small layers, eager."""
    kind = CONFIG_MAPPING[model_type]
    default = kind()
    sizes = {
        name: size
        for name, size in _SIZES.items()
        if type(getattr(default, name, "")) in (int, type(None))
        and (name != "sliding_window" or default.sliding_window is not None)
    }
    config = kind(**sizes)
    config._attn_implementation = "eager"
    return config


def model_class(model_type: str) -> type[PreTrainedModel]:
    """The class with logits where the type has one that decodes, else the one without a head."""
    decodes = model_type in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    mapping = MODEL_FOR_CAUSAL_LM_MAPPING if decodes else MODEL_MAPPING
    found = mapping[CONFIG_MAPPING[model_type]]
    return found[0] if isinstance(found, tuple) else found


def tiny_model(model_type: str) -> PreTrainedModel:
    """A model of two small layers, eager, with weights that make attention uneven."""
    config = tiny_config(model_type)
    torch.manual_seed(0)
    model = model_class(model_type)._from_config(config)
    for parameter in model.parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=parameter.shape[-1] ** -0.5)
    return model.eval().requires_grad_(False).float()


def arguments_of(model: PreTrainedModel) -> dict[str, Any]:
    """A batch of two rows, one of them padded; pictures for what has no vocabulary."""
    generator = torch.Generator().manual_seed(0)
    config = model.config
    if getattr(config, "vocab_size", None) is None:
        shape = (2, config.num_channels, config.image_size, config.image_size)
        return {"pixel_values": torch.randn(shape, generator=generator)}
    ids = torch.randint(3, 60, (2, 9), generator=generator)
    arguments = {"input_ids": ids, "attention_mask": padding(2, 9, "left")}
    return arguments | ({"decoder_input_ids": ids[:, :6]} if config.is_encoder_decoder else {})


def result_of(model: PreTrainedModel, arguments: dict[str, Any]) -> torch.Tensor:
    """The logits, or hidden states, without those of padding."""
    result = model(**arguments)
    result = result.logits if hasattr(result, "logits") else result.last_hidden_state
    mask = arguments.get("attention_mask")
    padded = mask is not None and "decoder_input_ids" not in arguments and result.shape[:2] == mask.shape
    return result[mask.bool()] if padded else result
