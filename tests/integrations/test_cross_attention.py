"""Cross-attention on a backend that does not declare it: the error that started this project, and why it was missed.

Whisper's and BART's decoders attend to encoder states that are in the cache already. A backend whose prefill takes
the keys it is handed for tokens that follow the cache is wrong as soon as a decoder is given several tokens at once:
a prompt, or beams that start again. Greedy decoding over a cache from one start token never does.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")
pytest.importorskip("triton")

from backends.integrations.transformers import register_attention, use_backend
from backends.registry import find_backend
from backends.types import AttentionType
from tests.backends.errors import LIMITS, relative_error
from tests.integrations.models import make_model
from tests.integrations.runs import generate, inputs, run

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from backends.inputs import Inputs

MODELS = ["whisper", "bart"]
MIXING = ["ROCM_ATTN", "ROCM_AITER_FA"]
slow = pytest.mark.slow
NEW = 4
"""Tokens to generate on kernels in the interpreter."""


def declares(name: str, attn_type: AttentionType) -> bool:
    return find_backend(name).get_class().supports_attn_type(attn_type)


def decode_on(model: PreTrainedModel, backend: str, *, force: bool = False) -> None:
    """Run a model on a backend, but its encoder on the oracle where the backend is for decoders alone."""
    use_backend(model, backend, force=force)
    if declares(backend, AttentionType.ENCODER):
        return
    # The two stacks share one configuration, which names the attention of both.
    config = deepcopy(model.config)
    config._attn_implementation = register_attention("STAND_IN")
    for part in model.get_encoder().modules():
        if hasattr(part, "config"):
            part.config = config


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("prompt", [1, 4])
@pytest.mark.parametrize("use_cache", [True, False])
@pytest.mark.parametrize("model_type", MODELS)
def test_a_backend_that_declares_it_generates_what_eager_does(
    stand_in: list[Inputs], model_type: str, use_cache: bool, prompt: int, beams: int
) -> None:
    model, arguments = make_model(model_type), inputs(model_type, prompt=prompt)
    eager = generate(model, arguments, beams, use_cache=use_cache)
    use_backend(model, "STAND_IN")
    assert generate(model, arguments, beams, use_cache=use_cache) == eager


@pytest.mark.parametrize(
    ("model_type", "beams"),
    [
        ("whisper", 4),
        *(pytest.param(m, b, marks=slow) for m, b in (("whisper", 1), ("bart", 1), ("bart", 4))),
    ],
)
def test_the_unified_kernel_generates_what_eager_does(
    written_in_torch: None, model_type: str, beams: int
) -> None:
    model, arguments = make_model(model_type), inputs(model_type, prompt=4, batch=1)
    eager = generate(model, arguments, beams, new=NEW)
    use_backend(model, "TRITON_ATTN")
    assert declares("TRITON_ATTN", AttentionType.ENCODER_DECODER)
    assert generate(model, arguments, beams, new=NEW) == eager


@pytest.mark.parametrize("model_type", ["whisper", "llama", pytest.param("gpt_oss", marks=slow)])
def test_logits_of_the_unified_kernel(model_type: str) -> None:
    model, arguments = make_model(model_type), inputs(model_type, prompt=6)
    eager = run(model, arguments)
    use_backend(model, "TRITON_ATTN")
    assert relative_error(run(model, arguments), eager.double()) < LIMITS["float32"]


@pytest.mark.parametrize("backend", MIXING)
@pytest.mark.parametrize("model_type", MODELS)
class TestForced:
    """Past their refusal, the backends that do not declare it."""

    def test_refuses(self, backend: str, model_type: str) -> None:
        assert not declares(backend, AttentionType.ENCODER_DECODER)
        model = make_model(model_type)
        decode_on(model, backend)
        with pytest.raises(
            ValueError, match=f"{backend} cannot run this layer: .*ENCODER_DECODER is not supported"
        ):
            run(model, inputs(model_type, prompt=1))

    def test_agrees_for_one_query_token(self, backend: str, model_type: str) -> None:
        model, arguments = make_model(model_type), inputs(model_type, prompt=1)
        eager = run(model, arguments)
        decode_on(model, backend, force=True)
        assert relative_error(run(model, arguments), eager.double()) < LIMITS["float32"]

    def test_is_wrong_for_several_query_tokens(self, backend: str, model_type: str) -> None:
        model, arguments = make_model(model_type), inputs(model_type, prompt=4)
        eager = run(model, arguments)
        decode_on(model, backend, force=True)
        error = relative_error(run(model, arguments), eager.double())
        assert error > 0.05, "the refusal has lost its reason"

    @pytest.mark.parametrize("beams", [1, pytest.param(4, marks=slow)])
    def test_decoding_over_a_cache_hides_it(
        self, written_in_torch: None, backend: str, model_type: str, beams: int
    ) -> None:
        """From the start token alone every call has one query token a sequence, beams or not."""
        model, arguments = make_model(model_type), inputs(model_type, prompt=1, batch=1)
        if model_type == "bart":
            # generate() puts the start token before any other prompt.
            arguments["decoder_input_ids"][:] = model.config.decoder_start_token_id
        eager = generate(model, arguments, beams, new=NEW)
        decode_on(model, backend, force=True)
        assert generate(model, arguments, beams, new=NEW) == eager

    @pytest.mark.parametrize("beams", [pytest.param(1, marks=slow), 4])
    def test_beams_started_afresh_show_it(
        self, written_in_torch: None, backend: str, model_type: str, beams: int
    ) -> None:
        """Without a cache between steps, as where every beam is a new request, each step decodes its whole prefix."""
        model, arguments = make_model(model_type), inputs(model_type, prompt=2, batch=2)
        eager = generate(model, arguments, beams, new=2, use_cache=False)
        decode_on(model, backend, force=True)
        assert generate(model, arguments, beams, new=2, use_cache=False) != eager

    @pytest.mark.parametrize("beams", [1, pytest.param(4, marks=slow)])
    def test_a_prompt_of_several_tokens_shows_it(
        self, written_in_torch: None, backend: str, model_type: str, beams: int
    ) -> None:
        model, arguments = make_model(model_type), inputs(model_type, prompt=4)
        eager = generate(model, arguments, beams, new=2)
        decode_on(model, backend, force=True)
        assert generate(model, arguments, beams, new=2) != eager
