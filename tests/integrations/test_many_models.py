"""One small model of each of many types, on a backend as eagerly."""

from __future__ import annotations

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

from backends.integrations.transformers import use_backend
from tests.backends.errors import LIMITS, relative_error
from tests.integrations.many_models import arguments_of, result_of, tiny_model

pytestmark = pytest.mark.slow

MODELS = [
    "afmoe",
    "albert",
    "apertus",
    "arcee",
    "aria_text",
    "bart",
    "beit",
    "bert",
    "bert-generation",
    "biogpt",
    "blenderbot",
    "blenderbot-small",
    "camembert",
    "clip_text_model",
    "clip_vision_model",
    "cohere",
    "cohere2",
    "ctrl",
    "cwm",
    "deit",
    "diffllama",
    "dinov2",
    "distilbert",
    "dpt",
    "electra",
    "ernie",
    "ernie4_5",
    "esm",
    "eurobert",
    "exaone4",
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
    "jais2",
    "jetmoe",
    "layoutlm",
    "llama",
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
REFUSED = {
    "bloom": "BloomAttention x 2",
    "deberta-v2": "DisentangledSelfAttention x 2",
    "doge": "adds to the logits is not supported",
    "inkling2_text": "sinks is not supported",
    "swin": "adds to the logits is not supported",
}
"""Models with needs that cannot be expressed to backends, and a word of each refusal."""


@pytest.mark.parametrize("model_type", MODELS)
def test_agrees_with_eager(model_type: str) -> None:
    model = tiny_model(model_type)
    arguments = arguments_of(model)
    eager = result_of(model, arguments)
    use_backend(model, "CPU_ATTN")
    assert relative_error(result_of(model, arguments), eager.double()) < LIMITS["float32"]


@pytest.mark.parametrize("model_type", REFUSED)
def test_is_refused(model_type: str) -> None:
    model = tiny_model(model_type)

    def run() -> None:
        use_backend(model, "CPU_ATTN")
        result_of(model, arguments_of(model))

    with pytest.raises(ValueError, match=REFUSED[model_type]):
        run()
