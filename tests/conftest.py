"""Where the kernel tests run: Triton's interpreter on the CPU unless ``--device cuda`` is given."""

import os
import sys
from pathlib import Path

import pytest

# The backends are documented from the checkout and never installed.
sys.path.insert(0, str(Path(__file__).parents[1]))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--device", choices=("cpu", "cuda"), default="cpu", help="where kernel tests run")


def pytest_configure(config: pytest.Config) -> None:
    # Triton reads this when it is first imported, which is after this and before the first kernel.
    if config.getoption("--device") == "cpu":
        os.environ["TRITON_INTERPRET"] = "1"
