"""`docgen init` and other commands, on files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main


@pytest.fixture
def init(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(files: dict[str, str], command: str = "init") -> tuple[int, str, str]:
        write_tree(tmp_path, files)
        status = main([command, "--root", str(tmp_path)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
