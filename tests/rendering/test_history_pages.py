"""A kept history on pages: a region that shows it, and files that are none."""

import json

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

PAGE = "docs/mine.md"
REGION = "# Shapes\n\n<!-- docgen:begin history -->\n<!-- docgen:end -->\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project whose squares became round, with the history of both releases."""
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path / "shapes-1.0")
    root = write_tree(tmp_path / "shapes-2.0")
    base = root / "shapes/base.py"
    base.write_text(base.read_text(encoding="utf-8").replace("return False", "return True"), encoding="utf-8")
    command = [
        "history",
        "shapes-1.0",
        "shapes-2.0",
        "--format",
        "json",
        "--output",
        str(root / "history.json"),
    ]
    assert main(command) == 0
    settings = (root / "docgen.toml").read_text(encoding="utf-8")
    text = f'history = "history.json"\n{settings}\n[[page]]\npath = "{PAGE}"\n'
    (root / "docgen.toml").write_text(text, encoding="utf-8")
    (root / "docs").mkdir(exist_ok=True)
    (root / PAGE).write_text(REGION, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def test_a_region_shows_what_came_and_went_and_since_when(root):
    assert main(["build", "-q"]) == 0
    text = (root / PAGE).read_text(encoding="utf-8")
    assert "| SQUARE | Round |  | 2.0 |  | ❌ | ✅ |" in text
    assert "| SQUARE | ≤ 1.0 | ≤ 1.0: red | 2.0 |" in text
    assert main(["check", "-q"]) == 0


def test_a_page_that_tells_another_history_is_a_finding(root, capsys):
    main(["build", "-q"])
    page = root / PAGE
    page.write_text(
        page.read_text(encoding="utf-8").replace("| 2.0 |  | ❌ | ✅ |", "| 2.0 |  | ✅ | ✅ |"),
        encoding="utf-8",
    )
    assert main(["check"]) == 1
    assert "SQUARE, 1.0: the docs say ✅, the code says ❌ [docs-drift]" in capsys.readouterr().out


def test_another_history_is_another_page(root):
    main(["build", "-q"])
    file = root / "history.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**record, "releases": ["1.0", "3.0"]}), encoding="utf-8")
    assert main(["check", "-q"]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot read the history: No such file or directory"),
        ("{", "not a history that docgen wrote: "),
        ('{"releases": ["1.0"]}', "not a history that docgen wrote: Object missing required field"),
        (
            '{"releases": ["1.0"], "scenarios": [], "uncompared": [], "backends": [{"name": "X", "names": ["X", "X"], "locations": [], "answers": []}]}',
            "not a history that docgen wrote: 1 releases, and answers for [2]",
        ),
    ],
)
def test_a_file_that_is_no_history_is_an_error_with_its_fix(root, capsys, text, message):
    (root / "history.json").unlink()
    if text is not None:
        (root / "history.json").write_text(text, encoding="utf-8")
    assert main(["build"]) == 2
    err = capsys.readouterr().err
    assert f"docgen: history.json:1: {message}" in err
    assert "; to fix: write it again: docgen history RELEASE..." in err


def test_a_history_outside_of_the_project_is_refused(root, capsys):
    settings = (root / "docgen.toml").read_text(encoding="utf-8")
    (root / "docgen.toml").write_text(settings.replace('"history.json"', '"../h.json"'), encoding="utf-8")
    (root.parent / "h.json").write_text((root / "history.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["build"]) == 2
    assert "leads out of the project" in capsys.readouterr().err


def test_a_region_without_a_history_says_how_to_make_one(root, capsys):
    settings = (root / "docgen.toml").read_text(encoding="utf-8")
    (root / "docgen.toml").write_text(settings.replace('history = "history.json"\n', ""), encoding="utf-8")
    assert main(["build"]) == 2
    assert (
        f"docgen: {PAGE}:3: no history is configured; to fix: docgen history RELEASE..."
        in capsys.readouterr().err
    )
