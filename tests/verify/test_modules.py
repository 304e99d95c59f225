"""Modules that a test reaches: by the code that ran, and by its imports."""

from __future__ import annotations

import pytest
from tiny_project import write_tree

from docgen.verify.modules import Modules

FILES = {
    "pkg/__init__.py": "",
    "pkg/shared.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg import typed\n",
    "pkg/typed.py": "",
    "pkg/registry.py": """
def load(name):
    if name == "one":
        from pkg.one import run
    else:
        from .two import run
    return run


def other():
    import pkg.two
""",
    "pkg/one/__init__.py": "from .run import run\n",
    "pkg/one/run.py": "from .. import shared\nimport os\ntry:\n    from . import table\nexcept ImportError:\n    pass\n",
    "pkg/one/table.py": "",
    "pkg/two.py": "import pkg.shared as shared\n",
    "single.py": "",
}


@pytest.fixture
def modules(tmp_path):
    return Modules(write_tree(tmp_path, FILES), ("pkg", "single"))


def test_all_modules_are_found(modules):
    assert modules.everything == (
        "pkg", "pkg.one", "pkg.one.run", "pkg.one.table", "pkg.registry", "pkg.shared", "pkg.two", "pkg.typed", "single",
    )  # fmt: skip


def test_files_have_names(modules, tmp_path):
    assert modules.name_of(str(tmp_path / "pkg/one/__init__.py")) == "pkg.one"
    assert modules.name_of(str(tmp_path / "single.py")) == "single"
    assert modules.name_of(str(tmp_path / "pkg/../single.py")) == "single"
    assert modules.name_of(str(tmp_path / "other.py")) is None
    assert modules.name_of("<string>") is None


def test_imports_of_a_module_are_followed_and_those_for_type_checkers_are_not(modules):
    assert modules.closure({"pkg.one.run": frozenset()}) == {
        "pkg", "pkg.one", "pkg.one.run", "pkg.one.table", "pkg.shared",
    }  # fmt: skip


def test_imports_inside_a_function_count_where_it_ran(modules):
    assert modules.closure({"pkg.registry": frozenset()}) == {"pkg", "pkg.registry"}
    assert "pkg.two" in modules.closure({"pkg.registry": frozenset({2})})
    assert modules.closure({"pkg.registry": frozenset({10})}) == {
        "pkg",
        "pkg.registry",
        "pkg.two",
        "pkg.shared",
    }


def test_a_path_of_an_object_stands_for_its_module(modules):
    assert modules.closure({}, ["pkg.two.Class.method"]) == {"pkg", "pkg.two", "pkg.shared"}


def test_a_digest_moves_with_each_of_its_modules(modules, tmp_path):
    names = ("pkg.one.run", "pkg.shared")
    before = modules.digest(names)
    (tmp_path / "pkg/two.py").write_text("changed = True\n")
    assert Modules(tmp_path, ("pkg",)).digest(names) == before
    with (tmp_path / "pkg/shared.py").open("a") as file:
        file.write("# a comment\n")
    assert Modules(tmp_path, ("pkg",)).digest(names) == before
    with (tmp_path / "pkg/shared.py").open("a") as file:
        file.write("changed = True\n")
    changed = Modules(tmp_path, ("pkg",)).digest(names)
    assert changed != before
    (tmp_path / "pkg/shared.py").unlink()
    assert Modules(tmp_path, ("pkg",)).digest(names) not in {before, changed}
