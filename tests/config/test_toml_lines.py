import pytest

from docgen.config.toml_lines import key_lines, line_of

TEXT = """# a comment
packages = ["a"]
[discovery] # comment
kind = "enum"
[[scenario]]
name = "x"
assume = { "a.b" = "1" }
[[scenario]]
name = "y"
[scenario.assume]
"a.b" = "2"
[tool . docgen]
a.b = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("packages",), 2),
        (("discovery",), 3),
        (("discovery", "kind"), 4),
        (("scenario", 0), 5),
        (("scenario", 0, "name"), 6),
        (("scenario", 0, "assume", "a.b"), 7),
        (("scenario", 1, "name"), 9),
        (("scenario", 1, "assume"), 10),
        (("scenario", 1, "assume", "a.b"), 11),
        (("tool", "docgen"), 12),
        (("tool", "docgen", "a", "b"), 13),
        (("discovery", "gone"), 3),
        (("gone",), 1),
    ],
)
def test_the_line_of_a_key_or_of_what_is_around_it(path, line):
    assert line_of(key_lines(TEXT), path) == line
