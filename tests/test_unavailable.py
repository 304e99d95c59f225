"""A class whose module cannot be imported under one scenario, through every command."""

import json

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main
from docgen.config.load import load_config
from docgen.project.introspection import introspect

NO_ACCEL = "cannot be imported: ModuleNotFoundError: No module named 'accel'"
DOCSTRING = '''    @classmethod
    def supports_colour(cls, colour):
        """Squares are never painted."""
        return False
'''
TREE = {
    **FILES,
    "docgen.toml": FILES["docgen.toml"].replace('name = "solid"\n', 'name = "solid"\nmissing = ["accel"]\n')
    + """
[[page]]
path = "docs/value.md"

[[claims]]
path = "README.md"
table = [{ heading = "Shapes" }]
columns = { "Round" = "round" }
scenarios = ["solid"]
optional = true
""",
    "shapes/circle.py": "from shapes import fast\n" + FILES["shapes/circle.py"],
    "shapes/fast.py": "import sys\nimport accel\n",
    "docs/value.md": "It is <!-- docgen:value backend=CIRCLE capability=round scenario=solid --><!-- /docgen -->.\n",
}
WAY = f"{NO_ACCEL}, imported by way of shapes.fast"


@pytest.fixture
def docgen(tmp_path, capsys):
    write_tree(tmp_path, TREE)

    def docgen(command: str, *arguments: str) -> tuple[int, str]:
        status = main([command, "--root", str(tmp_path), *arguments])
        return status, capsys.readouterr().out

    return docgen


def test_the_page_has_a_word_a_note_and_a_line_of_the_legend(docgen, tmp_path):
    assert docgen("build")[0] == 0
    page = (tmp_path / "docs/shapes.md").read_text("utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith("| [CIRCLE]")]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == [
        "All (flat)<br>unavailable<sup>1</sup> (solid)",
        "✅ (flat)<br>unavailable<sup>1</sup> (solid)",
    ]
    assert f"1. {WAY} ([shapes/fast.py:2](../shapes/fast.py#L2))" in page
    assert "no class to ask: its module cannot be imported" in page
    assert "-->unavailable<!--" in (tmp_path / "docs/value.md").read_text("utf-8")
    assert docgen("check")[0] == 0


def test_the_terminal_says_so(docgen):
    out = " ".join(docgen("show")[1].split())
    assert "unavailable [1] (solid)" in out
    assert f"[1] {WAY}" in out


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit", "markdown"])
def test_a_claim_and_a_page_that_say_otherwise_are_findings_with_the_import(docgen, tmp_path, form):
    docgen("build")
    page = tmp_path / "docs/shapes.md"
    page.write_text(
        page.read_text("utf-8").replace("✅ (flat)<br>unavailable<sup>1</sup>", "✅ (flat)<br>❌"), "utf-8"
    )
    (tmp_path / "README.md").write_text(
        "# Shapes\n\n| Shape | Round |\n| - | - |\n| CIRCLE | ✅ |\n| SQUARE | ❌ |\n", "utf-8"
    )
    status, out = docgen("check", "--format", form)
    assert status == 1
    assert "the code says unavailable" in out
    assert "overclaim" in out
    assert "docs-drift" in out
    assert out.count("No module named") >= 2


def test_a_claimed_no_is_right(docgen, tmp_path):
    (tmp_path / "README.md").write_text(
        "# Shapes\n\n| Shape | Round |\n| - | - |\n| CIRCLE | ❌ |\n| SQUARE | ❌ |\n", "utf-8"
    )
    docgen("build")
    status, out = docgen("check", "--format", "json")
    assert status == 0
    assert json.loads(out)["claims"] == [
        {"path": "README.md", "compared": 2, "cells": {"agree": 2}, "not_compared": {}}
    ]


def test_the_export_has_the_state_and_the_availability(docgen):
    record = json.loads(docgen("export", "--quiet")[1])
    circle, square = record["backends"]
    assert circle["availability"]["flat"] == {"state": "available", "import": None, "location": None}
    assert circle["availability"]["solid"] == {
        "state": "unavailable",
        "import": WAY.removeprefix("cannot be imported: "),
        "location": "shapes/fast.py:2",
    }
    assert {each["state"] for each in square["availability"].values()} == {"available"}
    for cells in circle["cells"].values():
        assert [(cell["scenarios"], cell["state"]) for cell in cells] == [
            (["flat"], "known"),
            (["solid"], "unavailable"),
        ]
        assert (cells[1]["value"], cells[1]["conditions"]) == (None, [])


@pytest.mark.parametrize(("imported", "refusals"), [("", 1), ("import accel\n", 0)])
@pytest.mark.usefixtures("docgen")
def test_a_class_that_cannot_be_imported_explains_no_refusal(tmp_path, imported, refusals):
    square = f"{imported}{FILES['shapes/square.py']}\n{DOCSTRING}"
    (tmp_path / "shapes/square.py").write_text(square)
    config = load_config(tmp_path)
    solid = introspect(tmp_path, config, ("solid",))
    (row,) = (backend for backend in solid.backends if backend.name == "SQUARE")
    assert len(row.refusals) == refusals


def test_a_module_that_comes_to_need_it_is_not_answered_from_the_cache(docgen, tmp_path):
    (tmp_path / "shapes/fast.py").write_text("import sys\n")
    before = json.loads(docgen("export", "--quiet")[1])["backends"][0]["availability"]["solid"]["state"]
    (tmp_path / "shapes/fast.py").write_text("import accel\n")
    after = json.loads(docgen("export", "--quiet")[1])["backends"][0]["availability"]["solid"]["state"]
    assert (before, after) == ("available", "unavailable")
