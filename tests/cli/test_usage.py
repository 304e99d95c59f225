"""Wrong usage, help, and the consoles that docgen is run from."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from shapes_page import edit


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "'check'"),
        (("--profile", "vllm", "check"), "put it behind the command, as in docgen build --profile"),
        (("check", "--roo", "x"), "Did you mean '--root'?"),
        (("check", "--format", "xml"), "'xml' is not one of"),
        (("check", "--scenario", "flut"), "no scenario 'flut', did you mean 'flat'?"),
        (("check", "--profile", "nope"), "no such profile: 'nope'"),
        (("check", "--root", "nowhere"), "no such directory: nowhere"),
        (
            ("check", "--config", "none.toml"),
            "none.toml:1: cannot read the configuration: No such file or directory; to fix: ",
        ),
        ((), "Usage: docgen"),
    ],
)
def test_wrong_usage_exits_with_2(docgen, arguments, message):
    status, out, err = docgen(*arguments)
    assert status == 2
    assert message in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("docgen.toml", 'header = "Round"', 'heading = "Round"', "docgen.toml:26: unknown key 'heading'"),
        ("docgen.toml", 'kind = "enum"', 'kind = "enum', "docgen.toml:5: not TOML"),
        ("docgen.toml", "attention_backends.md.j2", "none.md.j2", "no template 'none.md.j2'"),
        ("shapes/circle.py", "class Circle", "clas Circle", "shapes/circle.py:5: "),
    ],
)
def test_what_cannot_be_read_exits_with_2_and_the_line(docgen, root, name, old, new, message):
    edit(root / name, old, new)
    status, out, err = docgen("check")
    assert status == 2
    assert message in err
    assert "Traceback" not in out + err


def test_help_has_examples(docgen):
    status, out, _ = docgen("check", "--help")
    assert status == 0
    assert "Example: docgen check --format json" in out


def run(*arguments: str, root, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "docgen", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=60, **options)


def test_as_a_module(root):
    assert run("--version", root=root).stdout.startswith(b"docgen, version")
    assert run("-V", root=root).stdout == run("--version", root=root).stdout


def test_the_list_of_commands_cuts_no_summary(docgen):
    status, out, _ = docgen("--help")
    assert status == 0
    assert "..." not in out.partition("Commands:")[2]
    assert "that agree with it are not touched." in " ".join(out.split())


def test_runtime_says_where_it_works(docgen, monkeypatch):
    monkeypatch.setattr("docgen.cli.options.IS_POSIX", False)
    status, _, err = docgen("show", "--runtime")
    assert status == 2
    assert "--runtime needs a POSIX system, such as Linux or macOS" in err


def test_the_package_is_a_command_by_its_own_name():
    scripts = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]["scripts"]
    assert scripts["attention-docgen"] == scripts["docgen"]


@pytest.mark.parametrize("command", ["export", "show", "check"])
def test_a_reader_that_goes_away_is_no_error(page, root, command):
    arguments = [sys.executable, "-m", "docgen", command]
    with subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_console_without_utf8_is_no_error(page, root):
    old_console = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    shown = run("show", root=root, env=old_console)
    assert (shown.returncode, b"yes" in shown.stdout) == (0, True)
    edit(page, "✅", "❌")
    result = run("check", root=root, env=old_console)
    assert result.returncode == 1
    assert b"the code says \\u2705" in result.stdout
