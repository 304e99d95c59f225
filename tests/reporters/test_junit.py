"""JUnit XML, read back by a parser."""

from xml.etree import ElementTree as ET

from findings import ALL, DRIFT, HOSTILE, IGNORED, WARNING
from tiny_project import make_config

from docgen.reporters.junit import check_junit


def suite(findings, ignored=()):
    (suite,) = ET.fromstring(check_junit(findings, ignored, make_config()))
    return suite


def test_an_error_fails_its_case():
    (case,) = suite([DRIFT])
    assert case.attrib == {
        "classname": "docgen.docs-drift",
        "name": f"docs/shapes.md:2: {DRIFT.message}",
        "file": "docs/shapes.md",
        "line": "2",
    }
    (failure,) = case
    assert (failure.tag, failure.get("type"), failure.get("message")) == (
        "failure",
        "docs-drift",
        DRIFT.message,
    )
    assert "code says  All  (shapes/circle.py:4)" in failure.text
    assert failure.text.endswith("to fix: docgen build")


def test_a_warning_passes_with_its_text():
    (case,) = suite([WARNING])
    assert [each.tag for each in case] == ["system-out"]
    assert case[0].text == "shapes/circle.py:7: warning: no class [dangling-registry-entry]"


def test_what_is_ignored_is_skipped_with_the_reason():
    (case,) = suite([], [IGNORED])
    assert [(each.tag, each.get("message")) for each in case] == [("skipped", "known & accepted")]


def test_counts():
    counts = suite(ALL, [IGNORED]).attrib
    assert counts == {
        "name": "docgen check",
        "tests": "6",
        "failures": "4",
        "errors": "0",
        "skipped": "1",
    }


def test_no_findings_are_one_case_that_passes():
    found = suite([])
    (case,) = found
    assert (found.get("tests"), found.get("failures"), list(case)) == ("1", "0", [])
    assert case.get("name") == "documentation and code agree"


def test_any_text_gives_xml_in_ascii():
    text = check_junit([HOSTILE], [], make_config())
    assert text.isascii()
    (case,) = suite([HOSTILE])
    assert case[0].get("message").startswith('100% | <b> `x` & "y", a: b')
    assert r"second\x00 \x1b[0m ✅ ]]>" in case[0].text
