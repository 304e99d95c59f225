"""A package written from a dict of file texts."""

from collections.abc import Callable

import pytest
from packages import Package


@pytest.fixture
def package(tmp_path) -> Callable[[dict[str, str]], Package]:
    """Writes the files below a fresh directory."""
    return lambda files: Package(tmp_path, files)
