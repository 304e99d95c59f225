"""The assumption that every module can be imported, which keeps what docgen cannot follow from hiding the rest."""

from __future__ import annotations

import pytest
from tiny_project import write_tree

from docgen.config import load_config
from docgen.project.introspection import introspect

CONFIGURATION = """
packages = ["pkg"]
[discovery]
kind = "enum"
path = "pkg.registry.Registry"
[[capability]]
key = "flag"
header = "Flag"
probe = "cls.flag"
"""
REGISTRY = 'import enum\nclass Registry(enum.Enum):\n    BACKEND = "pkg.main.Backend"\n'
OPEN = "import outside_pkg\n"
CLASS = "class Backend:\n    flag = True\n"

MODULES = {
    "an operation that may fail": (f"{OPEN}x = [3]\noutside_pkg.fill(x)\ny = x[0] + 1\n{CLASS}", True),
    "a decision under which it raises": (
        f"{OPEN}if outside_pkg.number > 3:\n    raise TypeError\n{CLASS}",
        True,
    ),
    "a name of the statement is asked for": (
        f"{OPEN}x = []\nfor n in outside_pkg.numbers.items():\n    x.append(n + 1)\n{CLASS}    flag = x\n",
        None,
    ),
    "a decision that matters": (
        f"{OPEN}{CLASS}if outside_pkg.number > 3: raise TypeError\nif outside_pkg.word == 'a': Backend.flag = False\n",
        None,
    ),
    "an import that always fails": (f"raise TypeError\n{CLASS}", None),
}


def answer(root, text: str, assumed: str) -> object:
    """The known value of the one cell; None if it is not known."""
    files = {"docgen.toml": CONFIGURATION + assumed, "pkg/__init__.py": "", "pkg/registry.py": REGISTRY}
    write_tree(root, files | {"pkg/main.py": text})
    (backend,) = introspect(root, load_config(root)).backends
    return [(cell.state.value, cell.value) for cell in backend.cells["flag"]]


@pytest.mark.parametrize(("text", "value"), MODULES.values(), ids=MODULES)
def test_an_import_that_is_assumed_not_to_fail(tmp_path, text, value):
    assumed = '\n[defaults]\ninstalled = ["outside_pkg"]\n'
    without = answer(tmp_path / "without", text, assumed)
    found = answer(tmp_path / "with", text, f"{assumed}importable = true\n")
    assert "known" not in dict(without)
    assert found == [("known", value)] if value is not None else "known" not in dict(found)


@pytest.mark.parametrize("first", ["sure", "unsure"])
def test_each_scenario_has_its_own_assumption(tmp_path, first):
    second = {"sure": "unsure", "unsure": "sure"}[first]
    scenarios = "".join(
        f"[[scenario]]\nname = {name!r}\nimportable = {str(name == 'sure').lower()}\n"
        for name in (first, second)
    )
    text, value = MODULES["a decision under which it raises"]
    found = answer(tmp_path, text, f'\n[defaults]\ninstalled = ["outside_pkg"]\n{scenarios}')
    assert ("known", value) in found
    assert len(found) == 2


def test_a_function_that_may_import_hides_the_module_it_may_bind_alone(tmp_path):
    main = f"""{OPEN}import pkg
def load(n):
    if outside_pkg.number > n: pass
    import pkg.extra
x = [load(n) for n in outside_pkg.numbers.items()]
{CLASS}"""
    files = {
        "pkg/__init__.py": "",
        "pkg/registry.py": REGISTRY,
        "pkg/main.py": main,
        "pkg/extra.py": "",
        "docgen.toml": "",
    }
    asked = (
        CONFIGURATION
        + '[[capability]]\nkey = "bound"\nheader = "Bound"\nprobe = "hasattr(pkg.main.pkg, \'extra\')"\n'
    )
    for name, importable, expected in (("plain", "false", "unknown"), ("sure", "true", "known")):
        root = write_tree(tmp_path / name, files)
        (root / "docgen.toml").write_text(
            f"{asked}[defaults]\ninstalled = ['outside_pkg']\nimportable = {importable}\n"
        )
        (row,) = introspect(root, load_config(root)).backends
        assert row.cells["flag"][0].state.value == expected
        assert row.cells["bound"][0].state.value == "unknown"
