"""Classes that cannot be imported under a scenario: the source and CPython, in a child, agree."""

from typing import NamedTuple

import pytest

from docgen.config import Scenario
from docgen.model.cell import State
from docgen.project.introspection import asked, introspect
from docgen.project.kept import IMPORTS, Recalled, numbers
from docgen.runtime.child import ask
from docgen.static.answers.import_graph import ImportGraph
from docgen.static.source import extent
from tests.runtime.support import QUICK, by_scenario, config, registry, write

WITH = Scenario(name="with", installed=("accel",))
WITHOUT = Scenario(name="without", missing=("accel", "pkg._C"))
BACKEND = "\nclass Backend:\n    flag = True\n"
NO_ACCEL = "ModuleNotFoundError: No module named 'accel'"


class Failing(NamedTuple):
    """A package whose class cannot be imported without `accel`."""

    id: str
    files: dict[str, str]
    """Files of `pkg`; `one.py` gets the class."""
    place: str
    """The import that fails."""
    way: str = ""
    """The modules by way of which it is reached."""


FAILING = [
    Failing("import", {"one.py": "import accel\n"}, "pkg/one.py:1"),
    Failing("alias", {"one.py": "import os, accel.ops as ops\n"}, "pkg/one.py:1"),
    Failing("from", {"one.py": "import os\nfrom accel.deep import (\n    kernel,\n)\n"}, "pkg/one.py:2"),
    Failing("below_a_class", {"one.py": "class A: pass\nfrom accel import kernel\n"}, "pkg/one.py:2"),
    Failing("helper", {"one.py": "import pkg.two\n", "two.py": "import accel\n"}, "pkg/two.py:1", "pkg.two"),
    Failing(
        "relative",
        {
            "one.py": "from .two import x\n",
            "two.py": "from . import three\nx = 1\n",
            "three.py": "import accel\n",
        },
        "pkg/three.py:1",
        "pkg.two, pkg.three",
    ),
    Failing(
        "package_of_a_helper",
        {"one.py": "import pkg.sub.two\n", "sub/__init__.py": "import accel\n", "sub/two.py": ""},
        "pkg/sub/__init__.py:1",
        "pkg.sub",
    ),
    Failing(
        "circle",
        {
            "one.py": "import pkg.two\n",
            "two.py": "import pkg.one\nimport pkg.three\n",
            "three.py": "import accel\n",
        },
        "pkg/three.py:1",
        "pkg.two, pkg.three",
    ),
    Failing("first_of_two", {"one.py": "import pkg.two\nimport accel\n", "two.py": ""}, "pkg/one.py:2"),
]
AVAILABLE = {
    "guarded": {"one.py": "try:\n    import accel\nexcept ImportError:\n    accel = None\n"},
    "guarded_helper": {
        "one.py": "try:\n    import pkg.two\nexcept ImportError:\n    pass\n",
        "two.py": "import accel\n",
    },
    "type_checking": {"one.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import accel\n"},
    "in_a_function": {"one.py": "def load():\n    import accel\n"},
    "in_a_text": {"one.py": "'''\nimport accel\n'''\n"},
    "a_name_that_the_package_binds": {
        "one.py": "from pkg.sub import two\n",
        "sub/__init__.py": "two = 2\n",
        "sub/two.py": "import accel\n",
    },
    "another_name": {"one.py": "import pkg.accel\n", "accel.py": ""},
}


def answers(root, files):
    """Return the answers of the source and of CPython about the class without `accel`, and with it."""
    one = files["one.py"] + BACKEND
    write(root, {"registry.py": registry(ONE="pkg.one.Backend"), **files, "one.py": one})
    asked = config({"flag": "cls.flag"}, (WITHOUT, WITH))
    static, runtime = introspect(root, asked), ask(root, asked, limits=QUICK)
    return [by_scenario(model.backends[0].cells["flag"]) for model in (static, runtime)]


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.id)
def test_an_import_that_fails(case, tmp_path):
    static, runtime = answers(tmp_path, case.files)
    for cells in (static, runtime):
        assert cells["without"].state is State.UNAVAILABLE
        assert str(cells["without"].location) == case.place
        assert cells["with"].state is State.KNOWN
    assert static["without"].reason == NO_ACCEL + (f", imported by way of {case.way}" if case.way else "")
    assert runtime["without"].reason == NO_ACCEL


@pytest.mark.parametrize("files", AVAILABLE.values(), ids=AVAILABLE)
def test_an_import_that_cannot_fail_or_may_not_run(files, tmp_path):
    for cells in answers(tmp_path, files):
        assert {name: cell.value for name, cell in cells.items()} == {"without": True, "with": True}


def test_a_long_way_is_cut_in_the_middle(tmp_path):
    chain = {f"m{n}.py": f"import pkg.m{n + 1}\n" for n in range(9)}
    static, _ = answers(tmp_path, {"one.py": "import pkg.m0\n", **chain, "m9.py": "import accel\n"})
    way = "pkg.m0, pkg.m1, pkg.m2, ..., pkg.m7, pkg.m8, pkg.m9"
    assert static["without"].reason == f"{NO_ACCEL}, imported by way of {way}"


def test_packages_are_imported_before_what_is_in_them(tmp_path):
    write(
        tmp_path,
        {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"import accel.ops.deep\n{BACKEND}"},
    )
    scenarios = (
        Scenario(name="part", installed=("accel",), missing=("accel.ops",)),
        Scenario(name="whole", installed=("accel.ops",), missing=("accel",)),
    )
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, scenarios)).backends
    cells = by_scenario(row.cells["flag"])
    assert cells["part"].reason == "ModuleNotFoundError: No module named 'accel.ops'"
    assert cells["whole"].reason == NO_ACCEL


def test_what_the_answer_leans_on_is_evidence(tmp_path):
    files = {"one.py": f"import pkg.two\n{BACKEND}", "two.py": "import pkg.three\n", "three.py": ""}
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), **files})
    model = introspect(tmp_path, config({"flag": "cls.flag"}, (WITHOUT,)))
    assert {"pkg/two.py", "pkg/three.py"} <= set(model.inputs)


def test_rows_that_share_imports_lean_on_all_of_them_and_read_each_once(tmp_path, monkeypatch):
    read: list[str] = []
    outline = ImportGraph._outline

    def counted(graph, name):
        read.append(name)
        return outline(graph, name)

    monkeypatch.setattr(ImportGraph, "_outline", counted)
    monkeypatch.setattr(extent, "SMALL", 0)
    files = {f"{name}.py": f"import pkg.two\n{BACKEND}" for name in ("one", "other")}
    files |= {"two.py": "import pkg.three\n", "three.py": "import pkg.two\n"}
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend", OTHER="pkg.other.Backend"), **files})
    kept = asked(tmp_path, config({"flag": "cls.flag"}, (WITHOUT,)), None, None, Recalled())
    for part in kept.rows:
        leaned = {kept.paths[number] for number in numbers(part.leans)}
        assert {f"pkg/two.py{IMPORTS}", f"pkg/three.py{IMPORTS}"} <= leaned
    assert read.count("pkg.two") == read.count("pkg.three") == 1
