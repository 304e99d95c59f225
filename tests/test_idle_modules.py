"""Patterns under `modules` that no module matches: a module that was renamed does not take its rows along in silence."""

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main

CONFIG = """packages = ["shapes"]
[discovery]
kind = "subclasses"
path = "shapes.base.Shape"
modules = ["shapes.circle", "shapes.square"]
[[capability]]
key = "round"
header = "Round"
probe = "cls.is_round()"
[[page]]
path = "docs/shapes.md"
"""


@pytest.fixture
def root(tmp_path):
    write_tree(tmp_path, {**FILES, "docgen.toml": CONFIG, "docs/shapes.md": ""})
    (tmp_path / "docs/shapes.md").write_text("<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n")
    assert main(["build", "--quiet", "--root", str(tmp_path)]) == 0
    return tmp_path


def test_patterns_that_are_matched_are_no_finding(root):
    assert main(["check", "--quiet", "--root", str(root)]) == 0


def test_a_module_that_was_renamed_is_told_at_its_pattern(root, capsys):
    (root / "shapes/square.py").rename(root / "shapes/squares.py")
    expected = "docgen.toml:5: error: no module matches 'shapes.square' under `modules`, did you mean 'shapes.squares'?"
    for command in ("check", "build", "check"):
        assert main([command, "--root", str(root)]) == 1
        output = capsys.readouterr()
        assert f"{expected} [idle-setting]" in output.out + output.err


def test_a_single_pattern_without_modules_stops_the_run(root, capsys):
    config = root / "docgen.toml"
    config.write_text(CONFIG.replace('"shapes.circle", "shapes.square"', '"shapes.oval"'))
    assert main(["check", "--root", str(root)]) == 2
    assert "docgen.toml:5: no module matches shapes.oval" in capsys.readouterr().err
