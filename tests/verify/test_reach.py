"""Edits, and the claims that are measured again for them."""

from __future__ import annotations

import pytest

EDITS = {
    "a comment and a docstring": (
        "shapes/circle.py",
        '"""Round."""',
        '"""As round as can be."""  # it is',
        set(),
    ),
    "one backend": (
        "shapes/circle.py",
        "return colour in (Colour.RED, Colour.BLUE)",
        "return colour in {Colour.BLUE, Colour.RED}",
        {"CIRCLE, colours BLUE", "CIRCLE, colours RED", "CIRCLE, round"},
    ),
    "what backends share": (
        "shapes/base.py",
        "return False",
        "return bool(0)",
        {"CIRCLE, colours BLUE", "CIRCLE, colours RED", "CIRCLE, round"}
        | {"SQUARE, colours BLUE", "SQUARE, colours RED", "SQUARE, round"},
    ),
    "what none of them imports": ("shapes/world.py", "dimensions = 2", "dimensions = 3", set()),
}


@pytest.mark.parametrize(("path", "old", "new", "again"), EDITS.values(), ids=EDITS)
def test_an_edit_is_measured_again_where_it_was_reached(project, path, old, new, again):
    project.run("--docgen-target", "host", "checks").assert_outcomes(passed=6)
    before = project.evidence()
    project.edit(path, old, new)
    run = ("--docgen-target", "host", "--docgen-changed", "checks")
    project.run(*run).assert_outcomes(passed=len(again), deselected=6 - len(again))
    after = project.evidence()
    assert {claim for claim in after if after[claim].digest != before[claim].digest} == again


def test_nothing_is_measured_twice(project):
    run = ("--docgen-target", "host", "--docgen-changed", "checks")
    project.run(*run).assert_outcomes(passed=6)
    project.run(*run).assert_outcomes(deselected=6)


@pytest.mark.parametrize("scope", ["module", "session"])
def test_a_fixture_of_several_tests_is_reached_by_them_all(project, scope):
    fixture = f'''
import pytest


@pytest.fixture(scope="{scope}")
def order():
    from shapes.world import preferred
    return preferred()


@claims("round")'''
    project.edit("checks/test_shapes.py", '@claims("round")', fixture)
    project.edit("checks/test_shapes.py", "test_round(", "test_round(order, ")
    project.run("--docgen-target", "host", "checks")
    project.edit("shapes/world.py", "dimensions = 2", "dimensions = 1 + 1")
    run = ("--docgen-target", "host", "--docgen-changed", "checks")
    project.run(*run).assert_outcomes(passed=2, deselected=4)


def test_a_process_that_a_test_starts_tells_what_it_reached(project):
    project.edit(
        "checks/test_shapes.py",
        "(claim, declared):",
        "(claim, declared, record_property):\n    record_property('docgen_reach', 'shapes.world')",
    )
    project.run("--docgen-target", "host", "checks")
    project.edit("shapes/world.py", "dimensions = 2", "dimensions = 1 + 1")
    run = ("--docgen-target", "host", "--docgen-changed", "checks")
    project.run(*run).assert_outcomes(passed=2, deselected=4)


def test_a_class_of_which_nothing_ran_is_reached_all_the_same(project):
    (project.root / "checks/test_own.py").write_text(
        "import pytest\n\n\n@pytest.mark.docgen(backend='CIRCLE', capability='round')\ndef test_own(): pass\n"
    )
    project.edit("shapes/registry.py", "shapes.circle.Circle", "shapes.ring.Ring")
    (project.root / "shapes/ring.py").write_text(
        "from shapes.circle import Circle\n\n\nclass Ring(Circle): pass\n"
    )
    project.run("--docgen-target", "host", "checks/test_own.py").assert_outcomes(passed=1)
    reached = project.reach("CIRCLE, round")
    assert "shapes.ring" in reached
    assert "shapes.base" in reached
