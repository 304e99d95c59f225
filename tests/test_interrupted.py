"""Ctrl-C while docgen is being imported, and expressions that are nested deeper than Python's compiler takes."""

import subprocess
import sys

import pytest
from tiny_project import write_tree

from docgen.cli.entry import run
from docgen.cli.main import main


def test_an_interrupt_during_the_imports_ends_without_a_traceback(monkeypatch):
    class Interrupting:
        def find_spec(self, name, *_):
            if name == "docgen.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "docgen.cli.main")
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    assert run() == 130


def test_the_module_runs_the_command():
    done = subprocess.run([sys.executable, "-m", "docgen", "-V"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


DEEP = "[0]" * 20_000
PLACES = {
    "a value": f"x = y{DEEP}",
    "a decorator": f"@y{DEEP}\ndef f(): pass",
    "a class body": f"class C:\n    x = y{DEEP}",
    "a function": f"def f(): return y{DEEP}",
    "calls": f"x = y{'()' * 20_000}",
    "methods in lines": "x = (y" + "\n.a()" * 20_000 + ")",
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_nested_too_deeply_is_no_defect(place, tmp_path, capsys):
    files = {
        "docgen.toml": 'packages = ["pkg"]\n[discovery]\nkind = "enum"\npath = "pkg.one.R"\n'
        '[[capability]]\nkey = "a"\nheader = "A"\nprobe = "cls.a()"\n',
        "pkg/__init__.py": "",
        "pkg/one.py": "import enum\nclass R(enum.Enum):\n    M = 'pkg.two.One'\nclass One: pass\n",
        "pkg/two.py": f"y = unknown\nclass One:\n    @staticmethod\n    def a(): return 1\n{PLACES[place]}\n",
    }
    write_tree(tmp_path, files)
    status = main(["export", "--no-cache", "--root", str(tmp_path)])
    said = capsys.readouterr()
    assert "defect" not in said.err
    assert status == 0 or "nested too deeply" in said.err
