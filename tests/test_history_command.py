"""`docgen history` over directories and revisions."""

import json
import subprocess

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.comparison.history import labels


@pytest.fixture
def docgen(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "cache"))

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def edit(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def releases(tmp_path) -> list[str]:
    """Three trees: squares become round, then circles stop to be."""
    for number in range(3):
        root = write_tree(tmp_path / f"shapes-{number}.0")
        if number:
            edit(root / "shapes/base.py", "return False", "return True")
        if number == 2:
            edit(root / "shapes/circle.py", "return True", "return False")
    return [f"shapes-{number}.0" for number in range(3)]


def test_directories_are_told_by_what_tells_them_apart(docgen, releases):
    status, out, err = docgen("history", *releases)
    assert (status, err) == (0, "")
    assert out.startswith("releases  0.0, 1.0, 2.0\n")
    assert "CIRCLE\n  lost         Round in 2.0\n" in out
    assert "SQUARE\n  gained       Round in 1.0\n" in out
    assert out.endswith("1 lost, 1 gained\n")


def test_releases_are_asked_once(docgen, releases, monkeypatch):
    first = docgen("history", *releases)
    monkeypatch.setattr("docgen.project.introspection.asked", None)
    assert docgen("history", *releases) == first


def test_revisions_are_asked_once_and_leave_the_tree_alone(docgen, tmp_path, monkeypatch):
    root = write_tree(tmp_path / "repository")

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    git("tag", "v1")
    edit(root / "shapes/base.py", "return False", "return True")
    git("commit", "--quiet", "-a", "-m", "two")
    first = docgen("history", "--root", str(root), "v1", "HEAD")
    assert "SQUARE\n  gained       Round in HEAD\n" in first[1]
    monkeypatch.setattr("docgen.project.introspection.asked", None)
    assert docgen("history", "--root", str(root), "v1", "HEAD") == first


def test_the_forms(docgen, releases, tmp_path):
    assert (
        "| SQUARE | Round |  | 1.0 |  | ❌ | ✅ | ✅ |"
        in docgen("history", *releases, "--format", "markdown")[1]
    )
    assert docgen("history", *releases, "--format", "json", "--output", "h.json") == (0, "", "")
    record = json.loads((tmp_path / "h.json").read_text(encoding="utf-8"))
    assert [event["kind"] for event in record["events"]] == ["lost", "gained"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("history",), "Missing argument 'RELEASE...'"),
        (("history", "shapes-0.0"), "a history needs two releases at least"),
        (("history", "shapes-0.0", "shapes-9.0"), "shapes-9.0 is no directory"),
    ],
)
def test_what_cannot_be_told_is_an_error(docgen, releases, arguments, message):
    status, out, err = docgen(*arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_a_question_that_was_not_asked_is_said(docgen, releases, tmp_path):
    edit(tmp_path / "shapes-0.0/docgen.toml", 'key = "round"', 'key = "curved"')
    out = docgen("history", *releases)[1]
    assert "not compared: capability round: not asked in 0.0" in out
    assert "gained" not in out


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("v1.0", "v2.0"), ("v1.0", "v2.0")),
        (("release-1.0", "release-2.0"), ("1.0", "2.0")),
        (("a-b-1", "a-b-2-rc", "a-c-3"), ("b-1", "b-2-rc", "c-3")),
        (("same", "same"), ("same", "same")),
        (("a", "a-1"), ("a", "a-1")),
    ],
)
def test_labels(names, expected):
    assert labels(names) == expected
