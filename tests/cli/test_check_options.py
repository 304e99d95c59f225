"""Options of `docgen check`: forms, files, statuses, severities and ignores, end to end."""

import json
from xml.etree import ElementTree as ET

import pytest
from shapes_page import PAGE
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.reporters.forms import CHECKS

IGNORE = (
    '\n[[ignore]]\nrule = "docs-drift"\nbackend = "SQ*"\ncapability = "colours"\nreason = "being mended"\n'
)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project whose page says that the square, which is red, has all colours."""
    root = write_tree(tmp_path / "sub")
    monkeypatch.chdir(root)
    assert main(["build", "--quiet"]) == 0
    page = root / PAGE
    page.write_bytes(page.read_bytes().replace(b"| red ", b"| All "))
    return root


def configure(root, text: str) -> None:
    with (root / "docgen.toml").open("a") as file:
        file.write(text)


BEGINNINGS = {
    "text": "docs/shapes.md:12: error: SQUARE",
    "json": '{\n "schema": 1,',
    "github": "::error file=docs/shapes.md,line=12,title=docgen%3A docs-drift::SQUARE",
    "sarif": '{\n "$schema": ',
    "junit": "<?xml version",
    "markdown": "<!-- docgen check -->",
}


def test_all_forms_are_tested():
    assert list(BEGINNINGS) == list(CHECKS)


@pytest.mark.parametrize(("form", "beginning"), BEGINNINGS.items())
def test_a_form_is_printed_or_written_to_a_file(docgen, root, form, beginning):
    status, out, err = docgen("check", "--format", form)
    assert (status, out.startswith(beginning), err) == (1, True, "")
    assert docgen("check", "--format", form, "--output", "new/report") == (1, "", "")
    assert (root / "new/report").read_text("utf-8") == out
    (root / "new/report").unlink()
    assert docgen("check", "--format", form, "--output", "new/report", "--quiet") == (1, "", "")
    assert (root / "new/report").read_text("utf-8") == out


def test_a_clean_check_annotates_nothing(docgen, root):
    assert main(["build", "--quiet"]) == 0
    assert docgen("check", "--format", "github") == (0, "", "")
    docgen("check", "--format", "github", "--output", "lines")
    assert (root / "lines").read_bytes() == b""


def test_services_get_places_from_where_the_command_runs(docgen, root, monkeypatch):
    monkeypatch.chdir(root.parent)
    assert "file=sub/docs/shapes.md," in docgen("check", "--root", "sub", "--format", "github")[1]
    sarif = json.loads(docgen("check", "--root", "sub", "--format", "sarif")[1])
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "sub/docs/shapes.md"
    (case,) = ET.fromstring(docgen("check", "--root", "sub", "--format", "junit")[1])[0]
    assert case.get("file") == "sub/docs/shapes.md"


def test_a_report_that_cannot_be_written_is_an_error(docgen, root):
    status, out, err = docgen("check", "--output", "docs")
    assert (status, out) == (2, "")
    assert err == "docgen: cannot write docs: Is a directory; to fix: give another --output\n"


def test_the_diff_can_be_left_out(docgen):
    assert "+++ docs/shapes.md (from the code)" in docgen("check")[1]
    assert "+++ docs/shapes.md (from the code)" in docgen("check", "--diff")[1]
    status, out, _ = docgen("check", "--no-diff")
    assert status == 1
    assert "+++" not in out
    assert out.endswith("1 error\nto fix: docgen build\n")


def test_the_diff_is_for_text_alone(docgen):
    status, _, err = docgen("check", "--no-diff", "--format", "json")
    assert status == 2
    assert "--diff and --no-diff have no use with --format json" in err


def test_findings_need_not_fail(docgen, root):
    assert docgen("check", "--exit-zero", "--quiet")[0] == 0
    (root / "docgen.toml").write_text("nonsense")
    assert docgen("check", "--exit-zero", "--quiet")[0] == 2


def test_a_warning_does_not_fail_a_check(docgen, root):
    configure(root, '\n[rules]\ndocs-drift = "warning"\n')
    status, out, _ = docgen("check")
    assert (status, out.startswith("docs/shapes.md:12: warning: SQUARE")) == (0, True)


def test_an_ignored_finding_is_counted_and_told_with_its_reason(docgen, root):
    configure(root, IGNORE)
    assert docgen("check") == (0, "4 cells compared\ndocumentation and code agree, 1 ignored\n", "")
    record = json.loads(docgen("check", "--format", "json")[1])
    assert (record["findings"], record["ignored"][0]["reason"]) == ([], "being mended")
    assert json.loads(docgen("check", "--format", "sarif")[1])["runs"][0]["results"] == []
    (case,) = ET.fromstring(docgen("check", "--format", "junit")[1])[0]
    assert case[0].get("message") == "being mended"
    assert json.loads(docgen("export")[1])["findings"] == []


def test_an_ignore_of_what_was_mended_is_a_warning(docgen, root):
    configure(root, IGNORE)
    assert docgen("build") == (0, f"wrote {PAGE}\n", "")
    status, out, _ = docgen("check")
    assert status == 0
    assert out == (
        "docgen.toml:38: warning: the ignore of docs-drift for SQ* and colours matches no finding "
        "[unused-ignore]\n\n4 cells compared\n1 warning\nto fix: remove the ignore\n"
    )


@pytest.mark.parametrize("command", ["build", "show", "export"])
def test_severities_and_ignores_hold_for_all_commands(docgen, root, command):
    registry = root / "shapes/registry.py"
    registry.write_text(registry.read_text().replace("shapes.square.Square", "shapes.square.Sqare"))
    configure(root, '\n[rules]\ndangling-registry-entry = "warning"\n')
    status, _, err = docgen(command)
    assert status == 0
    assert "warning: the registry names a class that cannot be found" in err
    configure(root, '\n[[ignore]]\nrule = "dangling-registry-entry"\nreason = "a plug-in"\n')
    assert "[dangling-registry-entry]" not in docgen(command)[2]


def test_unknown_answers_are_findings_where_they_are_asked_for(docgen, root):
    circle = root / "shapes/circle.py"
    circle.write_text(circle.read_text().replace("return True", "return open('x').read()"))
    assert "unknown-cell" not in docgen("check")[1]
    configure(root, '\n[rules]\nunknown-cell = "error"\n')
    assert "error: CIRCLE, Round: not known (all scenarios): " in docgen("check", "--no-diff")[1]
