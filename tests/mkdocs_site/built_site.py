"""Sites of a small project, built by mkdocs, and what readers see of them."""

import subprocess
import sys

from bs4 import BeautifulSoup

MKDOCS = """site_name: shapes
docs_dir: docs
plugins:
  - docgen
"""


def build(root, *more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "mkdocs", "build", *more]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)


def cells(page: str) -> list[str]:
    """The texts of the cells of all tables of docgen, as readers see them."""
    soup = BeautifulSoup(page, "html.parser")
    for link in soup.select(".docgen-anchor"):
        link.decompose()
    return [cell.get_text(" ", strip=True) for cell in soup.select(".docgen-table th, .docgen-table td")]
