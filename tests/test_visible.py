"""Untrusted texts in every stream: nothing moves a cursor, reverses a line, or gives a service a command."""

import json
import re
import sys
import unicodedata

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main
from docgen.visible import inert, inert_json, inert_xml, visible, visible_line

OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
KEPT = "\u200c\u200d\u00ad"
ATTACK = "\x1b[2J\x07\r\n::error::forged\n ::set-output name=x::y\n##[error]old\u202e\u2066\u200b\x85\u2028\x9b31m\x7f"
"""Text that a name, a docstring or a value may hold."""


def obeyed(text: str) -> list[str]:
    """Return what a reader's terminal would obey, beside line ends."""
    return [c for c in text if unicodedata.category(c) in OBEYED and c not in "\n\t" + KEPT]


def commands(text: str) -> list[str]:
    """Lines that a build service takes for commands; those that are docgen's own say so in their title."""
    lines = [line.strip() for line in re.split("[\r\n]", text)]
    return [line for line in lines if (line.startswith("::") and "title=docgen" not in line) or "##[" in line]


def test_no_character_is_forgotten():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        hidden = unicodedata.category(character) in OBEYED and character not in KEPT
        assert (visible_line(character) != character) is hidden, hex(code)
        assert (visible(character) != character) is (hidden and character not in "\n\t"), hex(code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a::b\n::c", "a::b\n\\x3a:c"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("\t::x\n\n::y", "\t\\x3a:x\n\n\\x3a:y"),
        ("x ##[error]y", "x \\x23#[error]y"),
        ("##vso[task.x]", "\\x23#vso[task.x]"),
        ("##teamcity[x]", "\\x23#teamcity[x]"),
        ("## heading, #1", "## heading, #1"),
        ("\x1b[31m", "\\x1b[31m"),
        ("família ✅ 中文 שלום", "família ✅ 中文 שלום"),
    ],
)
def test_output_gives_no_commands(text, expected):
    assert inert(text) == expected


def test_documents_mean_the_same():
    text = json.dumps({"a": "##[error]"})
    assert commands(inert_json(text)) == []
    assert json.loads(inert_json(text)) == {"a": "##[error]"}
    assert inert_xml("<a>\n::x ##[y]</a>") == "<a>\n&#58;:x &#35;#[y]</a>"


FORMS = ["text", "json", "github", "sarif", "junit", "markdown"]


@pytest.fixture
def hostile(tmp_path):
    """A project whose names, docstrings, values, headers, scenarios, pages and errors are all hostile."""
    quoted = json.dumps(ATTACK)
    text = repr(ATTACK)
    files = dict(FILES)
    files["shapes/registry.py"] = (
        "import enum\n"
        f"ShapeEnum = enum.Enum('ShapeEnum', {{{text}: 'shapes.circle.Circle', 'SQUARE': 'shapes.square.Square',"
        f" 'GONE': 'shapes.gone.' + {text}}})\n"
    )
    files["shapes/circle.py"] = (
        f"from shapes.base import Shape\n\n\nclass Circle(Shape):\n    {text}\n\n    @classmethod\n"
        f"    def is_round(cls):\n        {text}\n        return {text}\n"
    )
    files["shapes/square.py"] = (
        "from shapes.base import Shape\n\n\nclass Square(Shape):\n    @classmethod\n"
        f"    def is_round(cls):\n        raise ValueError({text})\n"
    )
    files["shapes/world.py"] = f"dimensions = 2\n\n\ndef preferred():\n    return [{text}]\n"
    files["docgen.toml"] = (
        FILES["docgen.toml"]
        .replace('"Round"', quoted)
        .replace('"Order"', quoted)
        .replace('name = "solid"', f"name = {quoted}")
    )
    files["docs/shapes.md"] = f"# Shapes\n\n| Backend | Colours |\n| --- | --- |\n| x | {ATTACK} |\n"
    return write_tree(tmp_path, files)


def streams(capfd, root, *command: str) -> str:
    main([*command, "--root", str(root)])
    out, err = capfd.readouterr()
    return f"{out}\n{err}"


@pytest.mark.parametrize(
    "command",
    [
        *(["check", "--format", form] for form in FORMS),
        ["check", "--verbose"],
        ["show"],
        ["show", "--verbose"],
        ["export"],
        ["export", "--inputs"],
        ["build", "--verbose"],
        ["build", "--quiet"],
        ["check", "--scenario", ATTACK.replace("\n", "")],
        ["check", "--scenario", "x\n::error::forged\x1b"],
        ["check", "--profile", "x\n::error::forged\x1b"],
        ["check", "--config", "x\n::error::forged\x1b"],
        ["check", "--no-such\n::error::forged\x1b"],
        ["explain", "x\n::error::forged\x1b=1"],
        ["diff", "x\n::error::forged\x1b"],
    ],
)
def test_no_stream_obeys_a_stranger(hostile, capfd, command):
    said = streams(capfd, hostile, *command)
    assert obeyed(said) == []
    assert commands(said) == []


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_nor_does_a_difference(hostile, tmp_path_factory, capfd, form):
    other = write_tree(tmp_path_factory.mktemp("other"), FILES)
    main(["diff", str(other), str(hostile), "--format", form, "--root", str(hostile)])
    said = "\n".join(capfd.readouterr())
    assert "forged" in said
    assert obeyed(said) == []
    assert commands(said) == []


@pytest.mark.parametrize("form", FORMS)
def test_nor_does_an_error(tmp_path, capfd, form):
    """Errors name files, keys and texts of the documented project."""
    for number, (name, text) in enumerate(
        {
            "shapes/circle.py": f"x = (\n# {ATTACK}",
            "docgen.toml": FILES["docgen.toml"] + '\n"\\u001b[2J\\n::error::forged" = 1\n',
            "docs/shapes.md": f"<!-- docgen:begin {ATTACK} -->\n<!-- docgen:end -->\n",
            "shapes/registry.py": f"import enum\nclass ShapeEnum(enum.Enum):\n    A = {ATTACK!r}\n",
        }.items()
    ):
        root = write_tree(tmp_path / str(number), FILES | {name: text})
        said = streams(capfd, root, "check", "--format", form)
        assert obeyed(said) == [], name
        assert commands(said) == [], name


def test_a_page_holds_nothing_that_is_obeyed(hostile, capfd):
    (hostile / "docs/shapes.md").unlink()
    main(["build", "--root", str(hostile)])
    capfd.readouterr()
    page = (hostile / "docs/shapes.md").read_text()
    assert "forged" in page
    assert obeyed(page) == []
    assert commands(page) == []
