"""transformers' own equivalence functions, eager beside a backend, over model types of all kinds.

`-m network` fetches the sdist that they come from; nothing of it is kept. Each test runs one function, as transformers
tests its implementations of attention: without a mask, with padding on either side, and in bfloat16 with a reload.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import SkipTest

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")
pytest.importorskip("triton")

import torch

from tests.backends import interpreter
from tests.integrations.common_tests import Loading, fetch, import_common, make_case
from tests.integrations.many_models import MODELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from transformers import PreTrainedModel

    Function = Callable[[ModuleType, Any, str], None]

pytestmark = [pytest.mark.slow, pytest.mark.network]


BACKENDS = ["TRITON_ATTN", "CPU_ATTN"]


def _sdpa(side: str, *, masked: bool) -> Function:
    def run(common: ModuleType, case: Any, name: str) -> None:
        case.model_tester.initializer_range = 0.25
        # Their own are for weights of 0.02; numbers of MobileBERT, which has no norms, grow to thousands.
        limits = {key: {("cpu", False, torch.float32): 1e-3} for key in ("atols", "rtols")}
        common._test_eager_matches_sdpa_inference(case, "", "fp32", side, masked, False, False, **limits)

    return run


def _flash(side: str) -> Function:
    def run(common: ModuleType, case: Any, name: str) -> None:
        case.flash_attn_inference_equivalence(name, side)

    return run


FUNCTIONS: dict[str, Function] = {
    "no mask": _sdpa("left", masked=False),
    "padding on the left": _sdpa("left", masked=True),
    "padding on the right": _sdpa("right", masked=True),
    "bfloat16, padding on the left": _flash("left"),
    "bfloat16, padding on the right": _flash("right"),
}
"""The functions that are run, by what they try."""

ROUNDED = {"switch_transformers"}
"""Types left out in bfloat16: a rounding decides which one expert a token goes to."""


@pytest.fixture(scope="session")
def tests_of_transformers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The folder of tests in the sdist."""
    return fetch(tmp_path_factory.mktemp("sdist"))


@pytest.fixture
def common(
    tests_of_transformers: Any, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> ModuleType:
    """The module that holds the functions."""
    return import_common(tests_of_transformers, monkeypatch, pytestconfig)


@pytest.fixture(params=BACKENDS)
def loading(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, written_in_torch: None
) -> Iterator[Loading]:
    """Loading of models that runs them on a backend."""
    interpreter.install()
    yield from Loading(request.param).installed(monkeypatch)


def ran_on_the_backend(model: PreTrainedModel) -> bool:
    return any("_backend_layers" in module.__dict__ for module in model.modules())


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("model_type", MODELS)
def test_agrees(
    common: ModuleType, loading: Loading, model_type: str, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if model_type in ROUNDED and "bfloat16" in function:
        pytest.skip("tokens between two experts go to either")
    case = make_case(common, model_type, monkeypatch)
    try:
        FUNCTIONS[function](common, case, loading.name)
    except SkipTest as skipped:
        pytest.skip(str(skipped))
    assert loading.loaded
    assert all(map(ran_on_the_backend, loading.loaded))
