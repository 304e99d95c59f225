from pathlib import Path

from findings import DRIFT
from tiny_project import make_config, place

from docgen.model.finding import Finding, Rule, Severity
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import PageState
from docgen.reporters.text import check_text

STATE = PageState(PageFile(Path("docs/shapes.md"), "docs/shapes.md", "| a |\n| red |\n"), "| a |\n| All |\n")


def test_a_difference_names_both_places_then_the_diff_then_the_command():
    assert (
        check_text([DRIFT], [STATE], make_config())
        == """\
docs/shapes.md:2: error: CIRCLE, Colours: the docs say red, the code says All [docs-drift]
  backend    CIRCLE
  column     Colours (colours)
  docs say   red  (docs/shapes.md:2)
  code says  All  (shapes/circle.py:4)

--- docs/shapes.md (as it is)
+++ docs/shapes.md (from the code)
@@ -1,2 +1,2 @@
 | a |
-| red |
+| All |

1 error
to fix: docgen build"""
    )


def test_no_findings():
    assert check_text([], [STATE], make_config()) == "documentation and code agree"


def test_findings_of_the_code_alone_show_no_diff():
    warning = Finding(
        rule=Rule.DANGLING_REGISTRY_ENTRY,
        severity=Severity.WARNING,
        message="no class",
        code_location=place(4),
    )
    assert (
        check_text([warning, warning], [STATE], make_config())
        == """\
shapes/circle.py:4: warning: no class [dangling-registry-entry]

shapes/circle.py:4: warning: no class [dangling-registry-entry]

2 warnings"""
    )


def test_a_missing_page_is_shown_as_new():
    state = PageState(PageFile(Path("docs/shapes.md"), "docs/shapes.md", None), "new\n")
    assert "--- no file\n" in check_text([DRIFT], [state], make_config())


def test_a_paragraph_is_cut_in_the_list_of_findings():
    long = Finding(
        rule=Rule.DOCS_DRIFT, severity=Severity.ERROR, message="m", documented="word " * 100, expected=""
    )
    text = check_text([long], [], make_config())
    assert "word ...\n  code says  nothing" in text
    assert max(map(len, text.splitlines())) < 180


def test_what_is_ignored_is_counted():
    assert check_text([], [], make_config(), ignored=2) == "documentation and code agree, 2 ignored"
    assert "\n1 error, 1 ignored\n" in check_text([DRIFT], [], make_config(), ignored=1)
