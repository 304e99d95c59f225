"""Places relative to where the command runs."""

from pathlib import Path

import pytest
from findings import CONFLICT, DRIFT, NOWHERE

from docgen.reporters.places import moved, prefix


@pytest.mark.parametrize(
    ("root", "expected"), [(".", "."), ("sub", "sub"), ("sub/../sub/deep", "sub/deep"), ("..", "")]
)
def test_the_way_to_the_root(tmp_path, monkeypatch, root, expected):
    (tmp_path / "here/sub/deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert prefix(Path(root)) == expected
    assert prefix(Path(root).resolve()) == expected


@pytest.mark.parametrize("before", ["", "."])
def test_at_the_root_nothing_moves(before):
    assert moved(DRIFT, before) == DRIFT


def test_all_places_move():
    found = moved(DRIFT, "sub")
    assert (str(found.docs_location), str(found.code_location)) == (
        "sub/docs/shapes.md:2",
        "sub/shapes/circle.py:4",
    )
    assert str(moved(CONFLICT, "sub").class_location) == "sub/shapes/circle.py:9"
    assert moved(NOWHERE, "sub") == NOWHERE
