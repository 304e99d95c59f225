"""Guarded imports of a module of a large tree fail where the scenario lacks what the module needs."""

import pytest

from docgen.config import Scenario
from docgen.static.answers.availability import imports_of

FILES = {
    "pkg/ops.py": "import absent_pkg\nx = 1\n",
    "pkg/deep/__init__.py": "from pkg.ops import x\n",
    "pkg/deep/below.py": "y = 1\n",
    "pkg/prepared.py": "try:\n    import absent_pkg\nexcept ImportError:\n    pass\nz = 1\n",
}
IMPORTS = {
    "name": "from pkg.ops import x",
    "module": "import pkg.ops",
    "module-with-another-name": "import pkg.ops as other",
    "submodule": "from pkg import ops",
    "everything": "from pkg.ops import *",
    "package-of-the-module": "from pkg.deep.below import y",
    "by-name": "import importlib\n    importlib.import_module('pkg.ops')",
}


def has(statement, package, **assumed):
    text = f"try:\n    {statement}\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    written = package({**FILES, "pkg/main.py": text})
    return written.evaluated("pkg.main.HAS", written.questioner(Scenario(name="default", **assumed)))


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("way", IMPORTS)
@pytest.mark.parametrize(("said", "right"), [("missing", False), ("installed", True)])
def test_the_scenario_decides(way, said, right, package):
    answer = has(IMPORTS[way], package, **{said: ("absent_pkg",)})
    assert (answer.kind, answer.value) == ("known", right)


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("way", IMPORTS)
def test_what_nobody_says_of_a_package_that_the_module_leads_to_is_open(way, package):
    assert has(IMPORTS[way], package).kind == "conditional"


@pytest.mark.usefixtures("_large_trees")
def test_what_the_importing_module_needs_itself_is_there(package):
    main = (
        "import absent_pkg\ntry:\n    import pkg.ops\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    )
    written = package({**FILES, "pkg/main.py": main})
    answer = written.evaluated("pkg.main.HAS", written.questioner())
    assert (answer.kind, answer.value) == ("known", True)


@pytest.mark.usefixtures("_large_trees")
def test_of_many_packages_some_may_be_missing(package):
    text = "".join(f"import absent_{n}\n" for n in range(9))
    main = "try:\n    import pkg.many\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    cell = package({"pkg/many.py": text, "pkg/main.py": main}).cell("pkg.main.HAS")
    assert [condition.when for condition in cell.conditions] == ["import pkg.many", "not (import pkg.many)"]


@pytest.mark.usefixtures("_large_trees")
def test_a_module_that_is_prepared_for_it_is_imported(package):
    answer = has("from pkg.prepared import z", package, missing=("absent_pkg",))
    assert (answer.kind, answer.value) == ("known", True)


@pytest.mark.usefixtures("_large_trees")
def test_a_module_that_is_not_python_is_refused_where_a_handler_catches_that(package):
    main = "try:\n    import pkg.broken\n    HAS = True\nexcept SyntaxError:\n    HAS = False\n"
    written = package({"pkg/broken.py": "def (:\n", "pkg/main.py": main})
    questioner = written.questioner()
    answer = written.evaluated("pkg.main.HAS", questioner)
    assert (answer.kind, answer.value) == ("known", False)
    assert questioner.program.tree.unreadable == {}


@pytest.mark.usefixtures("_large_trees")
def test_the_answer_leans_on_the_imports_of_the_packages_around_the_module(package):
    main = "try:\n    import pkg.deep.below\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    written = package({**FILES, "pkg/main.py": main})
    questioner = written.questioner()
    imports = imports_of(questioner.program)
    _, evidence = questioner.program.tree.witnessed(lambda: imports.unsaid("pkg.deep.below", "pkg.main"))
    assert "pkg/deep/__init__.py" in evidence.imports
