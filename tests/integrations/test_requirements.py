"""Requirements that configurations of real model types place on backends."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from backends.integrations.model_types import DEFAULTS
from backends.integrations.requirements import model_requirements
from backends.platforms import CpuPlatform, CudaPlatform, RocmPlatform
from backends.requirements import AttentionRequirements
from backends.selector import NoBackendError, select_backend
from backends.types import AttentionType, DeviceCapability, DType

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

    from backends.platforms import Platform

ROOT = Path(__file__).parents[2]
PLAIN = json.loads(Path(__file__).with_name("model_configs.json").read_text())
"""The default configuration of each model type as it stands in a `config.json`, without what has nothing to do with
attention."""


def decoder(head_size: int, **asked: Any) -> tuple[AttentionRequirements, ...]:
    return (AttentionRequirements(head_size=head_size, **asked),)


def encoder(head_size: int, **asked: Any) -> tuple[AttentionRequirements, ...]:
    return decoder(head_size, attn_type=AttentionType.ENCODER_ONLY, **asked)


def cross(head_size: int, **asked: Any) -> tuple[AttentionRequirements, ...]:
    return decoder(head_size, attn_type=AttentionType.ENCODER_DECODER, **asked)


def both(head_size: int) -> tuple[AttentionRequirements, ...]:
    return (
        AttentionRequirements(head_size=head_size, attn_type=AttentionType.ENCODER),
        *decoder(head_size),
        *cross(head_size),
    )


def with_position_bias(asked: AttentionRequirements) -> AttentionRequirements:
    return replace(asked, has_position_bias=asked.attn_type != AttentionType.ENCODER_DECODER)


MLA = {"use_mla": True}
T5 = tuple(map(with_position_bias, both(64)))
WINDOW = {"has_sliding_window": True}
CAPPED_WINDOW = {"has_sliding_window": True, "has_logits_soft_cap": True}

EXPECTED: dict[str, tuple[AttentionRequirements, ...]] = {
    # decoders
    "llama": decoder(128),
    "gpt2": decoder(64),
    "opt": decoder(64),
    "gptj": decoder(256),
    "gpt_neox": decoder(96),
    "phi3": decoder(96),
    "mixtral": decoder(128),
    "starcoder2": decoder(128),
    "qwen2": decoder(128),
    "qwen3_next": decoder(256),
    "mistral": decoder(128, **WINDOW),
    "gpt_neo": decoder(128, **WINDOW),
    "gemma2": decoder(256, **CAPPED_WINDOW),
    "gemma3_text": decoder(256, **WINDOW),
    "gpt_oss": decoder(64, has_sink=True, **WINDOW),
    "mimo_v2_flash": decoder(192, has_sink=True, **WINDOW),
    "bloom": decoder(8, has_alibi=True),
    "mpt": decoder(128, has_alibi=True),
    "falcon": decoder(64),
    # latent and sparse attention
    "deepseek_v2": decoder(576, **MLA),
    "deepseek_v3": decoder(576, **MLA),
    "kimi_linear": decoder(576, **MLA),
    "minicpm3": decoder(288, **MLA),
    "deepseek_v32": decoder(576, use_sparse=True, **MLA),
    "glm_moe_dsa": decoder(576, use_sparse=True, **MLA),
    # encoders
    "bert": encoder(64),
    "roberta": encoder(64),
    "distilbert": encoder(64),
    "electra": encoder(64),
    "vit": encoder(64),
    "wav2vec2": encoder(64),
    "modernbert": encoder(64, **WINDOW),
    # encoder-decoders
    "whisper": both(64),
    "bart": both(64),
    "t5": T5,
    "mt5": T5,
    "longt5": T5,
    "udop": T5,
    "m2m_100": both(64),
    "marian": both(64),
    "moonshine": both(36),
    "florence2": both(64),
    "t5gemma": (
        AttentionRequirements(head_size=256, attn_type=AttentionType.ENCODER, **CAPPED_WINDOW),
        *decoder(256, **CAPPED_WINDOW),
        *cross(256, has_logits_soft_cap=True),
    ),
    # towers beside a decoder
    "granite_speech": (*decoder(128), *encoder(128)),
    "llava": (*decoder(128), *encoder(64)),
    "qwen2_vl": (*decoder(128), *encoder(80)),
    "qwen2_audio": (*decoder(128), *encoder(64)),
    "voxtral": (*decoder(128), *encoder(64)),
    "paligemma": (*decoder(256, has_mm_prefix=True), *encoder(72)),
    "gemma3": (*decoder(256, has_mm_prefix=True, **WINDOW), *encoder(64)),
    "mllama": (*decoder(128), *cross(128), *encoder(80)),
    # layers that differ
    "gemma4": (*decoder(256, **WINDOW), *decoder(512)),
}


def make_config(model_type: str, **changes: Any) -> PreTrainedConfig:
    transformers = pytest.importorskip(
        "transformers", minversion="5", reason="the extra `integrations` is not installed"
    )
    return transformers.AutoConfig.for_model(model_type, **changes)


@pytest.mark.parametrize("model_type", EXPECTED)
def test_plain_dictionaries(model_type: str) -> None:
    assert model_requirements(PLAIN[model_type]) == EXPECTED[model_type]


@pytest.mark.parametrize("model_type", EXPECTED)
def test_defaults_of_real_configurations(model_type: str) -> None:
    assert model_requirements(make_config(model_type)) == EXPECTED[model_type]


@pytest.mark.parametrize(
    ("model_type", "changes", "expected"),
    [
        ("mistral", {"sliding_window": None}, decoder(128)),
        ("qwen2", {"use_sliding_window": True, "max_window_layers": 1}, decoder(128, **WINDOW)),
        ("falcon", {"alibi": True}, decoder(64, has_alibi=True)),
        ("llama", {"head_dim": 80}, decoder(80)),
        ("bert", {"is_decoder": True}, decoder(64)),
        ("bert", {"is_decoder": True, "add_cross_attention": True}, (*decoder(64), *cross(64))),
        ("gemma3_text", {"use_bidirectional_attention": True, "sliding_window": 8}, encoder(256, **WINDOW)),
        ("llama", {"dtype": "bfloat16"}, decoder(128, dtype=DType.BFLOAT16)),
        ("whisper", {"encoder_attention_heads": 3}, (*both(128)[:1], *both(64)[1:])),
    ],
)
def test_what_attributes_change(
    model_type: str, changes: dict[str, Any], expected: tuple[AttentionRequirements, ...]
) -> None:
    assert model_requirements(make_config(model_type, **changes)) == expected


def test_the_element_type_of_the_whole_model_holds_for_its_parts() -> None:
    asked = model_requirements(make_config("llava", dtype="float16"))
    assert [requirements.dtype for requirements in asked] == [DType.FLOAT16, DType.FLOAT16]


def test_anything_with_the_attributes_will_do() -> None:
    config = SimpleNamespace(hidden_size=256, num_attention_heads=4, vocab_size=8, dtype="torch.float16")
    assert model_requirements(config) == decoder(64, dtype=DType.FLOAT16)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"head_dim": 64, "v_head_dim": 96}, decoder(96)),
        ({"head_dim": 64, "is_causal": False}, encoder(64)),
        ({"head_dim": 64, "position_embedding_type": "alibi"}, decoder(64, has_alibi=True)),
        ({"head_dim": 64, "use_bidirectional_attention": "vision"}, decoder(64, has_mm_prefix=True)),
        (
            {
                "is_encoder_decoder": True,
                "text_encoder": SimpleNamespace(d_kv=32),
                "decoder": SimpleNamespace(head_dim=64),
            },
            (*both(32)[:1], *both(64)[1:]),
        ),
        ({"hidden_size": 256, "n_head": 4, "local_attention": 8}, decoder(64, **WINDOW)),
        ({"n_embed": 256, "n_head": 4, "torch_dtype": "float16"}, decoder(64, dtype=DType.FLOAT16)),
        (
            {
                "head_dim": 64,
                "layer_types": ["full_attention", "full_attention"],
                "per_layer_config": {"01": {"head_dim": 32}},
            },
            (*decoder(64), *decoder(32)),
        ),
        (
            {"head_dim": 64, "num_hidden_layers": 2, "per_layer_config": {"1": {"sliding_window": 8}}},
            (*decoder(64), *decoder(64, **WINDOW)),
        ),
        (
            {
                "head_dim": 64,
                "global_head_dim": 128,
                "sliding_window": 8,
                "layer_types": ["sliding_attention", "full_attention"],
            },
            (*decoder(64, **WINDOW), *decoder(128)),
        ),
    ],
)
def test_attributes_that_no_default_shows(
    attributes: dict[str, Any], expected: tuple[AttentionRequirements, ...]
) -> None:
    assert model_requirements(SimpleNamespace(vocab_size=8, **attributes)) == expected


@pytest.mark.parametrize("model_type", DEFAULTS)
def test_what_checkpoints_leave_out_is_what_the_classes_add(model_type: str) -> None:
    whole = make_config(model_type).to_dict()
    assert {name: whole[name] for name in DEFAULTS[model_type]} == DEFAULTS[model_type]
    assert model_requirements({"model_type": model_type, "vocab_size": whole.get("vocab_size")}) == (
        model_requirements(whole)
    )


def test_parts_of_a_checkpoint_that_state_what_differs() -> None:
    text = {"model_type": "gemma3_text", "hidden_size": 2560, "num_hidden_layers": 34, "sliding_window": 1024}
    vision = {"model_type": "siglip_vision_model", "hidden_size": 1152, "num_attention_heads": 16}
    gemma = {"model_type": "gemma3", "text_config": text, "vision_config": vision}
    assert model_requirements(gemma) == (*decoder(256, has_mm_prefix=True, **WINDOW), *encoder(72))
    llava = {"model_type": "llava", "text_config": {"model_type": "llama", "vocab_size": 32064}}
    assert model_requirements(llava) == decoder(128)


def test_a_language_model_within_another_model_need_not_repeat_the_vocabulary() -> None:
    text = {"hidden_size": 256, "num_attention_heads": 4}
    assert model_requirements({"model_type": "llava", "text_config": text}) == decoder(64)
    assert model_requirements(text) == encoder(64)


def test_unknown_head_size_and_element_type() -> None:
    with pytest.raises(ValueError, match="model type 'odd': the configuration states no head size"):
        model_requirements(SimpleNamespace(model_type="odd", vocab_size=8))
    with pytest.raises(ValueError, match="'float64' is not a valid DType"):
        model_requirements(
            SimpleNamespace(hidden_size=64, num_attention_heads=2, vocab_size=8, dtype="float64")
        )


def test_whisper_and_granite_speech_choose_differently_on_rocm() -> None:
    """The confusion of the two is what a look at the audio tower alone invites."""
    platform = RocmPlatform("gfx942")

    def chosen(model_type: str) -> dict[str, str]:
        asked = model_requirements(make_config(model_type))
        return {each.attn_type.name: select_backend(each, platform).backend.name for each in asked}

    assert chosen("granite_speech") == {"DECODER": "ROCM_ATTN", "ENCODER_ONLY": "ROCM_ATTN"}
    assert chosen("whisper")["ENCODER_DECODER"] == "ROCM_AITER_UNIFIED_ATTN"
    asked_cross = model_requirements(make_config("whisper"))[2]
    with pytest.raises(NoBackendError, match="attention type ENCODER_DECODER is not supported"):
        select_backend(asked_cross, platform, explicit="ROCM_ATTN")


@pytest.mark.parametrize(
    ("platform", "chosen"),
    [
        (CudaPlatform(DeviceCapability(9, 0)), "TRITON_ATTN"),
        (RocmPlatform("gfx942"), "ROCM_AITER_UNIFIED_ATTN"),
        (CpuPlatform(), "CPU_ATTN"),
    ],
    ids=str,
)
def test_who_runs_t5(platform: Platform, chosen: str) -> None:
    asked = model_requirements(make_config("t5"))
    assert {select_backend(each, platform).backend.name for each in asked} == {chosen}


def test_imports_neither_torch_nor_transformers() -> None:
    script = (
        "import backends.integrations.requirements, sys;"
        "print(*sorted({'torch', 'triton', 'transformers'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == []
