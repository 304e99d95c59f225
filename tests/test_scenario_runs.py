"""Runs that ask about one scenario: they lose nothing of the others, and compare their own cells only."""

import json

import pytest
from tiny_project import FILES, write_tree

from docgen.checks.partial import said_under
from docgen.cli.main import main
from docgen.rendering.scenarios import ScenarioWords

PAGE = "docs/shapes.md"
REGIONS = "# Mine\n\n<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n"
VALUES = """A <!-- docgen:value backend=CIRCLE capability=round scenario=solid -->?<!-- /docgen --> and a
<!-- docgen:value backend=CIRCLE capability=round scenario=flat -->?<!-- /docgen -->.
"""
CIRCLE = FILES["shapes/circle.py"].replace(
    "return True", "from shapes import world\n        return world.dimensions == 2"
)


@pytest.fixture
def docgen(tmp_path, capsys):
    """Runs a command in a project in which a circle is round in the plane alone."""

    def run(*arguments):
        status = main([*arguments, "--root", str(tmp_path)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    write_tree(tmp_path, {**FILES, "shapes/circle.py": CIRCLE})
    return run


def plain(tmp_path, page):
    text = FILES["docgen.toml"].replace('template = "attention_backends.md.j2"\n', "")
    write_tree(tmp_path, {"docgen.toml": text, PAGE: page})


@pytest.mark.parametrize("options", [(), ("--force",)])
@pytest.mark.parametrize(
    "page", [None, REGIONS, "A <!-- docgen:value backend=CIRCLE capability=round -->?<!-- /docgen -->.\n"]
)
def test_a_build_of_one_scenario_writes_no_page_that_holds_others(docgen, tmp_path, page, options):
    if page:
        plain(tmp_path, page)
    status, _, err = docgen("build", "--scenario", "flat", *options)
    assert status == 2
    assert err == (
        f"docgen: {PAGE}:1: the page holds other scenarios than flat, and would lose them; "
        f"to fix: docgen build --root {tmp_path}\n"
    )
    assert (tmp_path / PAGE).exists() is bool(page)
    if page:
        assert (tmp_path / PAGE).read_text() == page
    # Named one by one they are all of them.
    assert docgen("build", "--scenario", "flat", "--scenario", "solid")[0] == 0


def test_a_page_of_one_scenario_alone_is_written(docgen, tmp_path):
    plain(tmp_path, VALUES)
    assert docgen("build", "--scenario", "flat")[0] == 0
    assert (tmp_path / PAGE).read_text() == VALUES.replace("scenario=flat -->?", "scenario=flat -->✅")


def test_a_check_of_one_scenario_agrees_with_the_page_of_all(docgen, tmp_path):
    assert docgen("build")[0] == 0
    for name in ("flat", "solid"):
        status, out, _ = docgen("check", "--scenario", name, "--format", "json")
        assert (status, json.loads(out)["findings"], json.loads(out)["compared"]) == (0, [], 4)


@pytest.mark.parametrize(("name", "status"), [("flat", 0), ("solid", 1)])
def test_a_check_of_one_scenario_compares_its_cells_only(docgen, tmp_path, name, status):
    assert docgen("build")[0] == 0
    page = tmp_path / PAGE
    text = page.read_text()
    assert "✅ (flat)<br>❌ (elsewhere)" in text
    page.write_text(text.replace("✅ (flat)<br>❌ (elsewhere)", "✅").replace("What each", "What no"))
    found, out, _ = docgen("check", "--scenario", name, "--format", "json")
    findings = json.loads(out)["findings"]
    assert found == status
    assert [(each["rule"], each["backend"]) for each in findings] == (
        [("docs-drift", "CIRCLE")] if status else []
    )
    if status:
        assert findings[0]["remedy"] == f"docgen build --root {tmp_path}"
        shown = docgen("check", "--scenario", name)[1]
        assert "(from the code)" not in shown


@pytest.mark.parametrize(("name", "status"), [("flat", 1), ("solid", 0)])
def test_values_in_text_are_of_their_scenarios(docgen, tmp_path, name, status):
    plain(tmp_path, VALUES)
    assert docgen("build")[0] == 0
    page = tmp_path / PAGE
    page.write_text(page.read_text().replace("✅", "❌"))
    assert docgen("check", "--scenario", name)[0] == status


def test_claims_are_compared_under_the_scenario_that_is_asked(docgen, tmp_path):
    claims = '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\ncolumns = { Round = "round" }\n'
    rows = '[[claims.rows]]\nmatch = { Shape = "CIRCLE" }\nscenarios = ["solid"]\n'
    write_tree(
        tmp_path,
        {
            "docgen.toml": FILES["docgen.toml"] + claims + rows,
            "README.md": "# T\n\n| Shape | Round |\n| - | - |\n| CIRCLE | yes |\n| SQUARE | no |\n",
        },
    )
    assert docgen("build")[0] == 0
    status, out, _ = docgen("check", "--scenario", "flat", "--format", "json")
    assert (status, json.loads(out)["claims"][0]["compared"]) == (0, 1)
    status, out, _ = docgen("check", "--scenario", "solid", "--format", "json")
    assert [each["rule"] for each in json.loads(out)["findings"]] == ["overclaim"]


WORDS = ScenarioWords(("cuda-8.0", "cuda-9.0", "rocm", "cpu"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("✅", {"cuda-8.0": {"✅"}, "cpu": {"✅"}}),
        ("fp16, bf16; fp8 (cuda)", {"cuda-9.0": {"fp16", "bf16", "fp8"}, "cpu": {"fp16", "bf16"}}),
        ("✅ (rocm, cpu); ❌ (elsewhere)", {"rocm": {"✅"}, "cuda-8.0": {"❌"}}),
        ("✅ (except cpu); unavailable [cannot be imported: x; (a.py:1)] (cpu)", {
            "rocm": {"✅"}, "cpu": {"unavailable [cannot be imported: x; (a.py:1)]"}}),
        ("fp8 (with scales)", {"rocm": {"fp8 (with scales)"}, "cpu": {"fp8 (with scales)"}}),
        ("None", {"cpu": {"None"}}),
    ],
)  # fmt: skip
def test_what_a_cell_says_under_one_scenario(text, said):
    assert {name: set(said_under(text, name, WORDS)) for name in said} == said
