"""Bodies of admonitions and tabs."""

import pytest

from docgen.rendering.bodies import bodies, indented, without


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!! note\n    a\n", ["    a"]),
        ("!!! note\n\n    a\n\n    b\n\nc\n", ["\n    a\n\n    b"]),
        ('=== "A"\n\n    a\n\n=== "B"\n\n    b', ["\n    a", "\n    b"]),
        ("???+ note\n    a\n    !!! note\n        b\n", ["    a\n    !!! note\n        b"]),
        ("- x\n\n    !!! note\n\n        a\n", ["\n        a"]),
        ("!!! note\n\nno body\n", []),
        ("A === b\n\n    code\n", []),
        ("```\n!!! note\n    a\n```\n", []),
    ],
)
def test_where_they_are(text, expected):
    assert [text[body.start : body.end] for body in bodies(text)] == expected


def test_a_body_taken_out_keeps_its_lines_and_goes_back():
    text = "!!! note\n    a\n\n      b\n    c\nd"
    (body,) = bodies(text)
    out = body.taken_out(text)
    assert out == "\na\n\n  b\nc"
    assert body.put_back(out, text) == text[body.start : body.end]


def test_without_bodies_everything_else_stays_where_it_is():
    text = "!!! note\n    a\n\n    b\nc"
    assert without(bodies(text), text) == "!!! note\n     \n\n     \nc"


def test_empty_lines_are_not_indented():
    assert indented("a\n\nb\n", "  ") == "  a\n\n  b\n"
