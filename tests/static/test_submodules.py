"""Names of packages of a large tree that are names of their submodules, too."""

import pytest

FILES = {"pkg/tools/run.py": "x = 8\n", "pkg/tools/other.py": "y = 1\n"}
OWN = {
    "imported-before": "from pkg.tools.run import x\ndef run(): return 1\n",
    "taken-from-it": "from .run import x as run\n",
    "imported-as-a-name": "from . import run as _\nrun = 1\n",
    "in-a-branch": "try:\n    import pkg.tools.run\nexcept ImportError:\n    pass\nrun = 2\n",
}
OPEN = {"not-imported": "def run(): return 1\n", "imported-after": "run = 1\nfrom .run import x\n"}


def kind(text, package):
    main = "import pkg.tools.run\nfrom pkg.tools import run\nkind = type(run).__name__\n"
    written = package({**FILES, "pkg/tools/__init__.py": text, "pkg/main.py": main})
    return written.evaluated("pkg.main.kind"), written.executed("pkg.main.kind")


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def test_what_a_package_binds_after_the_import_is_its_own(text, package):
    static, right = kind(text, package)
    assert static == right
    assert right.value != "module"


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_what_an_import_may_replace_is_unknown(text, package):
    static, right = kind(text, package)
    assert right.value == "module"
    assert (static.kind, static.value) == ("unknown", "pkg.tools.run may be the submodule of that name")


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(
    ("text", "known"),
    [("import pkg.tools", False), ("import pkg.tools.run", True), ("from pkg.tools.run import x", True)],
)
def test_a_submodule_that_a_handler_waits_for_is_known_if_it_is_imported_above(text, known, package):
    main = f"import pkg\n{text}\ntry:\n    v = pkg.tools.run.x\nexcept AttributeError:\n    v = 0\n"
    written = package({**FILES, "pkg/tools/__init__.py": "", "pkg/main.py": f"{main}import pkg.tools.run\n"})
    static, right = written.evaluated("pkg.main.v"), written.executed("pkg.main.v")
    assert static.covers(right)
    assert (static.kind == "known") is known


@pytest.mark.usefixtures("_large_trees")
def test_the_configuration_names_a_submodule_under_a_handler_of_the_tree(package):
    main = "def attempt(f):\n    try: return f()\n    except (AttributeError, OSError): return 0\n"
    written = package({**FILES, "pkg/tools/__init__.py": "", "pkg/main.py": main})
    assert written.evaluated("pkg.main.attempt(lambda: [pkg.tools.run.x for _ in '1'])").value == [8]
