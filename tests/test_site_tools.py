"""Real builds with Material for MkDocs and with ProperDocs, a fork of mkdocs that loads its plugins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

pytestmark = pytest.mark.network

TOOLS = {
    "material": ("mkdocs", ("mkdocs-material>=9.5",), "material"),
    "properdocs": ("properdocs", ("properdocs>=1.6", "properdocs-theme-mkdocs"), "mkdocs"),
}
"""For each, the module that builds and its configuration's name, what to install, and the theme."""

SETTINGS = """site_name: shapes
repo_url: https://github.com/o/r
edit_uri: edit/main/docs/
theme:
  name: {theme}
  features: [content.action.edit]
markdown_extensions:
  - admonition
  - pymdownx.superfences
  - pymdownx.tabbed: {{alternate_style: true}}
plugins:
  - search
  - docgen
"""

GUIDE = """# Guide

=== "Table"

    <!-- docgen:table support -->

=== "Order"

    <!-- docgen:list order -->

!!! note
    A circle is <!-- docgen:cell backend=CIRCLE capability=colours -->.

``` markdown
<!-- docgen:table nothing -->
```
"""


@pytest.fixture(scope="module", params=TOOLS)
def tool(request, tmp_path_factory) -> tuple[Path, str, str]:
    """The directory where the tool is installed, its module and the theme."""
    module, packages, theme = TOOLS[request.param]
    target = tmp_path_factory.mktemp(request.param)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target)]
    subprocess.run([*command, *packages, "pymdown-extensions"], check=True, timeout=600)
    return target, module, theme


def build(root: Path, tool: tuple[Path, str, str]) -> subprocess.CompletedProcess:
    target, module, theme = tool
    (root / f"{module}.yml").write_text(SETTINGS.format(theme=theme))
    path = os.pathsep.join(filter(None, [str(target), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, "-m", module, "build", "--strict"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def root(tmp_path):
    write_tree(tmp_path)
    assert main(["build", "--root", str(tmp_path)]) == 0
    (tmp_path / "docs/guide.md").write_text(GUIDE)
    return tmp_path


def test_pages_show_the_code(root, tool):
    result = build(root, tool)
    assert result.returncode == 0, result.stderr
    page = (root / "site/guide/index.html").read_text()
    for expected in (
        '<span aria-hidden="true">❌</span>',
        "<li><strong>flat</strong>: CIRCLE, SQUARE</li>",
        "<p>A circle is All.</p>",
    ):
        assert expected in page
    assert "https://github.com/o/r/edit/main/docs/guide.md" in page
    assert "docgen:table nothing" in page
    assert "docgen:table support" not in page


def test_drift_fails_and_an_unknown_name_is_told_with_its_line(root, tool):
    page = root / "docs/shapes.md"
    page.write_bytes(page.read_bytes().replace(b"| red ", b"| All "))
    result = build(root, tool)
    assert result.returncode == 1
    assert "docs/shapes.md:12: SQUARE, Colours: the docs say All" in result.stderr
    (root / "docs/guide.md").write_text(GUIDE.replace("table support", "table suport"))
    assert "docs/guide.md:5: no table 'suport', did you mean 'support'?" in build(root, tool).stderr
