"""Models in 16 bits: backends are as near to eager as two roundings of one computation are to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")
pytest.importorskip("triton")

import torch

from backends.integrations.transformers import use_backend
from tests.backends import interpreter
from tests.backends.errors import relative_error
from tests.integrations.models import make_model
from tests.integrations.runs import inputs, run

if TYPE_CHECKING:
    from transformers import PreTrainedModel

TOLERANCES = {
    "whisper": {torch.float16: 2e-3, torch.bfloat16: 1.6e-2},
    "llama": {torch.float16: 2e-3, torch.bfloat16: 1.6e-2},
    # Its logits are not scaled down, so that the softmax is steep and a rounding of the queries shows in it.
    "t5": {torch.float16: 1.2e-2, torch.bfloat16: 5e-2},
}
"""The largest norm-wise relative difference allowed between the logits on a backend and eager ones of the same type."""

ROUNDING = 1.5
"""Greatest ratio of the backend's distance from eager float32 logits to that of eager ones of 16 bits."""


@pytest.fixture(autouse=True)
def _repaired(written_in_torch: None) -> None:
    interpreter.install()


def logits(model: PreTrainedModel, arguments: dict[str, Any]) -> torch.Tensor:
    dtype = model.dtype
    return run(model, {k: v.to(dtype) if v.is_floating_point() else v for k, v in arguments.items()}).double()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
@pytest.mark.parametrize("backend", ["TRITON_ATTN", "CPU_ATTN"])
@pytest.mark.parametrize("model_type", TOLERANCES)
def test_logits(model_type: str, backend: str, dtype: torch.dtype) -> None:
    arguments = inputs(model_type, prompt=6, batch=1)
    exact = logits(make_model(model_type), arguments)
    model = make_model(model_type, dtype)
    eager = logits(model, arguments)
    use_backend(model, backend)
    actual = logits(model, arguments)
    assert relative_error(actual, eager) < TOLERANCES[model_type][dtype]
    assert relative_error(actual, exact) < ROUNDING * relative_error(eager, exact)
