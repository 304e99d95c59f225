"""Configured lists whose expression asks for what a release may not have."""

import pytest
from tiny_project import FILES, write_tree

from docgen.config import load_config
from docgen.model.cell import State
from docgen.project.introspection import introspect


@pytest.mark.parametrize(
    ("expression", "state"),
    [
        ("shapes.world.preferred()", State.KNOWN),
        ("shapes.world.preferences()", State.NOT_DECLARED),
        ("shapes.galaxy.preferred()", State.NOT_DECLARED),
        ("shapes.world.preferred() if shapes.world.dimensions else shapes.world.preferences()", State.KNOWN),
        # What the code itself stumbles on is no missing declaration.
        ("shapes.circle.Circle.is_square()", State.UNKNOWN),
    ],
)
def test_a_list(tmp_path, expression, state):
    configuration = FILES["docgen.toml"].replace("shapes.world.preferred()", expression)
    root = write_tree(tmp_path, FILES | {"docgen.toml": configuration})
    model = introspect(root, load_config(root))
    assert {answer.cell.state for answer in model.lists} == {state}
