"""Links of a site to the documented source: each leads to a page of the site, and to a line that is there."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
from html import unescape
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.model.location import Location
from docgen.web.source_pages import SourcePages

MKDOCS = """site_name: shapes
plugins:
  - docgen:
      backend_pages: backends
      source_pages: code
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    write_tree(root)
    (root / "mkdocs.yml").write_text(MKDOCS)
    assert main(["build", "--root", str(root)]) == 0
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=root, check=True, timeout=60)
    return root / "site"


def addresses(page) -> list[str]:
    """Links of a page, and the addresses in its data."""
    soup = BeautifulSoup(page.read_text(), "html.parser")
    found = [link["href"] for link in soup.select("a[href]")]
    data = soup.select_one("#docgen-data")
    return [*found, *(address for _, address in json.loads(data.text)["places"])] if data else found


@pytest.mark.parametrize("name", ["shapes/index.html", "backends/CIRCLE/index.html"])
def test_every_link_to_a_line_leads_there(site, name):
    links = [link for link in addresses(site / name) if "code/" in link]
    assert len(links) > 3
    for link in links:
        path, _, line = link.partition("#")
        page = site / posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        assert BeautifulSoup(page.read_text(), "html.parser").find(id=line) is not None


def test_no_address_is_left_open(site):
    assert [page for page in site.rglob("*.html") if ".invalid/" in page.read_text()] == []


def lines(html: str) -> list[str]:
    """The lines of code that a page shows."""
    return [unescape(re.sub(r"<[^>]*>", "", line)) for line in re.findall(r"<code>(.*)</code></li>", html)]


def test_a_page_shows_the_lines_as_they_are(site):
    html = (site / "code/shapes/circle.py.html").read_text()
    assert lines(html) == (site.parent / "shapes/circle.py").read_text().splitlines()
    assert BeautifulSoup(html, "html.parser").select_one("header a")["href"] == "../../index.html"


def test_code_is_no_markup_and_hides_nothing(tmp_path):
    write_tree(tmp_path, {"a b.py": "'''<script>\n\u202e</li>'''\n"})
    pages = SourcePages(tmp_path, "code")
    link = pages.link(Location("a b.py", 2))
    assert pages.resolved(f'<a href="{link}">', "x/y/") == '<a href="../../code/a%20b.py.html#L2">'
    ((name, html),) = pages.pages()
    assert name == "code/a b.py.html"
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select("script") == []
    assert lines(html) == ["'''<script>", r"\u202e</li>'''"]


@pytest.mark.parametrize("path", ["missing.py", "../outside.py", "/etc/passwd", "link.py"])
def test_what_cannot_be_shown_has_no_link(tmp_path, path):
    write_tree(tmp_path, {"outside.py": "", "root/pkg.py": ""})
    root = tmp_path / "root"
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    pages = SourcePages(root, "code")
    assert pages.link(Location(path, 1)) is None
    assert [*pages.pages()] == []
