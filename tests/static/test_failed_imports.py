"""Modules of a large tree whose statements fail without a `raise` of their own: CPython's exception, and ours."""

import ast
import runpy

import pytest

from docgen.config import Scenario
from docgen.model.cell import State
from docgen.project.introspection import introspect
from docgen.static.source.failing import FailingStatements
from tests.runtime.support import by_scenario, config, registry, write

BACKEND = "class Backend:\n    flag = True\n"
FAILING = {
    "attribute": "import math\nPART = math.tau2\n",
    "item": "TABLE = {'a': 1}\nPART = TABLE['b']\n",
    "call": "def f(x):\n    return 1 // x\nPART = f(0)\n",
    "loop": "for _ in 5:\n    pass\n",
    "branch": "TABLE = {}\nif 1:\n    TABLE['a'].b = 1\n",
    "default": "ONE = 1\nHAVE = ONE(2)\ndef f(x=HAVE): pass\n",
    "abstract": "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nONE = A()\n",
    "decorator": "def refuse(f):\n    raise TypeError\n@refuse\ndef f(): pass\n",
    "class-decorator": "def refuse(c):\n    return c.missing\n@refuse\nclass A: pass\n",
    "base": "class A(bool): pass\n",
    "base-of-no-class": "class A(5): pass\n",
    "bases": "class A(int): pass\nclass B(str): pass\nclass C(A, B): pass\n",
    "order": "class A: pass\nclass B(A): pass\nclass C(A, B): pass\n",
    "same-base": "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass A(Generic[T], Generic[T]): pass\n",
    "slots": "class A:\n    __slots__ = ('x',)\n    x = 1\n",
    "fields": "from dataclasses import dataclass\n@dataclass\nclass A:\n    a: int = 1\n    b: str\n",
    "default-that-changes": "from dataclasses import dataclass\n@dataclass\nclass A:\n    a: list = []\n",
    "members": "import enum\n@enum.unique\nclass E(enum.Enum):\n    A = 1\n    B = 1\n",
    "derived-members": "import enum\nclass E(enum.Enum):\n    A = 1\nclass F(E):\n    B = 2\n",
}
CHEAP = {
    "imports": "import os\nfrom a import b\n",
    "constants": "X = -1\nY: int = 2\nZ: int\nTABLE = {'a': [b, (1, None)]}\n",
    "definitions": "from a import b\n@b(1)\ndef f(x=1): pass\nclass C(D, b.E): x = g()\n@b\nclass F: pass\n",
    "for-checkers": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    f()\nelif x:\n    import a\n",
    "fields": "@dataclass(frozen=True)\nclass A:\n    a: int\n    b: int = field(default=1)\n",
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("text", FAILING.values(), ids=FAILING)
def test_a_class_whose_module_fails_is_unavailable(text, tmp_path):
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"{text}{BACKEND}"})
    with pytest.raises(Exception) as refused:  # noqa: PT011 - whichever CPython raises
        runpy.run_path(tmp_path / "pkg/one.py")
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, (Scenario(name="any"),))).backends
    (cell,) = row.cells["flag"]
    assert cell.state is State.UNAVAILABLE
    assert cell.reason.partition(":")[0] == type(refused.value).__name__
    assert str(cell.location.path) == "pkg/one.py"


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("text", CHEAP.values(), ids=CHEAP)
def test_what_fails_only_where_others_say_so_is_not_run(text):
    assert FailingStatements(ast.parse(text).body).indices() == []


@pytest.mark.usefixtures("_large_trees")
def test_the_scenario_decides_if_a_statement_fails(tmp_path):
    text = "try:\n    import accel\n    LEAST = 1\nexcept ImportError:\n    LEAST = 0\nSIZE = 8 // LEAST\n"
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"{text}{BACKEND}"})
    scenarios = (Scenario(name="without", missing=("accel",)), Scenario(name="with", installed=("accel",)))
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, scenarios)).backends
    cell = by_scenario(row.cells["flag"])
    assert (cell["without"].state, cell["with"].value) == (State.UNAVAILABLE, True)
    assert cell["without"].reason == "ZeroDivisionError: integer division or modulo by zero"


@pytest.mark.usefixtures("_large_trees")
def test_a_statement_that_may_fail_or_not_is_taken_not_to(tmp_path):
    text = "import os\nSIZE = {'a': 1}[os.environ['SIZE']]\n"
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"{text}{BACKEND}"})
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, (Scenario(name="any"),))).backends
    assert row.cells["flag"][0].value is True


HANDED = "import re\nSEEN = []\nre.sub('a', lambda m: SEEN.append(1) or 'x', 'a')\n"
READ = {
    "assertion": ("assert not SEEN\n", False),
    "loop": ("for x in SEEN:\n    1 // 0\n", False),
    "item": ("PART = {'a': 1}[SEEN[0]]\n", False),
    "copy": ("PART = list(SEEN)\n", True),
    "change": ("SEEN.append(2)\n", True),
    "another": ("PART = [1][0]\n", True),
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("text", "known"), READ.values(), ids=READ)
def test_what_reads_a_container_that_others_were_handed_may_fail(text, known, tmp_path):
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"{HANDED}{text}{BACKEND}"})
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, (Scenario(name="any"),))).backends
    (cell,) = row.cells["flag"]
    assert cell.state is (State.KNOWN if known else State.UNKNOWN)


@pytest.mark.usefixtures("_large_trees")
def test_a_module_that_is_imported_may_refuse_where_nothing_is_missing(tmp_path):
    files = {"one.py": f"import pkg.two\n{BACKEND}", "two.py": "raise SystemExit(0)\n"}
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), **files})
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, (Scenario(name="any"),))).backends
    (cell,) = row.cells["flag"]
    assert (cell.state, cell.reason) == (State.UNAVAILABLE, "SystemExit, imported by way of pkg.two")


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_expression_of_an_assumed_name_is_not_evaluated(size, request, tmp_path):
    if size == "large":
        request.getfixturevalue("_large_trees")
    text = "def make():\n    raise NotImplementedError\nSPACE = make()\nTYPED: object = make()\n"
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"{text}{BACKEND}"})
    assume = {"pkg.one.SPACE": "None", "pkg.one.TYPED": "3"}
    scenarios = (Scenario(name="assumed", assume=assume), Scenario(name="plain"))
    asked = config({"flag": "cls.flag", "space": "(pkg.one.SPACE, pkg.one.TYPED)"}, scenarios)
    (row,) = introspect(tmp_path, asked).backends
    assert by_scenario(row.cells["flag"])["assumed"].value is True
    assert by_scenario(row.cells["space"])["assumed"].value == [None, 3]
    assert by_scenario(row.cells["flag"])["plain"].state is State.UNAVAILABLE
