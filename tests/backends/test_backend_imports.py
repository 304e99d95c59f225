"""Declarations are read where neither torch nor Triton is installed, and on every command's start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TORCH_FREE = [
    "backends.base",
    "backends.attention_layer",
    "backends.metadata",
    "backends.platforms",
    "backends.registry",
    "backends.requirements",
    "backends.selector",
    "backends.types",
    *(
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for path in sorted((ROOT / "backends").glob("*/backend.py"))
    ),
]


@pytest.mark.parametrize("module", TORCH_FREE)
def test_imports_neither_torch_nor_triton(module: str) -> None:
    script = (
        f"import {module}, sys; print(*sorted({{'torch', 'triton', 'numpy', 'docgen'}} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == []


def test_a_choice_is_made_without_torch() -> None:
    script = """
import sys
from backends.platforms import RocmPlatform
from backends.requirements import AttentionRequirements
from backends.selector import select_backend
print(select_backend(AttentionRequirements(head_size=64), RocmPlatform("gfx942")).backend.name)
print(*sorted({"torch", "triton"} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["ROCM_ATTN"]
