"""The scripts of the interactive pages: their own tests, which node runs, and the file that pages are given."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from docgen.web.assets import PICKER, TABLES, picker_script, tables_script
from docgen.web.pieces import HERE

SCRIPTS = Path(__file__).parent / "scripts"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")


@needs_node
@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.test.mjs")), ids=lambda path: path.name)
def test_the_modules_alone(path):
    result = subprocess.run(
        [NODE, "--test", str(path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stdout + result.stderr


BUNDLES = {"tables": (TABLES, tables_script), "picker": (PICKER, picker_script)}


@needs_node
@pytest.mark.parametrize("name", BUNDLES)
def test_the_whole_file_is_a_script(tmp_path, name):
    file = tmp_path / "docgen.cjs"
    file.write_text(BUNDLES[name][1]())
    result = subprocess.run([NODE, "--check", str(file)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", BUNDLES)
def test_no_name_is_defined_twice_in_a_file(name):
    text = BUNDLES[name][1]()
    names = re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", text, re.MULTILINE)
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)


def test_every_module_is_in_a_file():
    assets = HERE / "assets"
    files = {path.relative_to(assets).with_suffix("").as_posix() for path in assets.rglob("*.js")}
    assert files - {"vendor/tablesort.min"} == {*TABLES, *PICKER}


@pytest.mark.parametrize("name", BUNDLES)
def test_a_module_stands_below_those_that_it_imports(name):
    modules = BUNDLES[name][0]
    for position, module in enumerate(modules):
        text = (HERE / "assets" / f"{module}.js").read_text()
        above = "python/" if module.startswith("python/") else ""
        for imported in re.findall(r'from "\./([\w/]+)\.js"', text):
            assert f"{above}{imported}" in modules[:position], f"{module} imports {imported}"
