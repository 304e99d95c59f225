"""No class below one that cannot be followed is left out: it is a row that says why nothing is known."""

import pytest
from rows import answers, introspected

from docgen.config.schema import DiscoveryKind

BASE = "class Base:\n    @classmethod\n    def size(cls):\n        return 1\n"


def found(root, files):
    tree = {"pkg/base.py": BASE} | files
    return introspected(
        root, tree, DiscoveryKind.SUBCLASSES, "pkg.base.Base", ("pkg.*",), "cls.size()", skip=("Base",)
    )


BROKEN = {
    "a decorator": "@outside.made\nclass Middle(Base): ...\n",
    "a metaclass": "class Middle(Base, metaclass=outside.Meta): ...\n",
    "a base that a call makes": "class Middle(outside.wrap(Base)): ...\n",
    "a base under a keyword": "class Middle(outside.wrap(of=[Base])): ...\n",
    "a hook": """class Hook(Base):
    def __init_subclass__(cls, **options):
        while outside.more():
            pass
class Middle(Hook): ...
""",
}


@pytest.mark.parametrize("how", BROKEN)
def test_rows_below_a_class_that_cannot_be_followed(tmp_path, how):
    above = f"import outside\nfrom pkg.base import Base\n{BROKEN[how]}class Leaf(Middle): ...\nAlias = Leaf\n"
    files = {
        "pkg/above.py": above,
        "pkg/below.py": "from pkg.above import Leaf as L\nimport pkg.above\nclass One(L): ...\nclass Two(pkg.above.Alias): ...\n",
        "pkg/stars.py": "from pkg.above import *\nclass Three(Middle): ...\n",
        "pkg/handed/__init__.py": "from pkg.above import Middle\n",
        "pkg/handed/on.py": "from pkg.handed import Middle as M\nclass Four(M): ...\n",
    }
    model = found(tmp_path, files)
    rows = answers(model)
    rows.pop("Hook", None)
    assert set(rows) == {"Middle", "Leaf", "One", "Two", "Three", "Four"}
    for backend in model.backends:
        for cell in backend.cells["size"]:
            assert cell.reason or cell.value == 1


def test_what_is_made_of_something_else_is_no_row(tmp_path):
    text = """import outside


class Plain: ...


@outside.made
class Decorated(Plain): ...


class Below(Decorated): ...


class Wrapped(outside.wrap(Plain)): ...


class Around(Around): ...
"""
    assert answers(found(tmp_path, {"pkg/a.py": text})) == {}
