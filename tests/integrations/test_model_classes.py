"""Models of the real classes run through a backend as they run eagerly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

import torch

from backends.integrations.transformers import use_backend
from backends.types import AttentionType
from tests.backends.errors import LIMITS, relative_error
from tests.integrations.models import make_model, tokens
from tests.integrations.runs import BATCH, generate, inputs, run

if TYPE_CHECKING:
    from backends.inputs import Inputs

MODELS = ["whisper", "bart", "llama", "gemma2", "gpt_oss", "qwen2", "mistral", "bert", "deepseek_v3", "t5"]
MORE = ["gpt2", "modernbert", "clip_text_model", "mimo_v2_flash", "m2m_100"]
GENERATING = [model_type for model_type in MODELS if model_type != "bert"]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("model_type", MODELS + MORE)
def test_logits(stand_in: list[Inputs], model_type: str, side: str) -> None:
    model, arguments = make_model(model_type), inputs(model_type, side=side)
    eager = run(model, arguments)
    use_backend(model, "STAND_IN")
    assert relative_error(run(model, arguments), eager.double()) < LIMITS["float32"]
    assert stand_in, "the backend was not called"


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("model_type", GENERATING)
def test_generate(stand_in: list[Inputs], model_type: str, beams: int) -> None:
    model, arguments = make_model(model_type), inputs(model_type, prompt=5)
    eager = generate(model, arguments, beams)
    use_backend(model, "STAND_IN")
    assert generate(model, arguments, beams) == eager
    lengths = {call.metadata.max_query_len for call in stand_in}
    # BART puts its start token before the prompt.
    assert 1 in lengths
    assert lengths & {5, 6}


@pytest.mark.parametrize("source", [13, 5])
def test_padded_source_as_long_as_the_decoder_prompt_or_longer(stand_in: list[Inputs], source: int) -> None:
    model = make_model("bart")
    for side in ("left", "right"):
        arguments = inputs("bart", prompt=5, source=source, side=side)
        model.set_attn_implementation("eager")
        eager = run(model, arguments)
        use_backend(model, "STAND_IN")
        assert relative_error(run(model, arguments), eager.double()) < LIMITS["float32"]


def test_static_cache(stand_in: list[Inputs]) -> None:
    model, arguments = make_model("llama"), inputs("llama", prompt=5)
    eager = generate(model, arguments, 1)
    use_backend(model, "STAND_IN")
    assert generate(model, arguments, 1, cache_implementation="static", disable_compile=True) == eager


def test_without_a_mask(stand_in: list[Inputs]) -> None:
    model = make_model("mistral")
    arguments = {"input_ids": tokens(BATCH, 11)}
    eager = model(**arguments).logits
    use_backend(model, "STAND_IN")
    assert relative_error(model(**arguments).logits, eager.double()) < LIMITS["float32"]


@pytest.mark.parametrize(
    ("model_type", "expected"),
    [
        ("whisper", {AttentionType.ENCODER: 2, AttentionType.DECODER: 2, AttentionType.ENCODER_DECODER: 2}),
        ("bart", {AttentionType.ENCODER: 2, AttentionType.DECODER: 2, AttentionType.ENCODER_DECODER: 2}),
        ("llama", {AttentionType.DECODER: 2}),
        ("bert", {AttentionType.ENCODER_ONLY: 2}),
    ],
)
def test_each_layer_is_made_once_and_of_its_type(
    stand_in: list[Inputs], model_type: str, expected: dict[AttentionType, int]
) -> None:
    model = make_model(model_type)
    use_backend(model, "STAND_IN")
    for _ in range(2):
        run(model, inputs(model_type))
    kept = [module._backend_layers for module in model.modules() if hasattr(module, "_backend_layers")]
    layers = [layer for each in kept for layer in each.values()]
    assert {kind: [layer.attn_type for layer in layers].count(kind) for kind in expected} == expected
    assert len(layers) == sum(expected.values())


def test_features_reach_the_layers(stand_in: list[Inputs]) -> None:
    found = {}
    for model_type in ("gemma2", "gpt_oss"):
        model = make_model(model_type)
        use_backend(model, "STAND_IN")
        run(model, inputs(model_type))
        layers = [
            layer for module in model.modules() for layer in getattr(module, "_backend_layers", {}).values()
        ]
        found[model_type] = [
            (layer.sliding_window, layer.logits_soft_cap, layer.sinks is not None, layer.num_kv_heads)
            for layer in layers
        ]
    assert found["gemma2"] == [(6, 0.5, False, 2), (None, 0.5, False, 2)]
    assert found["gpt_oss"] == [(6, None, True, 2), (None, None, True, 2)]


def test_sinks_that_are_replaced(stand_in: list[Inputs]) -> None:
    model, arguments = make_model("gpt_oss"), inputs("gpt_oss")
    use_backend(model, "STAND_IN")
    run(model, arguments)
    for module in model.modules():
        if hasattr(module, "sinks"):
            module.sinks = torch.nn.Parameter(module.sinks + 2, requires_grad=False)
    changed = run(model, arguments)
    model.set_attn_implementation("eager")
    assert relative_error(changed, run(model, arguments).double()) < LIMITS["float32"]
