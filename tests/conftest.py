"""Device of the kernel tests: Triton's interpreter on the CPU unless ``--device cuda`` is given."""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

# The backends are documented from the checkout and never installed.
sys.path.insert(0, str(Path(__file__).parents[1]))


# What tests ask stays among tests; set in the environment so that the commands they run see it too.
os.environ["DOCGEN_CACHE_DIR"] = tempfile.mkdtemp(prefix="docgen-tests-")
atexit.register(shutil.rmtree, os.environ["DOCGEN_CACHE_DIR"], ignore_errors=True)


# A busy machine takes longer over an example than any bound that would be of use. Examples are the same in every run, so
# that a gate does not fail for what nobody changed; slow tests draw others each time.
settings.register_profile("docgen", deadline=None, derandomize=True)
settings.load_profile("docgen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--device", choices=("cpu", "cuda"), default="cpu", help="where kernel tests run")


def pytest_configure(config: pytest.Config) -> None:
    # Triton reads this when it is first imported, which is after this and before the first kernel.
    target = config.getoption("docgen_target") or "interpreter"
    if config.getoption("--device") == "cpu" and target == "interpreter":
        os.environ["TRITON_INTERPRET"] = "1"


@pytest.fixture
def _large_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every tree for a large one, whose imports are not run: the source does not see what they do."""
    monkeypatch.setattr("docgen.static.source.extent.SMALL", 0)


@pytest.fixture
def _ctrl_c() -> Iterator[None]:
    """Yield what a test starts heeds Ctrl-C; it would not where pytest itself is a background command of a script."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
