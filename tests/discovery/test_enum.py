"""Rows from an Enum of dotted paths."""

import pytest
from rows import answers, config, introspected, places
from tiny_project import write_tree

from docgen.config.schema import DiscoveryKind, Scenario
from docgen.errors import ConfigError, SourceError
from docgen.model.cell import State
from docgen.model.finding import Rule
from docgen.project.introspection import introspect

SHAPES = """class Small:
    '''A small one.

    Longer.
    '''
    size = 1


class Large(Small):
    size = 2
"""


def registry(*lines: str) -> dict[str, str]:
    body = "\n    ".join(lines)
    return {"pkg/registry.py": f"import enum\n\n\nclass Registry(enum.Enum):\n    {body}\n"}


def found(root, files, **options):
    return introspected(
        root, {"pkg/shapes.py": SHAPES, **files}, DiscoveryKind.ENUM, "pkg.registry.Registry", **options
    )


def test_rows_are_the_members_in_their_order(tmp_path):
    model = found(tmp_path, registry('LARGE = "pkg.shapes.Large"', 'SMALL = "pkg.shapes.Small"'))
    assert answers(model) == {"LARGE": 2, "SMALL": 1}
    assert places(model) == {"LARGE": "pkg/shapes.py:9", "SMALL": "pkg/shapes.py:1"}
    assert [backend.object for backend in model.backends] == ["pkg.shapes.Large", "pkg.shapes.Small"]
    assert model.backends[1].summary == "A small one."
    assert not model.findings


def test_an_alias_is_a_row_for_people_select_by_its_name(tmp_path):
    model = found(
        tmp_path, registry('SMALL = "pkg.shapes.Small"', 'TINY = "pkg.shapes.Small"', "LITTLE = SMALL")
    )
    assert answers(model) == {"SMALL": 1, "TINY": 1, "LITTLE": 1}
    assert places(model) == dict.fromkeys(["SMALL", "TINY", "LITTLE"], "pkg/shapes.py:1")


@pytest.mark.parametrize("placeholder", ["None", '""'])
def test_a_placeholder_is_no_row(tmp_path, placeholder):
    model = found(tmp_path, registry(f"CUSTOM = {placeholder}", 'SMALL = "pkg.shapes.Small"'))
    assert answers(model) == {"SMALL": 1}
    assert not model.findings


def test_a_value_may_be_computed(tmp_path):
    files = {
        "pkg/registry.py": 'import enum\n\nAT = "pkg.shapes"\n\n\nclass Registry(enum.Enum):\n    LARGE = f"{AT}.Large"\n'
    }
    assert answers(found(tmp_path, files)) == {"LARGE": 2}


def test_a_class_may_be_reexported(tmp_path):
    files = {"pkg/api.py": "from pkg.shapes import Large\n", **registry('LARGE = "pkg.api.Large"')}
    model = found(tmp_path, files)
    assert answers(model) == {"LARGE": 2}
    assert places(model) == {"LARGE": "pkg/shapes.py:9"}
    assert model.backends[0].object == "pkg.shapes.Large"


def test_skipped_names_are_no_rows(tmp_path):
    files = registry('SMALL = "pkg.shapes.Small"', 'GONE = "pkg.nowhere.Gone"')
    model = found(tmp_path, files, skip=("GONE",))
    assert answers(model) == {"SMALL": 1}
    assert not model.findings


def test_an_unknown_name_to_skip_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"pkg\.registry\.Registry has no member SMALLL"):
        found(tmp_path, registry('SMALL = "pkg.shapes.Small"'), skip=("SMALLL",))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ('"pkg.shapes.Huge"', "module pkg.shapes has no class Huge"),
        ('"pkg.squares.Small"', "there is no module pkg.squares"),
        ('"elsewhere.Small"', "elsewhere.Small is outside the documented packages"),
        ("3", "GONE is no dotted path of a class"),
    ],
)
def test_a_dangling_entry_is_a_finding_and_an_unknown_row(tmp_path, value, reason):
    model = found(tmp_path, registry('SMALL = "pkg.shapes.Small"', f"GONE = {value}"))
    assert answers(model) == {"SMALL": 1, "GONE": "UNKNOWN"}
    (cell,) = model.backends[1].cells["size"]
    assert (cell.state, cell.reason) == (State.UNKNOWN, reason)
    (finding,) = model.findings
    assert (finding.rule, finding.backend) == (Rule.DANGLING_REGISTRY_ENTRY, "GONE")
    assert str(finding.code_location) == "pkg/registry.py:6"
    assert reason in finding.message


def test_a_class_in_a_module_that_is_not_python_stops_the_run(tmp_path):
    files = {"pkg/broken.py": "\nclass Small(:\n", **registry('SMALL = "pkg.broken.Small"')}
    with pytest.raises(SourceError, match=r"pkg/broken\.py:2: not Python"):
        found(tmp_path, files)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class Registry:\n    SMALL = 1\n", r"pkg\.registry\.Registry is no Enum"),
        ("Registry = {}\n", r"pkg\.registry\.Registry is no Enum"),
        ("", r"nothing to discover at pkg\.registry\.Registry"),
    ],
)
def test_a_path_that_leads_to_no_enum_is_refused(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        found(tmp_path, {"pkg/registry.py": text})


def test_ignored_names_are_no_members_and_aliases_are_names_too(tmp_path):
    lines = (
        '_ignore_ = ["HELPER"]',
        'HELPER = "pkg.shapes.Large"',
        'SMALL = "pkg.shapes.Small"',
        'TINY = "pkg.shapes.Small"',
    )
    assert answers(found(tmp_path, registry(*lines))) == {"SMALL": 1, "TINY": 1}


def test_a_member_of_another_scenario_is_a_row(tmp_path):
    files = {
        "pkg/flags.py": "new = False\n",
        **registry(
            'SMALL = "pkg.shapes.Small"',
            "from pkg import flags",
            "if flags.new:",
            '    LARGE = "pkg.shapes.Large"',
        ),
    }
    scenarios = (Scenario(name="old"), Scenario(name="new", assume={"pkg.flags.new": "True"}))
    model = found(tmp_path, files, scenarios=scenarios)
    assert [backend.name for backend in model.backends] == ["SMALL", "LARGE"]


def test_a_class_that_a_function_made_is_known_by_the_registry_s_path(tmp_path):
    made = "def make():\n    class Shape:\n        size = 4\n    return Shape\n\n\nMade = make()\n"
    model = found(tmp_path, {"pkg/made.py": made, **registry('MADE = "pkg.made.Made"')})
    assert [backend.object for backend in model.backends] == ["pkg.made.Made"]


def test_a_linked_package_is_known_by_its_place_in_the_project(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    project = tmp_path / "project"
    project.mkdir()
    write_tree(
        elsewhere, {"pkg/__init__.py": "", "pkg/shapes.py": SHAPES, **registry('SMALL = "pkg.shapes.Small"')}
    )
    (project / "pkg").symlink_to(elsewhere / "pkg", target_is_directory=True)
    model = introspect(project, config(DiscoveryKind.ENUM, "pkg.registry.Registry"))
    assert places(model) == {"SMALL": "pkg/shapes.py:1"}
