"""The import contracts of pyproject.toml, kept."""

import subprocess
import sys
from pathlib import Path

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
    """What `docgen --help` and every wrong option pay: the command line alone."""
    heavy = "{'griffe', 'jinja2', 'markdown_it', 'rich', 'msgspec', 'torch'}"
    code = f"import sys, docgen.cli.main; sys.exit(', '.join({heavy} & set(sys.modules)) or None)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
