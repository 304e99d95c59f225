"""Blockers of a complete check: every page and module is reported, in every form, and the exit status says so."""

import json
from xml.etree import ElementTree as ET

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.reporters.forms import CHECKS

BROKEN = "# Page\n\n<!-- docgen:begin legend -->\n"
PAGES = '\n[[page]]\npath = "docs/a.md"\n\n[[page]]\npath = "docs/b.md"\n'
LINES = [
    f"docgen: docs/{name}.md:3: region does not end; to fix: put <!-- docgen:end --> below it"
    for name in "ab"
]
SOURCES = [
    "docgen: shapes/circle.py:1: not Python: invalid syntax; to fix: correct the file",
    "docgen: shapes/square.py:1: not Python: invalid syntax; to fix: correct the file",
]


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project that is as it should be."""
    root = write_tree(tmp_path / "sub")
    monkeypatch.chdir(root)
    assert main(["build", "--quiet"]) == 0
    return root


@pytest.fixture
def docgen(root, capsys):
    def docgen(*arguments: str) -> tuple[int, str, list[str]]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err.splitlines()

    return docgen


def break_pages(root, claims: str = "") -> None:
    with (root / "docgen.toml").open("a") as file:
        file.write(PAGES + claims)
    for name in "ab":
        (root / f"docs/{name}.md").write_text(BROKEN)


def break_sources(root) -> None:
    for name in ("circle", "square"):
        (root / f"shapes/{name}.py").write_text("class class\n")


def drift(root) -> None:
    page = root / "docs/shapes.md"
    page.write_bytes(page.read_bytes().replace(b"| red ", b"| All "))


def told(form: str, text: str) -> list[tuple[str, str, int, str]]:
    """The rule, the path and the line of each finding of a report, and what it says."""
    if form == "json":
        found = json.loads(text)["findings"]
        places = [(each["docs_location"] or each["code_location"]).rsplit(":", 1) for each in found]
        says = [f"{each['message']}; to fix: {each['remedy']}" for each in found]
        rules = [each["rule"] for each in found]
        return [(r, p, int(line), s) for r, (p, line), s in zip(rules, places, says, strict=True)]
    if form == "sarif":
        found = json.loads(text)["runs"][0]["results"]
        places = [each["locations"][0]["physicalLocation"] for each in found]
        return [
            (r["ruleId"], p["artifactLocation"]["uri"], p["region"]["startLine"], r["message"]["text"])
            for r, p in zip(found, places, strict=True)
        ]
    if form == "junit":
        return [
            (case[0].get("type"), case.get("file"), int(case.get("line")), case[0].text)
            for case in ET.fromstring(text)[0]
        ]
    return []


@pytest.mark.parametrize("form", CHECKS)
def test_every_broken_page_is_told_of_in_every_form(docgen, root, form):
    break_pages(root)
    status, out, err = docgen("check", "--format", form)
    assert (status, err) == (2, LINES)
    assert docgen("check", "--format", form, "--output", "report", "--quiet") == (2, "", LINES)
    report = (root / "report").read_text("utf-8")
    if form == "text":
        assert out == ""
        assert report.split("\n\n") == [
            *(line.removeprefix("docgen: ") for line in LINES),
            "4 cells compared\n2 errors\n",
        ]
    else:
        assert report == out
    if form in {"json", "sarif", "junit"}:
        found = told(form, out)
        assert [each[:3] for each in found] == [("broken-marker", f"docs/{n}.md", 3) for n in "ab"]
        assert all(
            "to fix: put <!-- docgen:end --> below it" in each[3].replace("To", "to") for each in found
        )
    if form == "github":
        assert out.splitlines()[0] == (
            "::error file=docs/a.md,line=3,title=docgen%3A broken-marker::region does not end"
            "%0Ato fix: put <!-- docgen:end --> below it"
        )
    if form == "markdown":
        assert "`broken-marker`" in out
        assert "`docs/b.md:3`" in out


@pytest.mark.parametrize("form", CHECKS)
def test_every_unreadable_module_is_told_of_in_every_form(docgen, root, form):
    break_sources(root)
    status, out, err = docgen("check", "--format", form)
    assert (status, err) == (2, SOURCES)
    if form in {"json", "sarif", "junit"}:
        assert [each[:3] for each in told(form, out)] == [
            ("unreadable-source", f"shapes/{name}.py", 1) for name in ("circle", "square")
        ]
    elif form == "text":
        assert out == ""
    else:
        assert "unreadable-source" in out


@pytest.mark.parametrize("form", CHECKS)
def test_other_pages_are_compared_all_the_same(docgen, root, form):
    break_pages(root)
    drift(root)
    for _ in range(2):  # the second is recalled
        status, out, err = docgen("check", "--format", form)
        assert (status, err) == (2, LINES)
        assert "docs-drift" in out
    if form == "text":
        assert "region does not end" not in out
        assert out.endswith("1 error\nto fix: docgen build\n")


def test_a_page_that_is_no_text_keeps_no_other_from_being_compared(docgen, root):
    break_pages(root)
    (root / "docs/a.md").write_bytes(b"x\n\xff\n")
    drift(root)
    status, out, err = docgen("check")
    assert status == 2
    assert err == [
        "docgen: docs/a.md:2: not UTF-8: invalid start byte; to fix: save the page as UTF-8",
        LINES[1],
    ]
    assert "[docs-drift]" in out


def test_a_page_that_claims_as_well_is_told_of_once(docgen, root):
    break_pages(
        root,
        '\n[[claims]]\npath = "docs/a.md"\ntable = [{ heading = "Page" }]\ncolumns = { "X" = "round" }\n',
    )
    assert docgen("check") == (2, "", LINES)


def test_no_severity_and_no_ignore_hides_it(docgen, root):
    break_pages(
        root,
        '\n[rules]\nbroken-marker = "warning"\n\n[[ignore]]\nrule = "broken-marker"\nreason = "no"\n'
        '\n[[ignore]]\nrule = "docs-drift"\nreason = "not to be told in such a check"\n',
    )
    assert docgen("check", "--exit-zero") == (2, "", LINES)
    found = json.loads(docgen("check", "--format", "json")[1])["findings"]
    assert [(each["rule"], each["severity"]) for each in found] == [("broken-marker", "error")] * 2


def test_a_page_by_hand_that_is_not_there_is_a_finding_as_any_other(docgen, root):
    break_pages(root)
    for name in "ab":
        (root / f"docs/{name}.md").unlink()
    status, out, err = docgen("check")
    assert (status, err) == (1, [])
    assert "docs/b.md:1: error: no such page [missing-page]" in out


def test_a_build_tells_of_every_page_and_writes_none(docgen, root):
    break_pages(root)
    drift(root)
    before = (root / "docs/shapes.md").read_bytes()
    assert docgen("build") == (2, "", LINES)
    assert (root / "docs/shapes.md").read_bytes() == before


def test_other_commands_tell_of_every_module(docgen, root):
    break_sources(root)
    assert docgen("show") == (2, "", SOURCES)
    assert docgen("build") == (2, "", SOURCES)


def test_an_export_has_the_model_and_says_what_is_missing(docgen, root):
    break_pages(root)
    status, out, err = docgen("export")
    assert (status, err) == (2, LINES)
    record = json.loads(out)
    assert [each["name"] for each in record["backends"]] == ["CIRCLE", "SQUARE"]
    assert {each["rule"] for each in record["findings"]} == {"broken-marker"}


def test_what_no_rule_is_about_ends_a_check(docgen, root):
    (root / "docgen.toml").write_text("nonsense")
    status, out, err = docgen("check", "--format", "json")
    assert (status, out, len(err)) == (2, "", 1)
