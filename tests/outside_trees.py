"""Source trees of other projects, for slow tests: those that an environment variable names, or fetched by name."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from ecosystem import fetched, unpacked

TREES = "DOCGEN_TREES"
"""Names a directory of trees, such as `vllm-0.33.0`."""


def tree_of(package: str, version: str, scratch: Path) -> Path:
    """The source of a release; a test is skipped where it is neither at hand nor to be fetched.

    Args:
        package: Its name in the package registry.
        version: The release.
        scratch: A directory to unpack what is fetched.
    """
    named = os.environ.get(TREES)
    if named:
        found = unpacked(Path(named), package, version)
        return found or pytest.skip(f"{TREES} names no directory with {package}-{version}")
    try:
        return fetched(package, version, scratch)
    except subprocess.CalledProcessError:
        pytest.skip(f"{package} {version} cannot be fetched; {TREES} may name a directory that holds it")
