"""Rows from the entry points of a project."""

import pytest
from rows import answers, introspected, places
from tiny_project import write_tree

from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError

PYPROJECT = """[project]
name = "pkg"

[project.entry-points."pkg.shapes"]
small = "pkg.shapes:Small"
inner = "pkg.shapes:Small.Inner"
whole = "pkg.shapes [extra]"
other = "elsewhere:Other"
gone = "pkg.gone:Gone"

[tool.poetry.plugins."pkg.poetic"]
large = "pkg.shapes:Large"
"""
SHAPES = "size = 9\n\n\nclass Small:\n    size = 1\n\n    class Inner:\n        size = 4\n\n\nclass Large:\n    size = 2\n"


def found(root, path, text=PYPROJECT, **options):
    files = {"pkg/shapes.py": SHAPES, "pyproject.toml": text}
    return introspected(root, files, DiscoveryKind.ENTRY_POINTS, path, **options)


def test_rows_are_the_entry_points_of_a_group(tmp_path):
    model = found(tmp_path, "pkg.shapes")
    assert answers(model) == {"small": 1, "inner": 4, "whole": 9, "other": "UNKNOWN", "gone": "UNKNOWN"}
    assert [finding.backend for finding in model.findings] == ["other", "gone"]
    assert places(model)["other"] == "pyproject.toml:8"


def test_a_group_of_another_tool(tmp_path):
    assert answers(found(tmp_path, "pkg.poetic")) == {"large": 2}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "declares no group of entry points 'pkg.shapes'; to fix: .*it declares none"),
        (PYPROJECT.replace('pkg.shapes"]', 'pkg.other"]'), "to one of: pkg.other, pkg.poetic"),
        ("[project", "pyproject.toml is not TOML"),
    ],
)
def test_a_group_that_is_not_there(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        found(tmp_path, "pkg.shapes", text)


def test_a_project_without_the_file(tmp_path):
    write_tree(tmp_path, {})
    with pytest.raises(ConfigError, match=r"there is no pyproject\.toml under the root"):
        introspected(tmp_path, {"pkg/shapes.py": SHAPES}, DiscoveryKind.ENTRY_POINTS, "pkg.shapes")
