"""Workflow commands, read back as the runner reads them."""

import re

from findings import ALL, DRIFT, HOSTILE, NOWHERE, WARNING
from tiny_project import make_config

from docgen.reporters.github import check_github

COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<message>.*)")


def unescaped(text: str, escapes: str) -> str:
    """Escapes undone, those of the percent sign last, as the runner does it."""
    for code in escapes.split():
        text = text.replace(f"%{code}", chr(int(code, 16)))
    return text.replace("%25", "%")


def read(line: str) -> tuple[str, dict[str, str], str]:
    match = COMMAND.fullmatch(line)
    assert match, line
    pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
    properties = {name: unescaped(value, "0D 0A 3A 2C") for name, value in pairs}
    return match["name"], properties, unescaped(match["message"], "0D 0A")


def commands(findings):
    return [read(line) for line in check_github(findings, make_config()).split("\n")]


def test_an_error_annotates_the_line_of_the_page():
    assert check_github([DRIFT], make_config()).startswith(
        "::error file=docs/shapes.md,line=2,title=docgen%3A docs-drift::CIRCLE, Colours: the docs say red"
    )
    ((_, _, message),) = commands([DRIFT])
    assert "\ncode says  All  (shapes/circle.py:4)\n" in message
    assert message.endswith("\nto fix: docgen build")


def test_a_warning_annotates_the_code_where_there_is_no_page():
    ((name, properties, message),) = commands([WARNING])
    assert (name, message) == ("warning", "no class")
    assert properties == {
        "file": "shapes/circle.py",
        "line": "7",
        "title": "docgen: dangling-registry-entry",
    }


def test_what_would_end_a_command_or_a_property_comes_through():
    ((_, properties, message),) = commands([HOSTILE])
    assert properties["file"] == HOSTILE.code_location.path
    assert message == HOSTILE.message.replace("\0", r"\x00").replace("\x1b", r"\x1b")
    line = check_github([HOSTILE], make_config())
    assert "file=a%2C b%3A 100%25/ü ñ.py,line=3," in line
    assert "::100%25 | <b>" in line
    assert "a: b%0D%0Asecond" in line


def test_a_finding_without_a_place_names_no_file():
    ((_, properties, _),) = commands([NOWHERE])
    assert list(properties) == ["title"]


def test_a_line_for_each_finding_and_none_for_none():
    assert len(commands(ALL)) == len(ALL)
    assert check_github([], make_config()) == ""
