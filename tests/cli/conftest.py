"""A small project, its built page, and the commands run on it."""

import pytest
from shapes_page import PAGE
from tiny_project import write_tree

from docgen.cli.main import main


@pytest.fixture
def root(tmp_path, monkeypatch):
    write_tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


@pytest.fixture
def docgen(root, capsys):
    """Run a command; give its exit status, output and complaints."""

    def docgen(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return docgen


@pytest.fixture
def page(root, docgen):
    """The built page."""
    assert docgen("build")[0] == 0
    return root / PAGE
