"""Classes that every discovery leaves out, and names by an expression."""

import pytest
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError
from docgen.model.finding import Rule
from docgen.project.introspection import introspect

FILES = {
    "pkg/__init__.py": "",
    "pkg/base.py": """import abc


class Base(abc.ABC):
    name = "base"

    @abc.abstractmethod
    def run(self): ...
""",
    "pkg/models/__init__.py": "",
    "pkg/models/a.py": """from pkg.base import Base


class Middle(Base):
    name = "middle"


class Alpha(Middle):
    name = "alpha"

    def run(self): ...


class Beta(Alpha):
    name = "beta"
""",
    "pkg/models/tests/__init__.py": "",
    "pkg/models/tests/test_a.py": "from pkg.models.a import Alpha\n\n\nclass Fake(Alpha): ...\n",
    "pkg/models/test_b.py": "from pkg.models.a import Alpha\n\n\nclass Stub(Alpha): ...\n",
    "pkg/models/testament.py": "from pkg.models.a import Alpha\n\n\nclass Old(Alpha): ...\n",
}


def found(root, files=(), **options):
    write_tree(root, {**FILES, **dict(files)})
    options = {"modules": ("pkg.models.*",), **options}
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="pkg.base.Base", **options)
    capability = (Capability(key="name", header="Name", probe="cls.name"),)
    return introspect(root, Config(packages=("pkg",), discovery=discovery, capability=capability))


def names(*args, **options):
    return [backend.name for backend in found(*args, **options).backends]


def test_modules_of_tests_are_excluded_where_nothing_else_is_said(tmp_path):
    assert names(tmp_path) == ["Middle", "Alpha", "Beta", "Old"]


def test_modules_of_tests_are_searched_on_request(tmp_path):
    assert names(tmp_path, exclude=()) == ["Middle", "Alpha", "Beta", "Stub", "Old", "Fake"]


def test_modules_of_tests_that_a_pattern_spells_out_are_searched(tmp_path):
    assert names(tmp_path, modules=("pkg.models.tests.test_a", "pkg.models.a")) == [
        "Middle",
        "Alpha",
        "Beta",
        "Fake",
    ]


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        (("tests", "abstract"), ["Alpha", "Beta", "Old"]),
        (("tests", "Be*", "Middle"), ["Alpha", "Old"]),
        (("tests", "pkg.models.testament"), ["Middle", "Alpha", "Beta"]),
        (("tests", "pkg.models.a.*"), ["Old"]),
    ],
)
def test_abstract_classes_and_patterns_are_excluded(tmp_path, exclude, expected):
    assert names(tmp_path, exclude=exclude) == expected


def test_a_search_of_tests_alone_says_so(tmp_path):
    with pytest.raises(ConfigError, match=r"except for what `exclude` names: pkg\.models\.test_b"):
        found(tmp_path, modules=("pkg.models.*_b",))


def test_rows_have_the_name_of_an_expression(tmp_path):
    assert names(tmp_path, name="cls.name.upper()", exclude=("tests", "*.Old")) == ["MIDDLE", "ALPHA", "BETA"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cls.naem", "raises AttributeError"),
        ("len(cls.name)", "len(cls.name) is no text, but 4"),
        ("cls.__name__ if open('/x') else 'x'", "depends on an open condition"),
    ],
)
def test_a_name_that_is_not_known_is_a_finding_and_the_row_stays(tmp_path, name, reason):
    model = found(tmp_path, name=name, exclude=("tests", "Middle", "Alpha", "Beta"))
    assert [backend.name for backend in model.backends] == ["Old"]
    (finding,) = model.findings
    assert finding.rule is Rule.UNKNOWN_NAME
    assert "the name of pkg.models.testament.Old is not known: " in finding.message
    assert reason.replace("4", "5") in finding.message or reason in finding.message
