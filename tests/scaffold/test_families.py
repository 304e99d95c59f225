"""Facts about the classes of a tree by its text, and the tables that it would make."""

import pytest
from tiny_project import write_tree

from docgen.config.discovery import DiscoveryKind
from docgen.scaffold.candidates import registries
from docgen.scaffold.class_bodies import Declared, Kind, declared_in
from docgen.scaffold.families import families, family
from docgen.scaffold.source_index import SourceIndex
from docgen.static.source.tree import SourceTree

BODY = b'''import abc


class Engine(abc.ABC):
    """An engine.

    width : int
        no attribute, for this is prose
    height = 3
    """

    name: str
    size: int = 3
    SUPPORTED = {"a": 1}

    def __init__(self, x): ...

    @property
    @abc.abstractmethod
    def supports_heat(self) -> bool: ...

    @supports_heat.setter
    def supports_heat(self, value): ...

    @classmethod
    def supports(cls, kind: dict[str, int], other=1, *rest, key=None) -> bool:
        return kind == other

    @staticmethod
    def is_quiet(
        degrees,
        minutes,
    ): ...

    @properties.classproperty
    def priority(cls): ...

    async def run(self, **kw):
        inner = 3


def supports_nothing(): ...


class Other:
    can_fly = True
'''


def test_a_body_binds_what_python_would_bind():
    assert declared_in(BODY, "Engine") == {
        name: Declared(name, *rest)
        for name, *rest in [
            ("name", Kind.ATTRIBUTE),
            ("size", Kind.ATTRIBUTE),
            ("SUPPORTED", Kind.ATTRIBUTE),
            ("__init__", Kind.METHOD, 1),
            ("supports_heat", Kind.PROPERTY, 0, True),
            ("supports", Kind.CLASS, 1, True),
            ("is_quiet", Kind.CLASS, 2),
            ("priority", Kind.ATTRIBUTE),
            ("run", Kind.METHOD),
        ]
    }
    assert [*declared_in(BODY, "Other")] == ["can_fly"]
    assert declared_in(BODY, "Engin") == declared_in(b"class A: pass\n", "A") == {}


FILES = {
    "pkg/__init__.py": "from pkg.first.base import Base as First\n",
    "pkg/first/__init__.py": "",
    "pkg/first/base.py": "class Base:\n    supports_one = False\n    supports_more = 1\n",
    "pkg/first/a.py": "from .base import Base\n\n\nclass A(Base):\n    supports_one = True\n",
    "pkg/first/b.py": "from pkg import First\n\n\nclass B(First[int], metaclass=type):\n    supports_one = True\n",
    "pkg/first/c.py": "import pkg.first.base as base\nfrom pkg.first import a\n\n\nclass C(a.A): ...\n\n\nclass D(base.Base): ...\n",
    "pkg/second/__init__.py": "",
    "pkg/second/base.py": "class Base:\n    supports_two = False\n",
    "pkg/second/e.py": "from pkg.second.base import (\n    Base,  # the other\n)\n\n\nclass E(Base):\n    supports_two = True\n\n\nclass F(\n    Base,\n    # more\n):\n    supports_two = True\n",
    "pkg/tests/test_g.py": "from pkg.first.base import Base\n\n\nclass G(Base): ...\n",
    "pkg/registry.py": """import enum
from pkg.first.a import A
from pkg.first.b import B


class Registry(enum.Enum):
    A = "pkg.first.a.A"
    B = "pkg.first.b.B"


TABLE = {"a": A, "b": B}
LAZY: dict = {"e": ("pkg.second.e", "E"), "f": {"class": "pkg.second.e.F", "err": "pip install f"}}
NONE = {"a": 1, "b": 2, "c": A}
""",
}


@pytest.fixture
def tree(tmp_path):
    write_tree(tmp_path, FILES)
    return SourceTree(tmp_path, ("pkg",))


def test_two_bases_of_one_name_are_two_families(tree):
    index = SourceIndex(tree, lambda _: None)
    assert sorted(entry.name for entry in index.below("pkg.first.base.Base")) == ["A", "B", "C", "D"]
    assert sorted(entry.name for entry in index.below("pkg.second.base.Base")) == ["E", "F"]
    found = {each.base: [q.declared.name for q in each.questions] for each in families(index)}
    assert found["pkg.first.base.Base"] == ["supports_one", "supports_more"]
    assert found["pkg.second.base.Base"] == ["supports_two"]


def test_registries_are_what_leads_to_classes(tree):
    index = SourceIndex(tree, lambda _: None)
    found = {each.discovery.path: (each.discovery.kind, each.family.rows) for each in registries(index, tree)}
    first = ("pkg.first.a.A", "pkg.first.b.B")
    assert found == {
        "pkg.registry.Registry": (DiscoveryKind.ENUM, first),
        "pkg.registry.TABLE": (DiscoveryKind.DICT, first),
        "pkg.registry.LAZY": (DiscoveryKind.DICT, ("pkg.second.e.E", "pkg.second.e.F")),
    }


def test_what_differs_tells_more_than_what_does_not(tree):
    index = SourceIndex(tree, lambda _: None)
    rows = [entry.path for entry in index.below("pkg.first.base.Base")]
    weights = {q.declared.name: q.weight for q in family(index, "pkg.first.base.Base", rows).questions}
    assert weights["supports_one"] > weights["supports_more"] > 0


def test_large_modules_are_left_out_and_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.scaffold.source_index.LARGE", 80)
    write_tree(
        tmp_path,
        {"pkg/__init__.py": "", "pkg/small.py": "class A: ...\n", "pkg/large.py": "class B: ...\n" * 20},
    )
    index = SourceIndex(SourceTree(tmp_path, ("pkg",)), lambda _: None)
    assert [*index.classes] == ["pkg.small.A"]
    assert index.left_out == ["pkg.large"]
