"""A small project, its built page, and the commands run on it."""

import time

import pytest
from repeated_runs import TREE, Runs
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


@pytest.fixture
def runs(tmp_path, monkeypatch, capsys):
    """Runs in a tree that nobody has changed for an hour."""
    root = write_tree(tmp_path / "root", TREE)
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(root)
    later = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: later)
    return Runs(root, monkeypatch, capsys)
