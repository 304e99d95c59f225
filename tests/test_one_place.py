"""A capability is declared in one place: a field that asks for it; tables, parameters and refusals follow."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIELD = '''
    has_gate: bool = _asks_for(
        key="gate",
        header="Gate",
        words="output gate",
        description="outputs pass through a gate",
        predicate="supports_gate",
        attn_types=(AttentionType.DECODER,),
    )
    """Outputs are multiplied by a gate."""
'''
"""All that is written for a new capability."""
GRANT = '''
    @classmethod
    def supports_gate(cls) -> bool:
        """The gate is torch's."""
        return True
'''
"""One backend that has it."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a further capability."""
    root = tmp_path_factory.mktemp("project")
    for name in ("backends", "templates", ".ci"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "docs").mkdir()
    requirements = root / "backends/requirements.py"
    text = requirements.read_text(encoding="utf-8")
    place = "    use_mla: bool = False\n"
    assert place in text
    requirements.write_text(text.replace(place, FIELD.lstrip("\n") + place), encoding="utf-8")
    with (root / "backends/cpu_attn/backend.py").open("a", encoding="utf-8") as file:
        file.write(GRANT)
    run(root, ".ci/capabilities.py")
    return root


def run(root: Path, *arguments: str, status: int = 0) -> str:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(root), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_the_committed_configuration_is_of_this_code() -> None:
    script = runpy.run_path(str(ROOT / ".ci/capabilities.py"))
    text = script["CONFIGURATION"].read_text(encoding="utf-8")
    assert script["filled"](text) == text, "run `make capabilities`"
    assert {found["name"] for found in script["REGION"].finditer(text)} == {*script["REGIONS"]}


def test_the_selector_has_it(copy: Path) -> None:
    script = """if True:
        from backends.platforms import CpuPlatform
        from backends.registry import find_backend
        from backends.requirements import AttentionRequirements as Asked
        from backends.selector import select_backend
        from backends.types import AttentionType
        asked = Asked(head_size=64, has_gate=True)
        print(asked.describe(), select_backend(asked, CpuPlatform()).backend.name)
        for name, kind in (("TRITON_ATTN", AttentionType.DECODER), ("CPU_ATTN", AttentionType.ENCODER)):
            backend = find_backend(name).get_class()
            print(backend.validate_configuration(Asked(head_size=64, has_gate=True, attn_type=kind)))
        """
    assert run(copy, "-c", script).splitlines() == [
        "head_size=64, has_gate=True CPU_ATTN",
        "['output gate is not supported']",
        "['output gate is not supported with attention type ENCODER']",
    ]


def test_the_table_has_it(copy: Path) -> None:
    shown = run(copy, "-m", "docgen", "show", "--columns", "gate", "--format", "csv")
    answers = dict(line.split(",") for line in shown.splitlines()[1:])
    assert {name for name, answer in answers.items() if answer == "yes"} == {"CPU_ATTN"}
    assert set(answers.values()) == {"yes", "no"}
    run(copy, "-m", "docgen", "build")
    page = (copy / "docs/attention_backends.md").read_text(encoding="utf-8")
    assert page.count("| Gate ") == 2, "a column of each table of features"
    assert "The gate is torch's." not in page, "no reason is asked for a yes"
    assert "outputs pass through a gate" in page + (copy / "docs/by_capability.md").read_text(
        encoding="utf-8"
    )


def test_explain_has_it(copy: Path) -> None:
    said = run(copy, "-m", "docgen", "explain", "has_gate=True", status=1)  # GPUs have none
    chosen = dict(block.split(":\n", 1) for block in said.strip().split("\n\n"))
    assert "CPU_ATTN" in chosen["cpu"]
    assert "TRITON_ATTN (output gate is not supported)" in chosen["cuda-9.0"]
