"""Rows from inheritance."""

import pytest
from rows import answers, introspected, places

from docgen.config.schema import DiscoveryKind, Scenario
from docgen.errors import ConfigError
from docgen.static.source.tree import SourceTree

BASE = "class Base:\n    size = 0\n"


def found(root, files, modules=("pkg.models.*",), **options):
    files = {"pkg/base.py": BASE, "pkg/models/__init__.py": "", **files}
    return introspected(root, files, DiscoveryKind.SUBCLASSES, "pkg.base.Base", modules, **options)


def test_rows_are_module_by_module_in_the_order_of_definition(tmp_path):
    files = {
        "pkg/models/b.py": "from pkg.base import Base\n\n\nclass Beta(Base):\n    size = 3\n",
        "pkg/models/a.py": """from pkg.base import Base


class Zeta(Base):
    size = 1


class Other:
    size = 9


class Alpha(Zeta):
    size = 2
""",
    }
    model = found(tmp_path, files)
    assert answers(model) == {"Zeta": 1, "Alpha": 2, "Beta": 3}
    assert places(model) == {
        "Zeta": "pkg/models/a.py:4",
        "Alpha": "pkg/models/a.py:12",
        "Beta": "pkg/models/b.py:4",
    }
    assert [backend.object for backend in model.backends][-1] == "pkg.models.b.Beta"


def test_classes_of_one_name_are_told_apart_by_the_end_of_their_paths(tmp_path):
    of_size = "from pkg.base import Base\n\n\nclass Op(Base):\n    size = {}\n"
    files = {
        "pkg/models/a/__init__.py": "",
        "pkg/models/b/__init__.py": "",
        "pkg/models/a/fast.py": of_size.format(1),
        "pkg/models/b/fast.py": of_size.format(2) + "\n\nclass Only(Base):\n    size = 4\n",
        "pkg/models/slow.py": of_size.format(3),
    }
    assert answers(found(tmp_path, files)) == {"a.fast.Op": 1, "b.fast.Op": 2, "Only": 4, "slow.Op": 3}


def test_inheritance_may_pass_through_a_class_of_another_module(tmp_path):
    files = {
        "pkg/models/a.py": "from .z import Middle\n\n\nclass Leaf(Middle):\n    pass\n",
        "pkg/models/z.py": "from ..base import Base\n\n\nclass Middle(Base):\n    size = 4\n",
        "pkg/mixin.py": "from pkg import base\n\n\nclass Mixin(base.Base):\n    size = 5\n",
        "pkg/models/c.py": "import pkg.mixin\n\n\nclass Outer(pkg.mixin.Mixin):\n    pass\n",
    }
    # What another module defined, an import does not define again; and Mixin is in none of the searched modules.
    assert answers(found(tmp_path, files)) == {"Leaf": 4, "Outer": 5, "Middle": 4}


def test_the_base_is_a_row_only_where_its_module_is_searched(tmp_path):
    files = {"pkg/models/a.py": "from pkg.base import Base\n\n\nclass One(Base):\n    size = 1\n"}
    assert answers(found(tmp_path, files)) == {"One": 1}
    assert answers(found(tmp_path, files, modules=("pkg.base", "pkg.models.a"))) == {"Base": 0, "One": 1}


def test_conditional_definitions(tmp_path):
    text = """import threading
from pkg.base import Base

OLD = False

if OLD:
    class Never(Base):
        size = 1
else:
    class Always(Base):
        size = 2

try:
    from pkg.base import Absent
except ImportError:
    class Instead(Base):
        size = 3
else:
    class Beside(Base):
        size = 4

with threading.Lock():
    class Within(Base):
        size = 5

if 1 > 2:
    class Choice(Base):
        size = 6
else:
    class Choice(Base):
        size = 7
"""
    rows = answers(found(tmp_path, {"pkg/models/a.py": text}))
    assert rows == {"Always": 2, "Instead": 3, "Within": 5, "Choice": 7}


MADE = """from elsewhere import odd
from pkg.base import Base
from pkg.help import make, same


class First(Base):
    size = 1


Second = type("Second", (Base,), {"size": 2})
Third = make("third", 3)
Fourth = same(First)
Fifth = odd(Base)
Sixth = odd(1)
Other = type("Other", (), {})
logger = odd(Base)
"""
HELP = """from pkg.base import Base


def make(name, number):
    class Made(Base):
        size = number

    return Made


def same(cls):
    return cls
"""


def test_classes_that_calls_make_are_rows(tmp_path):
    rows = answers(found(tmp_path, {"pkg/models/a.py": MADE, "pkg/help.py": HELP}))
    assert rows == {"First": 1, "Second": 2, "Third": 3, "Fifth": "UNKNOWN"}


DECORATED = """from elsewhere import experimental
from pkg.base import Base


@experimental
class Unrelated: ...


@experimental
class One(Base): ...
"""


def test_a_decorated_class_is_a_row_only_if_it_may_derive(tmp_path):
    assert answers(found(tmp_path, {"pkg/models/a.py": DECORATED})) == {"One": "UNKNOWN"}


LAZY = """from typing import TYPE_CHECKING

from {helper} import Lazy, define

if TYPE_CHECKING:
    {imports}
else:
    import sys

    _file = globals()["__file__"]
    sys.modules[__name__] = Lazy(__name__, _file, define(_file), module_spec=__spec__)
"""


def test_packages_that_replace_themselves_by_a_lazy_module(tmp_path):
    files = {
        "pkg/lazy.py": """import types


def define(file):
    raise NotImplementedError


class Lazy(types.ModuleType):
    pass
""",
        "pkg/models/__init__.py": LAZY.format(helper="pkg.lazy", imports="from .a import *"),
        "pkg/models/a/__init__.py": LAZY.format(helper="pkg.lazy", imports="from .code import *"),
        "pkg/models/a/code.py": "from ...base import Base\n\n__all__ = ['One']\n\n\nclass One(Base):\n    size = 1\n",
        "pkg/models/b/__init__.py": "",
        "pkg/models/b/code.py": "from ..a import One\n\n\nclass Two(One):\n    size = 2\n",
        "pkg/models/c/__init__.py": "",
        "pkg/models/c/code.py": "from pkg.models import One\n\n\nclass Three(One):\n    pass\n",
    }
    model = found(tmp_path, files, modules=("pkg.models.*.code",))
    assert answers(model) == {"One": 1, "Two": 2, "Three": 1}


def test_skipped_names_are_no_rows(tmp_path):
    text = (
        "from pkg.base import Base\n\n\nclass One(Base):\n    size = 1\n\n\nclass Two(Base):\n    size = 2\n"
    )
    assert answers(found(tmp_path, {"pkg/models/a.py": text}, skip=("One",))) == {"Two": 2}


def test_patterns_that_match_no_module_are_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"no module matches pkg\.modells\.\*, pkg\.x"):
        found(tmp_path, {}, modules=("pkg.modells.*", "pkg.x"))


@pytest.mark.parametrize("text", ["def Base(): ...\n", "Base = 3\n"])
def test_a_path_that_leads_to_no_class_is_refused(tmp_path, text):
    with pytest.raises(ConfigError, match=r"pkg\.base\.Base is no class"):
        found(tmp_path, {"pkg/base.py": text})


ONE = "    class One(Base):\n        size = 1\n"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "try:\n    import elsewhere\nexcept ImportError:\n    class One(Base):\n        size = 1\n",
            "UNKNOWN",
        ),
        (f"try:\n    import elsewhere\n{ONE}except ImportError:\n{ONE.replace('1', '2')}", "CONDITIONAL"),
        (f"import elsewhere\nif elsewhere.fast:\n{ONE}", "UNKNOWN"),
        ("import elsewhere\n@elsewhere.made\nclass One(Base):\n    size = 1\n", "UNKNOWN"),
    ],
)
def test_a_class_that_may_be_there_is_a_row(tmp_path, text, state):
    files = {"pkg/models/a.py": f"from pkg.base import Base\n{text}"}
    model = found(tmp_path, files)
    assert answers(model) == {"One": state}
    assert model.backends[0].location.line == text[: text.rindex("class One")].count("\n") + 2
    if state == "UNKNOWN":
        assert model.backends[0].cells["size"][0].reason


def test_a_class_of_an_outside_base_is_no_row(tmp_path):
    text = """import elsewhere


class One(elsewhere.Module):
    size = 1


class Two:
    size = 2


Two = elsewhere.made(Two)
"""
    files = {"pkg/models/a.py": text}
    assert answers(found(tmp_path, files)) == {}


def test_a_class_whose_module_cannot_be_imported_is_a_row_that_says_so(tmp_path):
    text = "import accel\nfrom pkg.base import Base\n\n\nclass Alpha(Base): ...\n"
    scenarios = (Scenario(name="cpu", missing=("accel",)),)
    model = found(tmp_path, {"pkg/models/a.py": text}, scenarios=scenarios)
    assert answers(model) == {"Alpha": "UNAVAILABLE"}


@pytest.mark.usefixtures("_large_trees")
def test_a_module_that_others_need_is_read_twice_at_most(tmp_path, monkeypatch):
    """Modules are forgotten once they are asked; one that is needed again stays."""
    loaded: list[str] = []
    load = SourceTree.module

    def counted(tree, name):
        if name not in tree._modules:
            loaded.append(name)
        return load(tree, name)

    monkeypatch.setattr(SourceTree, "module", counted)
    leaf = "from pkg.models.a import Middle\n\n\nclass Leaf{0}(Middle):\n    size = {0}\n"
    files = {
        "pkg/models/a.py": "from pkg.base import Base\n\n\nclass Middle(Base):\n    pass\n",
        **{f"pkg/models/b{number}.py": leaf.format(number) for number in range(6)},
    }
    expected = {"Middle": 0, **{f"Leaf{number}": number for number in range(6)}}
    assert answers(found(tmp_path, files)) == expected
    assert loaded.count("pkg.models.a") == 2
    assert [loaded.count(f"pkg.models.b{number}") for number in range(6)] == [1] * 6
