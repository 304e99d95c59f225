"""A run is repeated only where everything that it looked at is as it was; then it prints the same to the byte."""

import io
import os
import sys
import time
from pathlib import Path

import pytest
from repeated_runs import COMMANDS, CONFIGURATION
from tiny_project import write_tree

from docgen.cli import repetition
from docgen.project import recognition, sealed


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_run_is_repeated_to_the_byte(runs, command):
    first = runs(*command)
    assert first[0][0] in {0, 1}
    assert not first[1]
    again = runs(*command)
    assert again == (first[0], True)
    assert runs(*command, "--no-cache") == (first[0], False)


def edited(name, text="\n"):
    def edit(root):
        path = root / name
        path.write_text(path.read_text() + text)

    return edit


def restored(root):
    """Change a file, and give it the size and the time that it had."""
    path = root / "shapes/square.py"
    before = path.stat()
    path.write_text(path.read_text().replace("Not round.", "Not a bow."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(root):
    """Put a file of the same size and time in the place of another."""
    path = root / "shapes/square.py"
    before = path.stat()
    other = path.with_name("other")
    other.write_text(path.read_text().replace("Not round.", "Not a bow."))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def added(name, text=""):
    def add(root):
        write_tree(root, {name: text})

    return add


def removed(name):
    def remove(root):
        (root / name).unlink()

    return remove


def led_out(name):
    """Move something out of the project, and leave a link to it."""

    def lead(root):
        outside = root.parent / "outside"
        outside.mkdir(exist_ok=True)
        (root / name).rename(outside / "moved")
        (root / name).symlink_to(outside / "moved")

    return lead


CHANGES = {
    "a source": edited("shapes/square.py"),
    "a source that keeps size and time": restored,
    "another file in the place of a source": replaced,
    "a module that comes": added("shapes/colours/__init__.py"),
    "a module that goes": removed("shapes/square.py"),
    "a source behind a link out of the project": led_out("shapes/circle.py"),
    "sources behind a link out of the project": led_out("shapes"),
    "the configuration": edited("docgen.toml"),
    "what the configuration extends": edited("base.toml", "# words\n"),
    "a configuration behind a link out of the project": led_out("docgen.toml"),
    "a page": edited("docs/more/words.md"),
    "a page that comes": added("docs/shapes.md"),
    "a page that a pattern finds": added("docs/more/other.md"),
    "a page that goes": removed("docs/more/words.md"),
    "a page behind a link out of the project": led_out("docs/more/words.md"),
    "pages behind a link out of the project": led_out("docs/more"),
    "a table that people write": edited("claims.md"),
    "a template": edited("templates/attention_backends.md.j2", "more"),
    "a template that comes": added("templates/legend.md.j2", "none"),
    "templates behind a link out of the project": led_out("templates"),
    "the history": edited("history.json"),
    "evidence": edited("evidence/here.jsonl"),
    "evidence of another target": added("evidence/there.jsonl"),
    "code that was measured": edited("shapes/circle.py"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_ends_it(runs, change):
    # The first run asks, the second one keeps the states of the sources, and the third one relies on them.
    runs("check")
    for _ in range(2):
        Path(repetition._place(["check"])).unlink()
        runs("check")
    change(runs.root)
    changed = runs("check")
    assert not changed[1]
    assert changed[0] == runs("check", "--no-cache")[0]


def test_an_earlier_configuration_takes_precedence(runs, monkeypatch):
    """The search for the root looks at every directory on the way."""
    monkeypatch.chdir(runs.root / "docs/more")
    first = runs("check")
    assert runs("check") == (first[0], True)
    write_tree(runs.root, {"docs/docgen.toml": CONFIGURATION})
    assert not runs("check")[1]


def own_edit(monkeypatch):
    state = repetition.own_state()
    changed = [(path, size + path.endswith("entry.py"), when) for path, size, when in state]

    class Changed:
        cache_clear = staticmethod(lambda: None)

        def __call__(self):
            return changed

    monkeypatch.setattr(repetition, "own_state", Changed())


AROUND = {
    "docgen itself": own_edit,
    "Python": lambda patch: patch.setattr(sys, "version", "4.0"),
    "a package that is installed": lambda patch: patch.setattr(
        repetition, "_installed", lambda path: f"{path} later"
    ),
    "a variable": lambda patch: patch.setenv("DOCGEN_OTHER", "1"),
    "the working directory": lambda patch: patch.chdir("docs"),
    "the encoding of stdout": lambda patch: patch.setattr(
        sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    ),
}


@pytest.mark.parametrize("change", AROUND.values(), ids=AROUND.keys())
def test_a_change_around_the_project_ends_it(runs, monkeypatch, change):
    runs("check", "--root", str(runs.root))
    with monkeypatch.context() as patch:
        change(patch)
        assert not runs("check", "--root", str(runs.root))[1]


SAME = {
    "times": lambda root: [os.utime(path) for path in root.rglob("*.*")],
    "the same content written anew": lambda root: [
        path.write_bytes(path.read_bytes()) for path in root.rglob("*.py")
    ],
    "a file that nothing looks at": added("shapes/square.txt"),
    "bytecode": added("shapes/__pycache__/square.pyc"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_what_changes_no_content_does_not(runs, change):
    first = runs("check", "--root", str(runs.root), "--config", "base.toml")
    change(runs.root)
    assert runs("check", "--root", str(runs.root), "--config", "base.toml") == (first[0], True)


def test_states_that_are_new_are_kept(runs, monkeypatch):
    """Sources that were read to recognise them are not read once more."""
    monkeypatch.setattr(recognition, "_SEVERAL", 1)
    command = ("check", "--config", "base.toml")
    runs(*command)
    for path in runs.root.rglob("*.py"):
        path.write_bytes(path.read_bytes())
    assert runs(*command)[1]
    monkeypatch.setattr(recognition, "_content", lambda path: pytest.fail(f"{path} is read again"))
    assert runs(*command)[1]


def sealed_fields(runs):
    place = repetition._place(["check", "--config", "base.toml"])
    return str(sealed.read_sealed(place), "utf-8").split("\0")


def test_what_may_still_change_within_the_same_time_is_read(runs, monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    command = ("check", "--config", "base.toml")
    monkeypatch.setattr("docgen.sightings.saw_names", lambda path: None)  # directories cannot be read for it
    runs(*command)
    before = (runs.root / "shapes/square.py").stat()
    restored(runs.root)
    fields = sealed_fields(runs)
    path = str(runs.root / "shapes/square.py")
    assert fields[fields.index(path) + 2] == ""
    assert before.st_size == (runs.root / "shapes/square.py").stat().st_size
    assert not runs(*command)[1]
