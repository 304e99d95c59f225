"""`docgen explain` on that project."""

from __future__ import annotations

from pathlib import Path

import pytest
from explained_project import FILES
from tiny_project import write_tree

from docgen.cli.main import main


@pytest.fixture
def explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str, **files: str) -> tuple[int, str, str]:
        write_tree(tmp_path, {**FILES, **files})
        status = main(["explain", "--root", str(tmp_path), *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
