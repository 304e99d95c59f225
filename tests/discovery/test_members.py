"""Rows from the public classes of a module or a package, and domains of such classes."""

import pytest
from rows import answers, introspected, places
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError
from docgen.model.cell import State
from docgen.project.introspection import introspect

SHAPES = """import enum
from pkg.base import Base


class Small(Base):
    size = 1


class _Hidden(Base):
    size = 5


def make(): ...


CONSTANT = 3


class Large(Small):
    size = 2
"""
FILES = {"pkg/base.py": "class Base:\n    size = 0\n", "pkg/shapes.py": SHAPES}


def found(root, path, files=(), **options):
    return introspected(root, {**FILES, **dict(files)}, DiscoveryKind.MEMBERS, path, **options)


def test_members_are_the_public_classes_that_a_module_defines(tmp_path):
    model = found(tmp_path, "pkg.shapes")
    assert answers(model) == {"Small": 1, "Large": 2}
    assert places(model)["Large"] == "pkg/shapes.py:19"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ('["Large", "_Hidden", "make", "CONSTANT"]', {"Large": 2, "_Hidden": 5}),
        ('["Small", "Base"]', {"Small": 1, "Base": 0}),
        ('["Small", "Gone"]', {"Small": 1, "Gone": "UNKNOWN"}),
    ],
)
def test_all_says_what_is_public(tmp_path, listed, expected):
    assert (
        answers(found(tmp_path, "pkg.shapes", {"pkg/shapes.py": f"{SHAPES}\n\n__all__ = {listed}\n"}))
        == expected
    )


def test_a_package_has_the_classes_that_it_exposes(tmp_path):
    files = {
        "pkg/kinds/__init__.py": "from pkg.base import Base\n\nfrom .a import One\nfrom .b import *\n",
        "pkg/kinds/a.py": "class One:\n    size = 1\n\n\nclass Two:\n    size = 2\n",
        "pkg/kinds/b.py": "class Three:\n    size = 3\n",
    }
    assert answers(found(tmp_path, "pkg.kinds", files)) == {"One": 1, "Three": 3}


def test_a_package_that_exposes_none_has_those_of_its_modules(tmp_path):
    files = {
        "pkg/kinds/__init__.py": "",
        "pkg/kinds/a.py": "class One:\n    size = 1\n",
        "pkg/kinds/b/c.py": "class One:\n    size = 2\n",
        "pkg/kinds/tests/test_a.py": "class Test:\n    size = 3\n",
    }
    assert answers(found(tmp_path, "pkg.kinds", files)) == {"a.One": 1, "c.One": 2}


def test_what_cannot_be_followed_is_a_row_of_unknown(tmp_path):
    text = (
        "from elsewhere import decorate\n\n\n@decorate\nclass Odd:\n    size = 1\n\n\nlogger = decorate(1)\n"
    )
    model = found(tmp_path, "pkg.odd", {"pkg/odd.py": text})
    assert answers(model) == {"Odd": "UNKNOWN"}
    assert places(model) == {"Odd": "pkg/odd.py:5"}


@pytest.mark.parametrize("path", ["pkg.shapes.Small", "pkg.shapes.CONSTANT"])
def test_what_is_no_module_is_refused(tmp_path, path):
    with pytest.raises(ConfigError, match=f"{path} is no module"):
        found(tmp_path, path)


def test_an_all_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"the members of pkg\.odd are not known: "):
        found(tmp_path, "pkg.odd", {"pkg/odd.py": "import elsewhere\n\n__all__ = elsewhere.names()\n"})


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("pkg.base.Base", ["pkg.shapes.Small", "pkg.shapes.Large", "pkg.zeta.Last"]),
        ("pkg.shapes", ["pkg.shapes.Small", "pkg.shapes.Large"]),
    ],
)
def test_a_domain_may_be_subclasses_or_members(tmp_path, over, expected):
    files = {
        "pkg/__init__.py": "",
        "pkg/engine.py": """class Engine:
    @classmethod
    def supports(cls, shape):
        return shape.size < 9 and shape.__name__ != "_Hidden"
""",
        "pkg/zeta.py": "from pkg.shapes import Large as Big\n\n\nclass Last(Big): ...\n\n\nclass Wide(Big):\n    size = 10\n",
        "pkg/aside.py": "class Base: ...\n\n\nclass Aside(Base): ...\n",
        **FILES,
    }
    write_tree(tmp_path, files)
    config = Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.MEMBERS, path="pkg.engine"),
        capability=(
            Capability(key="shapes", header="Shapes", probe="cls.supports(shape)", over={"shape": over}),
        ),
    )
    (backend,) = introspect(tmp_path, config).backends
    assert backend.cells["shapes"][0].value == expected


def test_a_domain_in_which_a_class_may_be_is_not_known(tmp_path):
    files = {
        **FILES,
        "pkg/odd.py": "import elsewhere\nfrom pkg.base import Base\n\n\n@elsewhere.decorate\nclass Odd(Base): ...\n",
    }
    write_tree(tmp_path, {"pkg/__init__.py": "", **files})
    config = Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.MEMBERS, path="pkg.base"),
        capability=(Capability(key="a", header="A", probe="x.size", over={"x": "pkg.base.Base"}),),
    )
    (backend,) = introspect(tmp_path, config).backends
    assert backend.cells["a"][0].state is State.UNKNOWN
