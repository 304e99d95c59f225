"""Fixtures of the integration tests. transformers may be missing: the test modules that need it skip themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.inputs import Inputs


@pytest.fixture(autouse=True)
def _small_inference() -> Iterator[None]:
    torch = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    # Tensors this small are done before a second thread has woken up.
    torch.set_num_threads(1)
    with torch.no_grad():
        yield
    torch.set_num_threads(threads)


@pytest.fixture
def device() -> str:
    """The device on which Triton's interpreter runs the kernels; in single precision it needs none of its repairs."""
    pytest.importorskip("triton")
    return "cpu"


@pytest.fixture
def written_in_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is written by torch: in the interpreter every token costs a program."""
    from backends.kv_cache import launch
    from tests.integrations import standin

    monkeypatch.setattr(launch, "write_kv_cache", standin.write_kv_cache_in_torch)
    monkeypatch.setattr(launch, "plan_write_of", lambda _: standin.write_kv_cache_in_torch)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, written_in_torch: None) -> list[Inputs]:
    """Makes the backend STAND_IN known; the calls it gets."""
    from tests.integrations import standin

    monkeypatch.setattr(standin.StandInImpl, "calls", [])
    return standin.StandInImpl.calls
