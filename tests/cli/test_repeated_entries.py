"""Entries of runs that may be repeated: the inputs in them, and entries that are damaged or cannot be written."""

import builtins
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from repeated_runs import COMMANDS, OWN
from tiny_project import FILES, write_tree

from docgen.cli import repetition
from docgen.project import recognition, sealed


@pytest.mark.parametrize("option", [["--output", "out.txt"], ["--no-cache"], ["--runtime"]], ids=" ".join)
def test_what_writes_or_asks_anew_is_no_repetition(runs, option):
    first = runs("check", *option)
    assert runs("check", *option)[1] is False
    assert first[0][0] in {0, 1}


def test_a_run_without_an_answer_is_done_again(runs):
    (runs.root / "shapes/square.py").write_text("def")
    assert runs("check")[0][0] == 2
    assert not runs("check")[1]


def test_other_commands_are_done_again(runs):
    runs("show")
    assert not runs("show")[1]


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, None], ids=["empty", "other", "cut"])
def test_a_damaged_entry_is_made_again(runs, damage):
    first = runs("check")
    place = Path(repetition._place(["check"]))
    place.write_bytes(place.read_bytes()[:-1] if damage is None else damage)
    assert runs("check") == (first[0], False)
    assert runs("check") == (first[0], True)


def test_an_entry_of_another_form_is_made_again(runs):
    runs("check")
    place = Path(repetition._place(["check"]))
    for text in (b"", b"x", b"0\x005", b"0\x000\x009\x009\x009\x009"):
        place.write_bytes(sealed.sealed(place.name, text))
        assert not runs("check")[1]


def looked_at(monkeypatch):
    """Paths that are looked at from now on, and the variables of the environment that are asked for."""
    paths, names = set(), set()

    def watching(function):
        def watch(path=".", *args, **kwargs):
            if isinstance(path, str | os.PathLike):
                paths.add(os.path.abspath(os.fspath(path)))  # noqa: PTH100
            return function(path, *args, **kwargs)

        return watch

    for module, name in (
        *((os, name) for name in ("stat", "lstat", "scandir", "listdir", "open", "readlink", "access")),
        (builtins, "open"),
        (io, "open"),
    ):
        monkeypatch.setattr(module, name, watching(getattr(module, name)))

    class Environment(dict):
        def __getitem__(self, name):
            names.add(name)
            return dict.__getitem__(self, name)

        def get(self, name, default=None):
            names.add(name)
            return dict.get(self, name, default)

        def __contains__(self, name):
            names.add(name)
            return dict.__contains__(self, name)

    monkeypatch.setattr(os, "environ", Environment(os.environ))
    return paths, names


@pytest.mark.parametrize("warm", [False, True], ids=["evaluated", "recalled"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_everything_that_a_run_looks_at_is_an_input(runs, monkeypatch, command, warm):
    if warm:
        runs(*command)
        Path(repetition._place(command)).unlink()
    with monkeypatch.context() as patch:
        paths, names = looked_at(patch)
        assert not runs(*command)[1]
    fields = sealed_at(command)
    inputs = recognition.Inputs.from_fields(fields)
    known = {*inputs.links, *inputs.directories, *inputs.kinds}
    known |= {path.removesuffix("/") for path in inputs.contents}
    ours = {path for path in paths if Path(path).is_relative_to(runs.root.parent)}
    shipped = OWN.parent / "templates"
    ours |= {path for path in paths if Path(path).is_relative_to(shipped)}
    cache = os.environ["DOCGEN_CACHE_DIR"]
    absent = {str(above) for path in known for above in Path(path).parents if not above.exists()}
    missing = {path for path in ours - known - absent if not Path(path).is_relative_to(cache)}
    assert missing == set()
    assert {name for name in names if not name.startswith(repetition._VARIABLES)} <= HARMLESS


HARMLESS = {"COLUMNS", "LINES"}
"""Variables that say how large a terminal is, on which these commands do not depend."""


def sealed_at(command):
    content = sealed.read_sealed(repetition._place(command))
    assert content is not None, "the run was not kept"
    fields = str(content, "utf-8").split("\0")
    return fields[2 + 2 * int(fields[1]) :]


def test_a_cache_that_cannot_be_written_is_told_once(runs, monkeypatch):
    write_tree(runs.root, {"file": ""})
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(runs.root / "file/cache"))
    (_, _, told), _ = runs("check")
    assert told.count("\n") == 1
    assert told.startswith("docgen: warning: nothing is kept for the next run")


def test_a_working_directory_that_is_gone_is_no_fault(runs, monkeypatch):
    (runs.root / "gone").mkdir()
    monkeypatch.chdir(runs.root / "gone")
    (runs.root / "gone").rmdir()
    first = runs("export", "--quiet", "--root", str(runs.root))
    assert first[0][0] == 0
    assert runs("export", "--quiet", "--root", str(runs.root)) == first


@pytest.mark.parametrize("command", [["check"], ["export"]], ids=" ".join)
def test_a_repeated_run_tells_that_stdout_is_full(tmp_path, command):
    root = write_tree(tmp_path / "root", FILES)
    environment = {**os.environ, "DOCGEN_CACHE_DIR": str(tmp_path / "cache")}
    words = [sys.executable, "-m", "docgen", *command, "--root", str(root)]
    here = {"cwd": OWN.parent, "env": environment, "timeout": 120}
    subprocess.run(words, check=False, stdout=subprocess.DEVNULL, **here)
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(words, check=False, stdout=full, stderr=subprocess.PIPE, text=True, **here)
    assert done.returncode == 2
    assert "cannot write to stdout: No space left on device" in done.stderr
