"""Fixtures of the kernel tests, and the largest errors seen, for the terminal's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.errors import LIMITS, relative_error

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

_largest: dict[tuple[str, str], float] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what takes the interpreter long as slow, before marks are selected by."""
    if config.getoption("--device") == "cuda":
        return
    for item in items:
        if item.get_closest_marker("many_steps"):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def device(request: pytest.FixtureRequest) -> str:
    """The device that kernels run on; on the CPU, they run in the repaired interpreter."""
    if request.config.getoption("--device") == "cuda":
        return "cuda"
    from tests.backends import interpreter

    interpreter.install()
    return "cpu"


@pytest.fixture
def assert_close(
    record_property: Callable[[str, object], None],
) -> Callable[[str, torch.Tensor, torch.Tensor], None]:
    """Assert that a backend's output is within its limit of the oracle, and record its error."""

    def check(backend: str, actual: torch.Tensor, expected: torch.Tensor) -> None:
        dtype = str(actual.dtype).removeprefix("torch.")
        error = relative_error(actual, expected)
        record_property("relative_error", [backend, dtype, error])
        assert error < LIMITS[dtype], f"{backend} in {dtype}: relative error {error:.2e}"

    return check


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # Through the report: with xdist the tests run in other processes than the summary.
    for name, recorded in report.user_properties:
        if name == "relative_error" and report.when == "call":
            backend, dtype, error = recorded
            _largest[backend, dtype] = max(error, _largest.get((backend, dtype), 0.0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _largest:
        terminalreporter.section("largest relative error against the float64 oracle")
    for (backend, dtype), error in sorted(_largest.items()):
        terminalreporter.write_line(f"{backend:12} {dtype:9} {error:.2e}  (limit {LIMITS[dtype]:.0e})")
