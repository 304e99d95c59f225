"""Terminals, and no other stream, show which backend is being asked."""

import contextlib
import io
import subprocess
import sys

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.config import load_config
from docgen.project.introspection import introspect
from docgen.project.project import Request, open_project

ERASE = "\x1b[2K"
"""Sequence that makes a terminal empty a line."""


class FakeTerminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def root(tmp_path):
    return write_tree(tmp_path)


@pytest.fixture
def watched(root, monkeypatch):
    """Run a command in front of a terminal; gives its exit status and what the terminal was sent."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TTY_COMPATIBLE", raising=False)

    def watched(*arguments: str) -> tuple[int, str]:
        terminal = FakeTerminal()
        with contextlib.redirect_stderr(terminal):
            status = main([*arguments, "--root", str(root)])
        return status, terminal.getvalue()

    return watched


def test_every_backend_is_named_before_it_is_asked(root):
    named = []
    introspect(root, load_config(root), progress=named.append)
    assert named == ["CIRCLE", "SQUARE"]


def test_a_name_is_said_where_there_is_nothing_to_ask(root):
    registry = root / "shapes/registry.py"
    registry.write_text(registry.read_text().replace("shapes.square.Square", "shapes.square.Sqare"))
    named = []
    introspect(root, load_config(root), progress=named.append)
    assert named == ["CIRCLE", "SQUARE"]


def test_what_is_recalled_names_none(root):
    named = []
    first = open_project(Request(root), named.append)
    assert named == ["CIRCLE", "SQUARE"]
    assert open_project(Request(root), named.append).model == first.model
    assert named == ["CIRCLE", "SQUARE"]


@pytest.mark.parametrize("command", ["show", "build"])
def test_a_terminal_is_shown_a_bar_that_goes_away(watched, capsys, command):
    status, shown = watched(command)
    assert status == 0
    assert "SQUARE" in shown
    assert shown.endswith(ERASE)
    assert ERASE not in capsys.readouterr().out


def test_a_comparison_shows_its_sides(watched, root):
    status, shown = watched("diff", str(root))
    assert status == 0
    assert "SQUARE" in shown


def test_nothing_is_shown_of_what_is_recalled(watched):
    watched("show")
    assert watched("show") == (0, "")


def test_nothing_is_shown_with_quiet(watched):
    assert watched("export", "--quiet") == (0, "")


def test_an_error_ends_the_bar(watched, root):
    (root / "shapes/square.py").write_text("class Square(:\n")
    status, shown = watched("export")
    assert status == 2
    assert f"{ERASE}docgen: shapes/square.py:1: not Python" in shown


LOADED = """import sys
from docgen.cli.main import main
status = main(["export", "--root", sys.argv[1]])
print("rich" in sys.modules, file=sys.stderr)
"""


def test_without_a_terminal_nothing_is_written_or_loaded(root):
    result = subprocess.run(
        [sys.executable, "-c", LOADED, str(root)], capture_output=True, check=True, timeout=60
    )
    assert result.stderr.decode().splitlines()[-1] == "False"
    assert b"\x1b" not in result.stderr + result.stdout
