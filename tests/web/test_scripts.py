"""The scripts of the interactive pages: their own tests, which node runs, and the file that pages are given."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from docgen.web.assets import MODULES, script
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


@needs_node
def test_the_whole_file_is_a_script(tmp_path):
    file = tmp_path / "docgen.cjs"
    file.write_text(script())
    result = subprocess.run([NODE, "--check", str(file)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_every_module_is_in_the_file_and_no_name_is_defined_twice():
    files = {path.stem for path in (HERE / "assets").glob("*.js")}
    assert files == set(MODULES)
    names = re.findall(r"^(?:async )?(?:function|const|class) (\w+)", script(), re.MULTILINE)
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    assert not re.search(r"^(import|export)\b", script(), re.MULTILINE)


def test_a_module_stands_below_those_that_it_imports():
    for position, name in enumerate(MODULES):
        text = (HERE / "assets" / f"{name}.js").read_text()
        for imported in re.findall(r'from "\./(\w+)\.js"', text):
            assert imported in MODULES[:position], f"{name} imports {imported}"
