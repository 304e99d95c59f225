"""Pages of backends on a real site: answers, reasons and source, with anchors by dotted paths."""

import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from tiny_project import FILES, write_tree

from docgen.model.location import Location
from docgen.model.support import Backend
from docgen.web.declared import declared

MKDOCS = """site_name: shapes
docs_dir: docs
markdown_extensions: [attr_list, tables, fenced_code]
plugins:
  - docgen:
      backend_pages: each
"""
CIRCLE = '''from shapes.base import Shape
from shapes.colours import Colour


class Circle(Shape):
    """Round. <img src=x onerror=alert(1)> [a](javascript:alert(1))"""

    @classmethod
    def supports_colour(cls, colour):
        """Tell whether it is painted so.

        Args:
            colour: The colour.

        Raises:
            ValueError: there is no <b>paint</b>.
        """
        text = "</code></pre><script>alert(1)</script>"

        return colour in (Colour.RED, Colour.BLUE)

    @classmethod
    def is_round(cls):
        return True
'''


KERNEL = """import lib


@lib.jit(fast=True)
def paint(canvas, colour: int = 0):
    \"\"\"Paint a canvas.\"\"\"
    return canvas


def helper():
    return None
"""


def test_functions_beside_a_class_are_found_by_their_decorators(tmp_path):
    write_tree(
        tmp_path,
        {
            "pkg/__init__.py": "",
            "pkg/one/__init__.py": "",
            "pkg/one/backend.py": "class One:\n    def run(self):\n        return 1\n",
            "pkg/one/kernel.py": KERNEL,
            "pkg/one/broken.py": "def (",
        },
    )
    backend = Backend(
        name="ONE", object="pkg.one.backend.One", location=Location("pkg/one/backend.py", 1), cells={}
    )
    found = {each.path: each for each in declared(tmp_path, backend, ["lib.jit"])}
    assert [*found] == ["pkg.one.backend.One", "pkg.one.backend.One.run", "pkg.one.kernel.paint"]
    paint = found["pkg.one.kernel.paint"]
    assert paint.signature == "paint(canvas, colour: int = 0)"
    assert paint.sections[0].text == "Paint a canvas."
    assert paint.source.startswith("@lib.jit(fast=True)\ndef paint")
    assert [
        *declared(tmp_path, Backend(name="X", object=None, location=backend.location, cells={}), [])
    ] == []


@pytest.fixture
def site(tmp_path):
    files = {
        **FILES,
        "shapes/circle.py": CIRCLE,
    }
    write_tree(tmp_path, files)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    result = subprocess.run(
        command, cwd=tmp_path, env={**os.environ}, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 0, result.stderr
    return tmp_path / "site"


def test_a_page_has_answers_and_source_with_anchors(site):
    soup = BeautifulSoup((site / "each/CIRCLE/index.html").read_text(), "html.parser")
    rows = {row.td.get_text(): row.find_all("td")[1].get_text() for row in soup.select("tbody tr") if row.td}
    assert rows["Colours"] == "All"
    assert rows["Round"] == "✅"
    for path in ("shapes.circle.Circle", "shapes.circle.Circle.supports_colour"):
        assert soup.find("h3", id=path)
    text = soup.get_text()
    assert "supports_colour(colour)" in text
    assert "Raises" in text
    assert "return colour in (Colour.RED, Colour.BLUE)" in text


def test_texts_of_strangers_stay_texts(site):
    page = (site / "each/CIRCLE/index.html").read_text()
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find("img", onerror=True)
    assert not [script for script in soup.find_all("script") if "alert(1)" in script.get_text()]
    assert not [link for link in soup.find_all("a") if link.get("href", "").startswith("javascript:")]
    assert "</code></pre><script>" in soup.get_text()


def test_tables_lead_to_the_pages(site):
    soup = BeautifulSoup((site / "shapes/index.html").read_text(), "html.parser")
    assert soup.select_one("tr[data-row=CIRCLE] th a")["href"] == "../each/CIRCLE/"
    page = BeautifulSoup((site / "each/CIRCLE/index.html").read_text(), "html.parser")
    assert page.find("a", string="All backends")["href"] == "../../shapes/"
