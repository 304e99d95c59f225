"""Regions and values that docgen fills in pages that people write."""

import json
import re

import pytest
from shapes_page import PAGE, edit
from tiny_project import write_tree


def test_regions_of_a_page_by_hand(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = root / PAGE
    page.parent.mkdir()
    page.write_bytes(
        b"# Mine\r\n\r\n<!-- docgen:begin table=support -->\r\n<!-- docgen:end -->\r\nno newline"
    )
    assert docgen("build")[0] == 0
    text = page.read_bytes()
    assert text.startswith(b"# Mine\r\n\r\n<!-- docgen:begin table=support -->\r\n\r\n| Backend")
    assert re.search(rb"\r\n\r\n<!-- docgen:end [0-9a-f]{8} -->\r\nno newline$", text)
    assert docgen("check")[0] == 0
    edit(root / "shapes/base.py", "Colour.RED", "Colour.BLUE")
    assert docgen("check")[0] == 1
    assert docgen("build")[0] == 0
    assert docgen("check")[0] == 0


def test_a_region_that_somebody_edited_is_a_finding_and_not_overwritten(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = (
        write_tree(root, {PAGE: "# Mine\n\n<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n"})
        / PAGE
    )
    docgen("build")
    built = page.read_bytes()
    edit(page, "| red ", "| red, at times ")
    edited = page.read_bytes()
    status, out, _ = docgen("check", "--format", "json")
    cell, region = json.loads(out)["findings"]
    assert status == 1
    assert (cell["rule"], cell["backend"], cell["capability"]) == ("docs-drift", "SQUARE", "colours")
    assert (region["rule"], region["docs_location"]) == ("hand-edited-region", f"{PAGE}:3")
    assert cell["remedy"] == region["remedy"] == "docgen build --force"
    status, _, err = docgen("build")
    assert (status, page.read_bytes()) == (2, edited)
    assert f"{PAGE}:3: the region table=support was edited since docgen wrote it; to fix: move" in err
    assert "`docgen build --force` overwrites" in err
    assert docgen("build", "--force")[0] == 0
    assert page.read_bytes() == built


def test_every_region_that_somebody_edited_is_named(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', '\n[[page]]\npath = "docs/b.md"\n')
    region = "<!-- docgen:begin {} -->\n<!-- docgen:end -->\n\n"
    text = region.format("table=support") + region.format("list=order") + region.format("legend")
    write_tree(root, {PAGE: text, "docs/b.md": text})
    docgen("build")
    for name in (PAGE, "docs/b.md"):
        edit(root / name, "| red ", "| red, at times ")
        edit(root / name, "CIRCLE, SQUARE", "CIRCLE, then SQUARE")
    lines = [f"{n}:{at}" for n in (PAGE, "docs/b.md") for at in _opening_lines(root / n, "table=", "list=")]
    status, out, _ = docgen("check", "--format", "json")
    found = json.loads(out)["findings"]
    assert status == 1
    assert [f["docs_location"] for f in found if f["rule"] == "hand-edited-region"] == lines
    status, out, err = docgen("build")
    assert (status, out) == (2, "")
    assert [line.split(": ")[1] for line in err.splitlines()] == lines


def _opening_lines(path, *shown: str) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [n for n, line in enumerate(lines, 1) if any(f"begin {each}" in line for each in shown)]


def test_a_checksum_is_nothing_that_a_page_says(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = write_tree(root, {PAGE: "<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n"}) / PAGE
    docgen("build")
    edit(root / "shapes/circle.py", "return True", "return False")
    (finding,) = json.loads(docgen("check", "--format", "json")[1])["findings"]
    assert (finding["backend"], finding["capability"], finding["remedy"]) == (
        "CIRCLE",
        "round",
        "docgen build",
    )
    docgen("build")
    page.write_text(re.sub("docgen:end [0-9a-f]+", "docgen:end", page.read_text()))
    assert docgen("check") == (0, "4 cells compared\ndocumentation and code agree\n", "")


VALUE = (
    "# Mine\n\nA square is <!-- docgen:value backend=SQUARE capability=colours -->?<!-- /docgen -->, by {}.\n"
)


def test_a_value_in_prose_is_checked_and_kept_true(docgen, root):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    page = write_tree(root, {PAGE: VALUE}) / PAGE
    status, out, _ = docgen("check", "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert (finding["rule"], finding["backend"], finding["capability"]) == ("docs-drift", "SQUARE", "colours")
    assert (finding["docs_location"], finding["documented"], finding["expected"]) == (f"{PAGE}:3", "?", "red")
    assert docgen("build")[0] == 0
    assert page.read_text() == VALUE.replace("?", "red")
    assert docgen("check") == (0, "1 cell compared\ndocumentation and code agree\n", "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SQUARE", "SQUAR", "unknown backend 'SQUAR', did you mean 'SQUARE'?"),
        ("colours", "colors", "unknown capability 'colors', did you mean 'colours'?"),
        ("colours", "colours scenario=solids", "unknown scenario 'solids', did you mean 'solid'?"),
    ],
)
def test_a_value_of_a_strange_name_is_an_error_with_its_line(docgen, root, old, new, message):
    edit(root / "docgen.toml", 'template = "attention_backends.md.j2"\n', "")
    write_tree(root, {PAGE: VALUE.replace(old, new)})
    for command in ("check", "build"):
        status, _, err = docgen(command)
        assert status == 2
        assert f"{PAGE}:3: {message}" in err
