"""Evidence of a foreign kernel: claims of vLLM's table for TRITON_ATTN, measured on the kernel of its own tree.

    python -m tests.foreign_kernel TREE [TARGET]

TREE holds the directory `vllm` of a release; nothing of it stays. TARGET is `interpreter`, or `cuda` on a machine with a
GPU. Prints what `docgen verify` prints: each claim, and those that are refuted with the reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.foreign_kernel.layer import TREE

REPOSITORY = Path(__file__).parents[2]

CONFIG = """
profile = "vllm"

[verify]
tests = ["checks"]

[[verify.target]]
name = "interpreter"
scenario = "{scenario}"

[[verify.target]]
name = "cuda"
scenario = "{scenario}"
"""
SCENARIO = "cuda-9.0"
"""The scenario of the profile whose answers are compared with the kernel."""


def measured(tree: Path, scratch: Path, target: str, *arguments: str) -> int:
    """Run `docgen verify` over a tree in a project made in `scratch`, and return its exit status."""
    shutil.copytree(tree / "vllm", scratch / "vllm", ignore=_others)
    (scratch / "docgen.toml").write_text(CONFIG.format(scenario=SCENARIO))
    checks = scratch / "checks"
    checks.mkdir()
    (checks / "test_unified.py").write_text(
        "from tests.foreign_kernel.claims import device, test_declared  # noqa: F401\n"
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH", "")])),
        TREE: str(scratch),
    }
    environment.pop("TRITON_INTERPRET", None)
    if target == "interpreter":
        environment["TRITON_INTERPRET"] = "1"
    command = [
        sys.executable,
        "-m",
        "docgen",
        "verify",
        "--root",
        str(scratch),
        "--target",
        target,
        *arguments,
    ]
    return subprocess.run(command, env=environment, check=False).returncode


def _others(at: str, names: list[str]) -> list[str]:
    """Select the names of files that are not Python."""
    return [name for name in names if not name.endswith(".py") and not Path(at, name).is_dir()]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        target = sys.argv[2] if len(sys.argv) > 2 else "interpreter"
        sys.exit(measured(Path(sys.argv[1]), Path(made), target, *sys.argv[3:]))
