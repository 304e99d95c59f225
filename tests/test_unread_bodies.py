"""Edits inside of functions that nobody read ask nothing again; all others do."""

from __future__ import annotations

import random

import pytest
from edited_functions import configuration, edits, package
from edited_project import Edited

from docgen.errors import SourceError
from docgen.project import introspection

pytestmark = pytest.mark.usefixtures("_large_trees")
OWN = "pkg/b2.py"
EDITS = 6


@pytest.fixture
def edited(tmp_path):
    project = Edited(tmp_path, package(), configuration())
    project.exported()
    return project


def edit_at_random(project: Edited, seed: int) -> None:
    draw = random.Random(seed)
    for number in range(EDITS):
        changes = edits(project.files, draw)
        before = {path: project.files[path] for path in changes}
        project.edit(changes)
        assert project.exported() == project.cold(), (seed, number, changes)
        if draw.random() < 0.5:
            project.edit(before)
            assert project.exported() == project.cold(), (seed, number, before)


@pytest.mark.parametrize("seed", [4, 15])
def test_random_edits_of_functions_answer_as_a_cold_run_does(edited, seed):
    edit_at_random(edited, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_more_random_edits_of_functions(edited, seed):
    edit_at_random(edited, seed)


def below(line, more):
    return lambda text: text.replace(line, f"{line}{more}", 1)


FORWARD = "    def forward(self, value):\n"
UNREAD = {
    "a statement": below(FORWARD, "        unused = 1\n"),
    "a global name": below(FORWARD, "        global COUNT\n        COUNT = 7\n"),
    "an import": below(FORWARD, "        import pkg.b0\n"),
    "a yield": below(FORWARD, "        yield value\n"),
    "a function": below(FORWARD, "        def inner():\n            pass\n\n"),
    "a decorated function": below(FORWARD, "        @keep\n        def inner():\n            pass\n\n"),
    "a text of several lines": below(FORWARD, '        """A\ndef text():\n    pass\n"""\n'),
    "another body": lambda text: text.replace("return patch(more(value))", "return [patch, more, 8]"),
    "a body of a coroutine": lambda text: text.replace("return await value", "return None"),
    "a body below a condition": lambda text: text.replace("return self.forward(value)", "return 8"),
}
READ = {
    "a statement": below("    def other(cls):\n", "        unused = 1\n"),
    "a name that is used no more": lambda text: text.replace(
        "return patch(more(value))", "return more(value)"
    ),
    "a parameter": lambda text: text.replace(FORWARD, "    def forward(self, value=COUNT):\n"),
    "a decorator": lambda text: text.replace(FORWARD, f"    @keep\n{FORWARD}"),
    "a name": lambda text: text.replace("def forward", "def backward"),
    "a function more": below("COUNT = 1\n", "def forward():\n    pass\n"),
    "a body on the line of its function": lambda text: text.replace(
        FORWARD, "    def one(self): return 1\n" + FORWARD
    ),
    "a word that reads all names": below(FORWARD, "        return vars()\n"),
    "a statement behind a body": below("return await value\n", "    limit = 8\n"),
}


@pytest.mark.parametrize("edit", UNREAD.values(), ids=UNREAD)
def test_a_body_that_nobody_read_asks_nobody(edited, edit):
    before = edited.files[OWN]
    edited.edit({OWN: edit(before)})
    assert edited.files[OWN] != before
    assert edited.exported() == edited.cold()
    assert edited.asked == []
    edited.edit({OWN: before})
    assert edited.exported() == edited.cold()
    assert edited.asked == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("pkg/base.py", FORWARD),
        ("pkg/kinds.py", "def unread(value):\n"),
        ("pkg/patches2.py", "def patch(value):\n"),
        ("pkg/keep.py", "def call(function):\n"),
    ],
)
def test_a_body_that_nobody_read_of_a_shared_file_asks_nobody(edited, path, line):
    """Files of base classes, and those that domains, lists and definitions come from."""
    indent = " " * (4 + len(line) - len(line.lstrip()))
    edited.edit({path: below(line, f"{indent}unused = 1\n")(edited.files[path])})
    assert edited.exported() == edited.cold()
    assert edited.asked == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("pkg/base.py", "kind is Kind.A", "kind is Kind.B"),
        ("pkg/kinds.py", '["B1", "B0"]', '["B1"]'),
        ("pkg/base.py", "from pkg.shared", "# A comment.\nfrom pkg.shared"),
    ],
)
def test_all_else_of_a_shared_file_asks_anew(edited, path, old, new):
    before = edited.exported()
    edited.edit({path: edited.files[path].replace(old, new)})
    assert before != edited.exported() == edited.cold()


@pytest.mark.parametrize("edit", READ.values(), ids=READ)
def test_everything_else_asks_anew(edited, edit):
    before = edited.files[OWN]
    edited.edit({OWN: edit(before)})
    assert edited.files[OWN] != before
    assert edited.exported() == edited.cold()
    assert edited.asked == ["B2"]


@pytest.mark.parametrize("path", ["pkg/patches2.py", "pkg/base.py"])
def test_bodies_of_other_files_that_are_read_after_an_edit(edited, path):
    """They were left out, for nobody had read them; from then on an edit there counts."""
    answer = "return cls.limit, len(TABLE)"
    called = {"pkg/patches2.py": "return patch(5), 1", "pkg/base.py": "return super().forward(cls, 5), 1"}[
        path
    ]
    before = edited.exported()
    edited.edit({OWN: edited.files[OWN].replace(answer, called)})
    assert before != edited.exported() == edited.cold()
    before = edited.exported()
    edited.edit({path: edited.files[path].replace("return value", "return 8")})
    assert before != edited.exported() == edited.cold()


def test_in_small_trees_all_bodies_count(edited, monkeypatch):
    """Python's compiler looks into all of them."""
    monkeypatch.setattr("docgen.static.source.extent.SMALL", 128)
    edited.exported()
    edited.edit({OWN: UNREAD["a statement"](edited.files[OWN])})
    assert edited.exported() == edited.cold()
    assert edited.asked == ["B2"]


def test_a_body_that_is_not_python_is_an_error(edited):
    edited.edit({OWN: below(FORWARD, "        return (\n")(edited.files[OWN])})
    with pytest.raises(SourceError):
        edited.exported()


def test_what_other_processes_read_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(introspection, "usable_processors", lambda: 2)
    monkeypatch.setattr(introspection, "ALONE", 0)
    edited = Edited(tmp_path, package(), configuration())
    edited.exported()
    for number in (0, 3):
        path = f"pkg/b{number}.py"
        edited.edit({path: UNREAD["a statement"](edited.files[path])})
        assert edited.exported() == edited.cold()
        assert edited.asked == []
        edited.edit(
            {path: edited.files[path].replace("return plain(COUNT),", f"return plain(COUNT), {number},")}
        )
        assert edited.exported() == edited.cold()
        assert f"B{number}" in edited.asked
