"""The how-to of the documentation, on a package that knows nothing of docgen: mpmath, with a test of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

CONFIG = """
packages = ["mpmath"]

# What `docgen show` says to each `?`: mpmath takes gmpy, if there is one, and settings from the environment.
[defaults]
assume = { "os.environ" = "{}" }
missing = ["gmpy2", "gmpy"]
importable = true

[discovery]
kind = "subclasses"
path = "mpmath.calculus.quadrature.QuadratureRule"
modules = ["mpmath.calculus.quadrature"]

[[capability]]
key = "nodes"
header = "Own Nodes"
probe = "'calc_nodes' in cls.__dict__"

[[page]]
path = "rules.md"
template = "attention_backends.md.j2"

[verify]
tests = ["mpmath/tests/test_quad.py"]

[[verify.target]]
name = "python"
mark = "p"
"""


@pytest.mark.slow
def test_five_lines_turn_a_test_into_evidence(tmp_path):
    spec = importlib.util.find_spec("mpmath")
    if spec is None or spec.origin is None or not (Path(spec.origin).parent / "tests/test_quad.py").is_file():
        pytest.skip("mpmath is not installed with its tests")
    shutil.copytree(
        Path(spec.origin).parent, tmp_path / "mpmath", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "docgen.toml").write_text(CONFIG)
    tests = tmp_path / "mpmath/tests/test_quad.py"
    mark = '@pytest.mark.docgen(backend="TanhSinh", capability="nodes")\n'
    tests.write_text(tests.read_text().replace("def test_basic_integrals", f"{mark}def test_basic_integrals"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(REPOSITORY)))}

    def docgen(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "docgen", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    done = docgen("verify", "--", "-n", "0")
    assert done.stdout.endswith("python: 1 claims: 1 verified\n"), done.stdout + done.stderr
    lines = [json.loads(line) for line in (tmp_path / "evidence/python.jsonl").read_text().splitlines()]
    assert lines[-1]["tests"] == {"mpmath/tests/test_quad.py::test_basic_integrals": "passed"}
    assert "mpmath.calculus.quadrature" in lines[1]["modules"]
    docgen("build")
    assert "✅<sup>p</sup>" in (tmp_path / "rules.md").read_text()
    assert docgen("check").returncode == 0
