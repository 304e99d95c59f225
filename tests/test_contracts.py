"""The import contracts of pyproject.toml, kept."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_arrows_point_one_way():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_check_of_options_loads_nothing_heavy():
    """Return what `docgen --help` and every wrong option pay: the command line alone."""
    heavy = "{'griffe', 'jinja2', 'markdown_it', 'rich', 'msgspec', 'torch'}"
    code = f"import sys, docgen.cli.main; sys.exit(', '.join({heavy} & set(sys.modules)) or None)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


LATE = {
    "docgen.static.answers.questions": ("email", "importlib.metadata", "socket", "tempfile", "zipfile"),
    "docgen.project.introspection": ("multiprocessing", "pickle", "selectors", "subprocess"),
    "docgen.claims.pages": ("bs4", "docutils", "markdown_it"),
    "docgen.checks.pipeline": ("bs4", "difflib", "jinja2", "markdown_it"),
}
"""For modules that every run imports, or every run after an edit, what they leave to those that need it."""


@pytest.mark.parametrize(("module", "late"), LATE.items(), ids=LATE)
def test_what_few_runs_need_is_imported_late(module, late):
    code = f"import sys, {module}; sys.exit(', '.join({{*{late}}} & set(sys.modules)) or None)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
