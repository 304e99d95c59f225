"""A run is repeated only where everything that it looked at is as it was; then it prints the same to the byte."""

import builtins
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

import docgen
from docgen.cli import entry, main, repetition
from docgen.project import recognition, sealed

OWN = Path(docgen.__file__).parent
CONFIGURATION = FILES["docgen.toml"]
HISTORY = '{"releases": ["1"], "scenarios": ["flat"], "backends": [], "uncompared": []}'
TREE = {
    **FILES,
    "docgen.toml": """
extends = "base.toml"
templates = "templates"
history = "history.json"

[verify]
tests = ["tests"]

[[verify.target]]
name = "here"
scenario = "flat"

[[page]]
path = "docs/**/*.md"

[[claims]]
path = "claims.md"
row = "Shape"
table = [{ heading = "Claims" }]
columns = { Round = "round" }
""",
    "base.toml": CONFIGURATION,
    "templates/attention_backends.md.j2": "# Shapes\n\n{{ page.tables[0].rows | length }} rows\n",
    "history.json": HISTORY,
    "docs/more/words.md": "# Words\n\n<!-- docgen:begin legend -->\n<!-- docgen:end -->\n",
    "claims.md": "# Claims\n\n| Shape | Round |\n| --- | --- |\n| CIRCLE | yes |\n| SQUARE | no |\n",
    "evidence/here.jsonl": """{"schema":1,"target":"here"}
{"reach":"r","modules":["shapes.circle"]}
""",
    "tests/test_none.py": "",
}
COMMANDS = (["check"], ["export", "--quiet"], ["check", "--format", "json", "--scenario", "flat"])


class Runs:
    """Runs in this process, and how often one was not repeated."""

    def __init__(self, root, monkeypatch, capsys):
        self.root = root
        self.capsys = capsys
        self.done = 0
        real = main.main

        def counted():
            self.done += 1
            return real()

        monkeypatch.setattr(main, "main", counted)

    def __call__(self, *words):
        """Status and output of a run, and true if it was repeated."""
        before = self.done
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["docgen", *words])
            repetition.own_state.cache_clear()
            status = entry.run()
        return (status, *self.capsys.readouterr()), self.done == before


@pytest.fixture
def runs(tmp_path, monkeypatch, capsys):
    """Runs in a tree that nobody has changed for an hour."""
    root = write_tree(tmp_path / "root", TREE)
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(root)
    later = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: later)
    return Runs(root, monkeypatch, capsys)


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


def sealed_fields(runs):
    place = repetition._place(["check", "--config", "base.toml"])
    return str(sealed.read_sealed(place), "utf-8").split("\0")


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
