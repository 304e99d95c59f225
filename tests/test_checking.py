"""A verdict is computed again when anything that it depends on has changed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.checks import pages
from docgen.checks.pipeline import Mode, run
from docgen.project.project import Request, open_project


class Checked:
    """Checks a project, counting how often its pages were really judged."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.times = 0
        judge = pages._judge

        def counted(project, whole):
            self.times += 1
            return judge(project, whole)

        monkeypatch.setattr(pages, "_judge", counted)

    def __call__(self, mode: Mode = Mode.CHECK) -> list[str]:
        outcome = run(open_project(Request(self.root)), mode)
        return [finding.message for finding in outcome.findings]


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    write_tree(root)
    checked = Checked(root, monkeypatch)
    checked(Mode.WRITE)
    return checked


def page(checked: Checked) -> Path:
    (path,) = (checked.root / "docs").glob("*.md")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_same_question_is_judged_once(checked: Checked) -> None:
    assert checked() == []
    assert checked() == []
    assert checked.times == 1


def test_an_edited_page_is_judged_anew_and_the_edit_undone_is_remembered(checked: Checked) -> None:
    checked()
    before = page(checked).read_text(encoding="utf-8")
    edit(page(checked), "| red ", "| All ")
    assert checked()
    assert checked()
    assert checked.times == 2
    page(checked).write_text(before, encoding="utf-8")
    assert checked() == []
    assert checked.times == 2


def test_edited_source_is_judged_anew(checked: Checked) -> None:
    checked()
    edit(checked.root / "shapes/base.py", "Colour.RED", "Colour.BLUE")
    assert checked()
    assert checked.times == 2


def test_an_edited_template_is_judged_anew(checked: Checked) -> None:
    edit(checked.root / "docgen.toml", "packages", 'templates = "own"\npackages')
    own = checked.root / "own"
    own.mkdir()
    assert checked() == []
    (own / "legend.txt").write_text("no template, but who knows", encoding="utf-8")
    assert checked() == []
    assert checked.times == 2
