"""One small model of each of many types, on a backend as eagerly."""

from __future__ import annotations

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

from backends.integrations.transformers import use_backend
from tests.backends.errors import LIMITS, relative_error
from tests.integrations.many_models import (
    FURTHER,
    MODELS,
    REFUSED,
    arguments_of,
    model_class,
    result_of,
    tiny_model,
)
from tests.integrations.runs import generate

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("model_type", [*MODELS, *FURTHER])
def test_agrees_with_eager(model_type: str) -> None:
    model = tiny_model(model_type)
    arguments = arguments_of(model)
    eager = result_of(model, arguments)
    use_backend(model, "CPU_ATTN")
    assert relative_error(result_of(model, arguments), eager.double()) < LIMITS["float32"]


GENERATING = [model_type for model_type in MODELS if model_class(model_type).can_generate()]


@pytest.mark.parametrize("model_type", GENERATING)
def test_generates_as_eager(model_type: str) -> None:
    """Token for token, with a cache: each step is one query of each row, padded on the left."""
    model = tiny_model(model_type)
    arguments = arguments_of(model)
    eager = generate(model, arguments, 1, new=4)
    use_backend(model, "CPU_ATTN")
    assert generate(model, arguments, 1, new=4) == eager


@pytest.mark.parametrize("model_type", REFUSED)
def test_is_refused(model_type: str) -> None:
    model = tiny_model(model_type)

    def run() -> None:
        use_backend(model, "CPU_ATTN")
        result_of(model, arguments_of(model))

    with pytest.raises(ValueError, match=REFUSED[model_type]):
        run()
