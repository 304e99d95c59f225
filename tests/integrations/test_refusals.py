"""Needs of a model that a backend does not support are reported, never worked around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

import torch
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, AutoModelForImageTextToText

from backends.integrations.transformers import BackendAttention, register_attention, use_backend
from tests.integrations.models import CONFIGS, make_model, tokens
from tests.integrations.runs import inputs, run
from tests.integrations.standin import StandInImpl

if TYPE_CHECKING:
    from collections.abc import Callable

    from transformers import PreTrainedModel

    from backends.inputs import Inputs


@pytest.mark.parametrize(
    ("model_type", "reason"),
    [
        ("whisper", "attention type ENCODER_DECODER is not supported"),
        ("bart", "attention type ENCODER_DECODER is not supported"),
        ("gpt_oss", "attention sink is not supported"),
        ("deepseek_v3", "head size 48 is not supported"),
    ],
)
def test_undeclared_capabilities(device: str, stand_in: list[Inputs], model_type: str, reason: str) -> None:
    """Encoder-decoder models run their encoder first, which ROCM_ATTN does offer."""
    model = make_model(model_type)
    use_backend(model, "ROCM_ATTN")
    with pytest.raises(ValueError, match=f"ROCM_ATTN cannot run this layer: {reason}"):
        run(model, inputs(model_type, prompt=3))


def test_multimodal_prefix(stand_in: list[Inputs]) -> None:
    text = CONFIGS["gemma2"] | {"attn_logit_softcapping": None, "sliding_window": 8}
    vision = {"hidden_size": 32, "intermediate_size": 32, "num_attention_heads": 2, "num_hidden_layers": 1}
    config = AutoConfig.for_model(
        "gemma3",
        text_config=text,
        vision_config=vision | {"image_size": 28, "patch_size": 14},
        mm_tokens_per_image=4,
        image_token_index=63,
        image_token_id=63,
    )
    model = AutoModelForImageTextToText.from_config(config).eval()
    use_backend(model, "STAND_IN")
    ids = tokens(1, 9)
    ids[0, 2:6] = 63
    with pytest.raises(
        ValueError, match="STAND_IN cannot run this layer: multimodal prefix is not supported"
    ):
        model(input_ids=ids, token_type_ids=(ids == 63).long(), pixel_values=torch.zeros(1, 3, 28, 28))


def test_learned_position_bias(device: str) -> None:
    model = make_model("t5")
    use_backend(model, "ROCM_ATTN")
    with pytest.raises(
        ValueError,
        match=r"position bias is not supported; supported by TRITON_ATTN, .*, FLEX_ATTENTION, CPU_ATTN",
    ):
        run(model, inputs("t5"))


def test_sparse_attention(stand_in: list[Inputs]) -> None:
    latent = {
        name: value for name, value in CONFIGS["deepseek_v3"].items() if name != "first_k_dense_replace"
    }
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model("deepseek_v32", **latent, index_topk=4))
    use_backend(model.eval(), "STAND_IN")
    with pytest.raises(ValueError, match="indices is not supported"):
        model(input_ids=tokens(1, 9))


def test_models_with_attention_of_their_own(stand_in: list[Inputs]) -> None:
    config = AutoConfig.for_model("bloom", vocab_size=64, hidden_size=64, n_layer=1, n_head=2)
    model = AutoModelForCausalLM.from_config(config)
    with pytest.raises(ValueError, match=r"Bloom.* does not go through transformers' AttentionInterface"):
        use_backend(model, "STAND_IN")


def attend(**changes: Any) -> None:
    module = torch.nn.Module()
    module.is_causal = True
    query = torch.zeros(1, 2, 3, 32)
    arguments = {"query": query, "key": query, "value": query, "attention_mask": None} | changes
    BackendAttention(StandInImpl)(module, **arguments)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dropout": 0.1}, r"dropout 0\.1 is not supported"),
        ({"output_attentions": True}, "output_attentions is not supported"),
        ({"cache": object()}, "cache is not supported: the paged cache of continuous batching"),
        ({"sinks": torch.zeros(1, 2, 3, 1)}, "log-sum-exp return is not supported"),
        ({"temperature": 0.5}, "temperature is not supported: what it would change is not known here"),
        ({"causal_window": False}, "causal_window is not supported: what it would change"),
        ({"indices": torch.zeros(1, 3, 2)}, r"indices is not supported: sparse attention \(DeepSeek-V3\.2\)"),
        ({"block_indices": torch.zeros(1)}, "block_indices is not supported: sparse attention"),
        ({"attention_mask": torch.ones(1, 3).bool()}, r"shape \[1, 3\] has not the four dimensions"),
        ({"query": torch.zeros(1, 2, 2, 32)}, "where among 3 keys the 2 causal queries stand"),
        ({"attention_mask": torch.full((1, 1, 3, 3), -1.0)}, "adds to the logits is not supported"),
        (
            {"attention_mask": torch.stack((torch.ones(3, 3), torch.eye(3)))[None].bool()},
            "differs between heads",
        ),
        ({"attention_mask": torch.ones(1, 1, 3, 4).bool()}, "an attention mask of 4 keys for 3"),
        ({"attention_mask": torch.zeros(1, 1, 3, 3).bool()}, "hides every key from every query"),
    ],
)
def test_calls(stand_in: list[Inputs], changes: dict[str, Any], message: str) -> None:
    attend()
    with pytest.raises(ValueError, match=message):
        attend(**changes)


@pytest.mark.parametrize("least", [-1e4, torch.finfo(torch.bfloat16).min, -torch.inf])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_masks_that_hide_by_adding(stand_in: list[Inputs], least: float, dtype: torch.dtype) -> None:
    hidden = torch.ones(1, 1, 3, 3).triu(1).bool()
    attend(attention_mask=torch.zeros(1, 1, 3, 3, dtype=dtype).masked_fill(hidden, least))
    (inputs,) = stand_in
    assert inputs.metadata.causal is True
    assert inputs.metadata.seq_lens.tolist() == [3]


@pytest.mark.parametrize(
    "harmless",
    [
        {"position_ids": torch.arange(3)},
        {"use_cache": True, "output_hidden_states": True},
        {"output_attentions": False},
        {"anything": None, "sinks": None},
    ],
)
def test_options_that_change_nothing(stand_in: list[Inputs], harmless: dict[str, Any]) -> None:
    attend(**harmless)
    assert len(stand_in) == 1


OWN = {
    "bloom": {"vocab_size": 64, "hidden_size": 64, "n_layer": 2, "n_head": 2},
    "mpt": {"vocab_size": 64, "d_model": 64, "n_layers": 2, "n_heads": 2},
    "deberta": CONFIGS["bert"],
    "mpnet": CONFIGS["bert"],
    "led": CONFIGS["bart"] | {"attention_window": 4},
    "falcon": {"vocab_size": 64, "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2},
    "gpt_neo": {
        "vocab_size": 64,
        "hidden_size": 64,
        "num_layers": 2,
        "num_heads": 2,
        "attention_types": [[["global", "local"], 1]],
    },
    "big_bird": CONFIGS["bert"],
    "xlnet": {"vocab_size": 64, "d_model": 64, "n_layer": 2, "n_head": 2, "d_inner": 64},
}
"""Models whose attention does not look up a function."""


@pytest.mark.parametrize("model_type", OWN)
def test_attention_of_its_own_is_refused_when_a_model_is_made(
    stand_in: list[Inputs], model_type: str
) -> None:
    name = register_attention("STAND_IN")
    config = AutoConfig.for_model(model_type, **OWN[model_type])
    with pytest.raises(ValueError, match=r"does not go through .* everywhere: a backend does not reach .*\w"):
        AutoModel.from_config(config, attn_implementation=name)


@pytest.mark.parametrize(
    "change",
    [
        lambda model: use_backend(model, "STAND_IN"),
        lambda model: model.set_attn_implementation(register_attention("STAND_IN")),
    ],
    ids=["use_backend", "set_attn_implementation"],
)
@pytest.mark.parametrize("model_type", OWN)
def test_attention_of_its_own_is_refused_before_anything_changes(
    stand_in: list[Inputs], model_type: str, change: Callable[[PreTrainedModel], None]
) -> None:
    model = AutoModel.from_config(
        AutoConfig.for_model(model_type, **OWN[model_type]), attn_implementation="eager"
    )
    with pytest.raises(ValueError, match=r"a backend does not reach \w*Att\w*"):
        change(model)
    assert model.config._attn_implementation == "eager"


def test_what_is_not_reached_is_named_in_part(stand_in: list[Inputs]) -> None:
    """The decoder of LongT5 goes through the interface, its encoder does not: neither is changed."""
    config = AutoConfig.for_model("longt5", **CONFIGS["t5"], encoder_attention_type="local")
    model = AutoModel.from_config(config, attn_implementation="eager")
    with pytest.raises(ValueError, match=r"does not reach LongT5LocalAttention x 2 \(encoder\."):
        use_backend(model, "STAND_IN")
    parts = [part for part in model.modules() if hasattr(part, "config")]
    assert {part.config._attn_implementation for part in parts} == {"eager"}


@pytest.mark.parametrize("model_type", ["llama", "gpt2", "bert", "bart", "t5", "whisper", "mimo_v2_flash"])
def test_weights_are_refused_by_every_model(stand_in: list[Inputs], model_type: str) -> None:
    model = make_model(model_type)
    use_backend(model, "STAND_IN")
    with pytest.raises(ValueError, match="output_attentions is not supported"):
        model(**inputs(model_type), output_attentions=True)
    model.set_attn_implementation("eager")
    weights = model(**inputs(model_type), output_attentions=True)
    assert "attentions" in "".join(weights.keys())


def test_gradients(stand_in: list[Inputs]) -> None:
    with torch.enable_grad(), pytest.raises(ValueError, match="compute no gradients"):
        attend(query=torch.zeros(1, 2, 3, 32, requires_grad=True))


@pytest.mark.parametrize("name", ["flash_attn", "ROCM/ATTN", "rocm_attn"])
def test_names_in_which_transformers_reads_a_meaning(name: str) -> None:
    with pytest.raises(ValueError, match="wants a name in capitals, digits and underscores"):
        register_attention(name)


def test_unknown_backend() -> None:
    with pytest.raises(ValueError, match="did you mean ROCM_ATTN"):
        register_attention("ROCM_ATN")


def test_the_name_is_one_that_configurations_take(stand_in: list[Inputs]) -> None:
    assert register_attention("STAND_IN") == "docgen_STAND_IN"
    config = AutoConfig.for_model("llama", **CONFIGS["llama"])
    model = AutoModelForCausalLM.from_config(config, attn_implementation="docgen_STAND_IN")
    model.eval()(input_ids=tokens(1, 5))
    assert stand_in
