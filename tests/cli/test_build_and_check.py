"""Pages that `build` writes and `check` compares."""

import json
import subprocess
import sys

from shapes_page import PAGE, edit, state_of
from tiny_project import write_tree

from docgen.cli.main import main

NOTHING = "nothing to write: 1 page is as the code says\n"


def test_build_writes_the_page_and_check_agrees(docgen, root):
    assert docgen("build") == (0, f"wrote {PAGE}\n", "")
    text = (root / PAGE).read_text()
    assert "| [CIRCLE](../shapes/circle.py#L5) | All     | ✅    |" in text
    assert "| [SQUARE](../shapes/square.py#L4) | red     | ❌    |" in text
    assert "- **flat**: CIRCLE, SQUARE\n- **solid**: SQUARE\n" in text
    assert docgen("check") == (0, "4 cells compared\ndocumentation and code agree\n", "")


def test_a_second_build_touches_nothing(docgen, page):
    before = state_of(page)
    assert docgen("build") == (0, NOTHING, "")
    assert docgen("build", "-v") == (0, f"{PAGE} is as it should be\n{NOTHING}", "")
    assert docgen("build", "-q") == (0, "", "")
    assert state_of(page) == before


def test_builds_at_once_all_end_well(root):
    command = [sys.executable, "-m", "docgen", "build", "--quiet"]
    builds = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0)] * 4
    assert main(["check", "-q"]) == 0
    assert [path.name for path in (root / PAGE).parent.iterdir()] == ["shapes.md"]


def test_check_names_the_cell_and_both_places_and_writes_nothing(docgen, page, root):
    edit(root / "shapes/circle.py", "(Colour.RED, Colour.BLUE)", "(Colour.BLUE,)")
    before = page.read_bytes()
    status, out, _ = docgen("check")
    assert status == 1
    assert "CIRCLE, Colours: the docs say All, the code says blue [docs-drift]" in out
    assert "docs say   All  (docs/shapes.md:11)" in out
    assert "code says  blue  (shapes/circle.py:9)" in out
    assert "+| [CIRCLE](../shapes/circle.py#L5) | blue    | ✅    |" in out
    assert out.endswith("to fix: docgen build\n")
    assert page.read_bytes() == before
    assert docgen("build")[0] == 0
    assert docgen("check")[0] == 0


def test_check_as_json(docgen, page):
    edit(page, "| red ", "| All ")
    status, out, _ = docgen("check", "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert (finding["backend"], finding["capability"]) == ("SQUARE", "colours")
    assert (finding["docs_location"], finding["code_location"]) == ("docs/shapes.md:12", "shapes/base.py:6")


def test_a_quiet_check_says_it_by_its_status(docgen, page):
    assert docgen("check", "--quiet") == (0, "", "")
    edit(page, "| red ", "| All ")
    assert docgen("check", "--quiet") == (1, "", "")


def test_a_verbose_check_lists_what_was_read(docgen, page):
    assert "read shapes/circle.py\n" in docgen("check", "-v")[2]


def test_a_missing_page_is_a_finding(docgen):
    status, out, _ = docgen("check")
    assert status == 1
    assert "the page docs/shapes.md does not exist [missing-page]" in out


def test_windows_line_ends_are_kept_and_no_difference(docgen, page):
    windows = page.read_bytes().replace(b"\n", b"\r\n")
    page.write_bytes(windows)
    assert docgen("check")[0] == 0
    assert docgen("build") == (0, NOTHING, "")
    edit(page, "| red ", "| All ")
    docgen("build")
    assert page.read_bytes() == windows


def test_the_remedy_repeats_the_options_that_led_there(docgen, root):
    _, out, _ = docgen("check", "--root", str(root), "--scenario", "flat")
    assert out.endswith(f"to fix: docgen build --root {root}\n")


def test_a_build_that_stops_has_written_nothing(docgen, root):
    edit(root / "docgen.toml", "[[page]]", '[[page]]\npath = "a.md"\n\n[[page]]')
    write_tree(root, {"a.md": "<!-- docgen:begin table=support -->\nx\n<!-- docgen:end 00000000 -->\n"})
    assert docgen("build")[0] == 2
    assert not (root / PAGE).exists()


def test_a_build_without_pages_says_that(docgen, root):
    text = (root / "docgen.toml").read_text(encoding="utf-8")
    (root / "docgen.toml").write_text(text.partition("[[page]]")[0], encoding="utf-8")
    assert docgen("build") == (0, "nothing to write: no page is configured\n", "")
