"""Every rule on an input on which it fires: a project that is as it should be, and what is done to it."""

import json
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree
from verify.measured_project import measure, write_project

from docgen.cli.main import main
from docgen.model.finding import Rule

PAGE = "docs/shapes.md"
REGIONS = '\n[[page]]\npath = "docs/mine.md"\n'
CLAIMS = '\n[[claims]]\npath = "README.md"\ntable = [{ heading = "T" }]\ncolumns = { Round = "round" }\n'
TABLE = "# T\n\n| Shape | Round |\n| - | - |\n| CIRCLE | yes |\n| SQUARE | no |\n"
IGNORE = '\n[[ignore]]\nrule = "docs-drift"\nreason = "nothing is wrong"\n'

Step = tuple[str, str, str]
"""A file, a text in it, and what takes its place; an empty text adds to its end."""

INPUTS: dict[Rule, tuple[list[Step], tuple[str, ...]]] = {
    Rule.DOCS_DRIFT: ([(PAGE, "| red ", "| blue ")], ()),
    Rule.MISSING_ROW: ([(PAGE, "| [SQUARE]", "| [CIRCLE]")], ()),
    Rule.EXTRA_ROW: ([(PAGE, "| [SQUARE]", "| [STAR]")], ()),
    Rule.MISSING_COLUMN: ([(PAGE, "| Colours |", "| Colors  |")], ()),
    Rule.EXTRA_COLUMN: ([(PAGE, "| Colours |", "| Colors  |")], ()),
    Rule.MISSING_PAGE: ([("docgen.toml", "", CLAIMS)], ()),
    Rule.HAND_EDITED_REGION: (
        [
            ("docgen.toml", "", REGIONS),
            ("docs/mine.md", "", "<!-- docgen:begin legend -->\nmine\n<!-- docgen:end 00000000 -->\n"),
        ],
        (),
    ),
    Rule.DANGLING_REGISTRY_ENTRY: ([("shapes/registry.py", "square.Square", "square.Gone")], ()),
    Rule.OVERCLAIM: ([("docgen.toml", "", CLAIMS), ("README.md", "", TABLE.replace("| no", "| yes"))], ()),
    Rule.UNDERCLAIM: ([("docgen.toml", "", CLAIMS), ("README.md", "", TABLE.replace("| yes", "| no"))], ()),
    Rule.UNREAD_CELL: ([("docgen.toml", "", CLAIMS), ("README.md", "", TABLE.replace("| no", "| soon"))], ()),
    Rule.EMPTY_CELL: ([("docgen.toml", "", CLAIMS), ("README.md", "", TABLE.replace("| no", "| "))], ()),
    Rule.UNCOMPARED_CLAIM: (
        [
            ("docgen.toml", "", CLAIMS),
            ("README.md", "", TABLE),
            ("shapes/circle.py", "return True", "return bool(open('x').read())"),
        ],
        (),
    ),
    Rule.EMPTY_TABLE: (
        [("docgen.toml", "", CLAIMS), ("README.md", "", TABLE.partition("| CIRCLE")[0])],
        (),
    ),
    Rule.MALFORMED_TABLE: (
        [
            ("docgen.toml", "", CLAIMS.replace("README.md", "mine.rst")),
            ("mine.rst", "", "T\n=\n\n====== =====\nShape  Round\n====== =====\nCIRCLEs yes\n====== =====\n"),
        ],
        (),
    ),
    Rule.NO_BACKENDS: (
        [("shapes/registry.py", '    CIRCLE = "shapes.circle.Circle"\n    SQUARE = "shapes.square.Square"', "    pass")],
        (),
    ),
    Rule.NOTHING_COMPARED: ([("docgen.toml", FILES["docgen.toml"].partition("[[page]]")[2], ""), ("docgen.toml", "[[page]]", "")], ()),
    Rule.UNKNOWN_CELL: (
        [
            ("docgen.toml", "", '\n[rules]\nunknown-cell = "warning"\n'),
            ("shapes/circle.py", "return True", "return bool(open('x').read())"),
        ],
        (),
    ),
    Rule.UNREADABLE_SOURCE: ([("shapes/circle.py", "class Circle", "class class")], ()),
    Rule.STATIC_RUNTIME_CONFLICT: (
        [
            ("shapes/patch.py", "", "from shapes.circle import Circle\nCircle.is_round = classmethod(lambda cls: False)\n"),
            ("shapes/registry.py", "", "from shapes.helper import NAME\ndef name(): return NAME\n"),
            ("shapes/helper.py", "", "import shapes.patch\nNAME = 'shapes'\n"),
        ],
        ("--runtime",),
    ),
    Rule.FAILED_IMPORT: ([("shapes/circle.py", "from shapes.base", "import elsewhere_not_there\nfrom shapes.base")], ("--runtime",)),
    Rule.UNKNOWN_NAME: ([("docgen.toml", "[discovery]", '[discovery]\nname = "cls.gone"')], ()),
    Rule.STALE_EVIDENCE: ([("shapes/circle.py", "return True", "return not False")], ()),
    Rule.UNVERIFIED_CLAIM: ([("docgen.toml", "[verify]", '[verify]\nrequire = ["round", "colours"]'), ("evidence/host.jsonl", '"CIRCLE"', '"RING"')], ()),
    Rule.DEPRECATED_MARKER: (
        [("docgen.toml", "", REGIONS), ("docs/mine.md", "", "<!-- docgen:begin legend -->\n<!-- docgen:end -->\n\n<!-- docgen:legend -->\n")],
        (),
    ),
    Rule.BROKEN_MARKER: ([("docgen.toml", "", REGIONS), ("docs/mine.md", "", "<!-- docgen:begin legend -->\n")], ()),
    Rule.IDLE_SETTING: ([("docgen.toml", "", CLAIMS + 'names = { RING = "CIRCLE" }\n'), ("README.md", "", TABLE)], ()),
    Rule.UNUSED_IGNORE: ([("docgen.toml", "", IGNORE)], ()),
}  # fmt: skip


MEASURED = {Rule.STALE_EVIDENCE, Rule.UNVERIFIED_CLAIM}
"""Rules about evidence, which takes a project that has some."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_tree(tmp_path)
    assert main(["build", "--quiet", "--root", str(tmp_path)]) == 0
    return tmp_path


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.value)
def test_a_rule_fires(rule, root, capsys, request):
    steps, options = INPUTS[rule]
    if rule is Rule.STATIC_RUNTIME_CONFLICT:
        # Of a large tree, the source does not see what imports do.
        request.getfixturevalue("_large_trees")
    if rule in MEASURED:
        measure(write_project(root))
        assert main(["build", "--quiet", "--root", str(root)]) == 0
    for name, text, instead in steps:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.read_bytes().decode() if path.exists() else ""
        assert text in there, f"{name} has no {text!r}"
        path.write_bytes((there.replace(text, instead, 1) if text else there + instead).encode())
    main(["check", "--root", str(root), "--format", "json", *options])
    found = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["rule"] == rule.value]
    assert found
    assert all(each["remedy"] for each in found), "a finding says what fixes it"
    assert all(each["docs_location"] or each["code_location"] for each in found)


def test_a_project_that_is_as_it_should_be_fires_none(root, capsys):
    assert main(["check", "--root", str(root), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
