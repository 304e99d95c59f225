"""Every claim of every backend, compared with the oracle: run by `docgen verify`, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance import where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conformance.launches import Launches


def pytest_configure(config: pytest.Config) -> None:
    where.target = config.getoption("docgen_target") or ""
    if where.device() == "cuda":
        import torch

        there = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
        if where.card() not in there.split():
            # Not the failure of a test: claims would be refuted for it.
            raise pytest.UsageError(
                f"target {where.target} is measured on {where.card()}, and here is {there}"
            )


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the tests out where no target is given, and those of another kind of target."""
    if collection_path.suffix != ".py" or not collection_path.name.startswith("test_"):
        return None
    is_compiling = collection_path.name.startswith("test_compile")
    return not where.target or is_compiling is not where.is_compiled() or None


@pytest.fixture(scope="session")
def device() -> str:
    """The device that kernels run on; on the CPU, they run in the repaired interpreter."""
    import torch

    # A forked child may not use the threads of its parent's arithmetic, and two processes share two cores.
    torch.set_num_threads(1)
    if where.device() == "cpu":
        from tests.backends import interpreter

        interpreter.install()
    return where.device()


@pytest.fixture
def launches() -> Iterator[Launches]:
    """The kernels that a test launches."""
    from tests.conformance.launches import recorded

    with recorded() as found:
        yield found


@pytest.fixture
def held(
    device: str, launches: Launches, record_property: Callable[[str, object], None]
) -> Callable[..., None]:
    """Runs a trial of a backend, compares it with the oracle, and records how far it is off."""
    from tests.conformance.rooms import refuse_strangers

    def run(backend: str, trial: Callable[[str], tuple[float, float]]) -> None:
        error, limit = trial(device)
        refuse_strangers(backend, launches)
        record_property("error", error)
        record_property("tolerance", limit)
        record_property("kernels", sorted({name for _, name in launches.found}))
        assert error < limit, f"relative error {error:.1e}, where {limit:.0e} is allowed"

    return run
