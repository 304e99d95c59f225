"""Faults of the machine, and of docgen itself: a clear line, exit status 2, and nothing half-written."""

import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

from docgen.atomic_write import replace_file
from docgen.cli.main import main
from docgen.errors import DocgenWarning
from docgen.project import entries
from docgen.project.cache import Cache

LINE = re.compile(r"docgen: [^\n]+; to fix: [^\n]+\n")


@pytest.fixture
def root(tmp_path):
    return write_tree(tmp_path / "root", FILES)


def docgen(root, *words: str, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "docgen", *words, "--root", str(root)]
    here = {"cwd": Path(__file__).parents[1], "timeout": 120, "text": True}
    return subprocess.run(
        command, check=False, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **here, **more}
    )


@pytest.mark.parametrize("command", ["show", "check", "export", "build"])
def test_a_full_stdout_is_told(root, command):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = docgen(root, command, stdout=full)
    assert done.returncode == 2
    assert "cannot write to stdout: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("command", ["show", "check", "export", "build"])
def test_a_closed_stdout_is_told(root, command):
    done = docgen(root, command, preexec_fn=lambda: os.close(1))
    assert done.returncode == 2
    assert "stdout is closed" in done.stderr
    assert "Traceback" not in done.stderr


def test_streams_that_are_closed_are_not_the_next_file_that_is_opened(root):
    before = {path.name for path in root.rglob("*")}
    done = docgen(root, "build", "--quiet", preexec_fn=lambda: os.closerange(0, 3))
    assert done.returncode == 0
    assert {path.name for path in root.rglob("*")} - before == {"docs", "shapes.md"}
    assert (root / "docs/shapes.md").read_text().startswith("<!-- Written by docgen.")


def test_a_full_stderr_changes_no_status(root):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = docgen(root, "check", "--scenario", "none", stderr=full)
    assert done.returncode == 2


def test_a_reader_that_leaves_early_is_no_fault(root):
    pipe = subprocess.Popen(
        [sys.executable, "-m", "docgen", "show", "--root", str(root)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    pipe.stdout.close()
    assert pipe.stderr.read() == b""
    assert pipe.wait(60) == 0


def limited() -> None:
    """As if the disk were full after some bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


@pytest.mark.parametrize("command", ["build", "init"])
def test_a_full_disk_leaves_nothing_behind(root, tmp_path, command):
    if command == "init":
        (root / "docgen.toml").unlink()
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = docgen(
        root, command, preexec_fn=limited, env={**os.environ, "DOCGEN_CACHE_DIR": str(tmp_path / "cache")}
    )
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert [*(tmp_path / "cache").glob("*")] == []


def test_a_configuration_that_cannot_be_written_leaves_no_page(root):
    (root / "docgen.toml").unlink()
    (root / "docgen.toml").symlink_to(root.parent / "outside.toml")
    assert main(["init", "--root", str(root)]) == 2
    assert not (root / "docs/support.md").exists()
    assert not (root.parent / "outside.toml").exists()


def test_what_a_killed_init_left_is_taken_up_again(root, capsys):
    (root / "docgen.toml").unlink()
    assert main(["init", "--root", str(root)]) == 0
    first = (root / "docs/support.md").read_text()
    (root / "docgen.toml").unlink()
    assert main(["init", "--root", str(root)]) == 0
    assert [path.name for path in (root / "docs").iterdir()] == ["support.md"]
    assert (root / "docs/support.md").read_text() == first
    assert main(["check", "--root", str(root)]) == 0
    capsys.readouterr()


def test_what_killed_runs_left_is_removed_and_what_others_write_is_not(root, tmp_path, capsys):
    import fcntl

    left = [root / "docs/.0123.docgen-part", tmp_path / "cache/.4567.docgen-part"]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("half")
    with (root / "docs/.held.docgen-part").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert main(["build", "--root", str(root)]) == 0
        assert not left[0].exists()
        assert Path(held.name).exists()
    Cache(tmp_path / "cache").recall(lambda: 1, int, lambda: 2)
    assert not left[1].exists()
    # Also where nothing is to be written.
    left[0].write_text("half")
    assert main(["build", "--root", str(root)]) == 0
    assert not left[0].exists()
    capsys.readouterr()


def test_a_killed_writer_leaves_the_old_file_and_a_leftover_that_goes(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("old")
    text = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom docgen.atomic_write import replace_file\n"
        "replace_file(Path(sys.argv[1]), b'new', unless=lambda: os.kill(os.getpid(), signal.SIGKILL))\n"
    )
    subprocess.run([sys.executable, "-c", text, str(path)], cwd=Path(__file__).parents[1], check=False)
    assert path.read_text() == "old"
    assert len([*tmp_path.iterdir()]) == 2
    replace_file(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["page.md"]
    assert path.read_text() == "new"


def test_no_byte_of_an_entry_can_change_unnoticed(tmp_path):
    path = entries.entry_path(tmp_path, "question")
    entries.write_entry(path, {"a": [True, 1, "text"]})
    whole = path.read_bytes()
    for at in range(len(whole)):
        for bits in (1, 0x80, 0xFF):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :])
            assert entries.read_entry(path, dict) is None
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert entries.read_entry(path, dict) is None
    path.write_bytes(whole + b"x")
    assert entries.read_entry(path, dict) is None
    # An entry in the place of another answers another question.
    path.write_bytes(whole)
    path.rename(entries.entry_path(tmp_path, "other"))
    assert entries.read_entry(entries.entry_path(tmp_path, "other"), dict) is None


def test_entries_of_other_kinds_are_not_opened(tmp_path):
    path = entries.entry_path(tmp_path, "question")
    os.mkfifo(path)
    assert entries.read_entry(path, dict) is None
    path.unlink()
    path.symlink_to("/dev/zero")
    assert entries.read_entry(path, dict) is None
    path.unlink()
    with path.open("wb") as file:
        file.truncate(1 << 30)
    assert entries.read_entry(path, dict) is None


@pytest.mark.parametrize("place", ["file/cache", "file"])
def test_a_cache_that_cannot_be_written_is_a_word_and_no_fault(root, tmp_path, monkeypatch, capsys, place):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / place))
    assert main(["build", "--root", str(root)]) == 0
    assert capsys.readouterr().err.startswith("docgen: warning: nothing is kept for the next run: ")
    assert main(["build", "--quiet", "--root", str(root)]) == 0
    assert main(["check", "--no-cache", "--root", str(root)]) == 0
    assert capsys.readouterr().err == ""


def test_without_a_home_there_is_no_cache(root, tmp_path, monkeypatch, capsys):
    for name in ("DOCGEN_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # a user whom the system does not know
    monkeypatch.chdir(tmp_path)
    assert entries.cache_directory() is None
    assert main(["build", "--root", str(root)]) == 0
    assert "there is no home directory; to fix: set DOCGEN_CACHE_DIR or HOME" in capsys.readouterr().err
    assert main(["cache", "info"]) == 2
    assert LINE.fullmatch(capsys.readouterr().err)
    assert [path.name for path in tmp_path.iterdir()] == ["root"]


def test_a_cache_directory_is_the_system_s(tmp_path, monkeypatch):
    monkeypatch.delenv("DOCGEN_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert entries.cache_directory() == tmp_path / "docgen"
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "mine"))
    assert entries.cache_directory() == tmp_path / "mine"


def test_the_cache_tells_what_it_holds_and_is_removed(root, tmp_path, monkeypatch, capsys):
    directory = tmp_path / "cache"
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(directory))
    assert main(["cache", "info"]) == 0
    assert f"directory  {directory} (not there yet)\nentries    0\n" in capsys.readouterr().out
    assert main(["build", "--root", str(root), "--no-cache"]) == 0
    assert not directory.exists()
    main(["check", "--root", str(root)])
    (directory / "mine.txt").write_text("")
    capsys.readouterr()
    assert main(["cache", "info"]) == 0
    assert "entries    2\n" in capsys.readouterr().out
    assert main(["cache", "clear"]) == 0
    assert "removed 2 entries, " in capsys.readouterr().out
    assert [path.name for path in directory.iterdir()] == ["mine.txt"]


def test_a_warning_is_one_that_libraries_can_see(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.warns(DocgenWarning, match="nothing is kept"):
        Cache(tmp_path / "file/cache").recall(lambda: 1, int, lambda: 2)


@pytest.mark.parametrize(
    "error",
    [KeyError("x\n::error::y"), AssertionError(), RecursionError("deep"), MemoryError(), OSError("odd")],
)
def test_what_is_not_foreseen_is_a_line_that_says_so(root, monkeypatch, capsys, error):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("docgen.project.project.load_config", fail)
    assert main(["show", "--root", str(root)]) == 2
    err = capsys.readouterr().err
    assert LINE.fullmatch(err), err
    assert err.startswith(f"docgen: this is a defect of docgen: {type(error).__name__}: ")
    assert "test_faults.py:" in err
    assert "--verbose" in err
    for flag in ("--verbose", "-v", "-qv"):
        assert main(["show", "--root", str(root), flag]) == 2
        assert "Traceback (most recent call last):" in capsys.readouterr().err
