"""T5: a learned bias in the self-attention of both stacks, and none in its cross-attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

import torch

from backends.integrations.transformers import use_backend
from tests.backends.errors import LIMITS, relative_error
from tests.integrations.models import make_model
from tests.integrations.runs import generate, inputs, run

if TYPE_CHECKING:
    from backends.inputs import Inputs

slow = pytest.mark.slow


def runs(*arguments: str | int, marks: tuple[pytest.MarkDecorator, ...] = ()) -> list[object]:
    """Every backend that runs T5 and has the cache, with each of these; the kernels as marked."""
    rest = {"TRITON_ATTN": marks, "ROCM_AITER_UNIFIED_ATTN": (slow,)}
    return [
        pytest.param(backend, argument, marks=rest.get(backend, ()))
        for backend in ("CPU_ATTN", *rest)
        for argument in arguments
    ]


@pytest.mark.parametrize(("backend", "side"), [*runs("left"), *runs("right", marks=(slow,))])
def test_logits(written_in_torch: None, backend: str, side: str) -> None:
    """Rows of a batch are padded differently, and each keeps its own part of the bias."""
    model, arguments = make_model("t5"), inputs("t5", prompt=6, side=side)
    eager = run(model, arguments)
    use_backend(model, backend)
    assert relative_error(run(model, arguments), eager.double()) < LIMITS["float32"]


@pytest.mark.parametrize(("backend", "beams"), [*runs(1), *runs(4, marks=(slow,))])
def test_generates_what_eager_does(written_in_torch: None, backend: str, beams: int) -> None:
    new, batch = (8, 3) if backend == "CPU_ATTN" else (3, 1)
    model, arguments = make_model("t5"), inputs("t5", prompt=4, batch=batch)
    eager = generate(model, arguments, beams, new=new)
    use_backend(model, backend)
    assert generate(model, arguments, beams, new=new) == eager


def test_where_there_is_a_bias(stand_in: list[Inputs]) -> None:
    model = make_model("t5")
    use_backend(model, "STAND_IN")
    run(model, inputs("t5", prompt=6))
    biases = [call.metadata.position_bias for call in stand_in]
    # Two layers of the encoder; in each of the decoder's, self-attention and cross-attention.
    assert [bias is not None for bias in biases] == [True, True, True, False, True, False]
    shapes = [tuple(bias.shape) for bias in biases if bias is not None]
    assert shapes == [(3, 2, 13, 13)] * 2 + [(3, 2, 6, 6)] * 2


def test_the_bias_shows() -> None:
    """Show that the models' bias is large enough for the comparisons with eager to notice it."""
    model, arguments = make_model("t5"), inputs("t5", prompt=6)
    use_backend(model, "CPU_ATTN")
    learned = run(model, arguments)
    for name, parameter in model.named_parameters():
        if "relative_attention_bias" in name:
            torch.nn.init.zeros_(parameter)
    assert relative_error(run(model, arguments), learned.double()) > 0.05
