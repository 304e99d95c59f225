"""Generated pages after formatters changed them: neither a check nor a build objects.

`-m network` runs the tools themselves and compares their output with `tests/formatted/`, which the other tests use.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from awkward_project import BY_HAND, WHOLE, project

from docgen.checks.pipeline import Mode, run
from docgen.errors import PageError

RECORDED = Path(__file__).parent / "formatted"

MDFORMAT = {"mdformat": [], "mdformat-wrap": ["--wrap", "60"], "mdformat-number": ["--number"]}
NPX = {
    "prettier": ["prettier@3.10.1", "--write"],
    "prettier-wrap": ["prettier@3.10.1", "--write", "--prose-wrap", "always"],
    "markdownlint": ["markdownlint-cli2@0.24.1", "--fix", "--config", "one.markdownlint.json"],
}
# As it comes it finds nothing to fix.
MARKDOWNLINT = '{"MD004": {"style": "asterisk"}, "MD050": {"style": "underscore"}, "MD013": false, "MD033": false, "MD060": false}'


def built(root: Path, by_hand: bytes | None = None) -> dict[str, bytes]:
    """The pages after a build, of which one may be there already."""
    there = project(root, by_hand.decode()) if by_hand else project(root)
    run(there, Mode.WRITE)
    return {page: (root / page).read_bytes() for page in (WHOLE, BY_HAND)}


def complaints(root: Path) -> list[str]:
    there = project(root, (root / BY_HAND).read_text())
    return [finding.message for finding in run(there, Mode.CHECK).findings]


@pytest.mark.parametrize("tool", [*MDFORMAT, *NPX])
def test_a_formatted_page_is_clean_and_stays(tmp_path, tool):
    page = (RECORDED / f"{tool}.md").read_bytes()
    assert page != built(tmp_path)[BY_HAND]
    assert built(tmp_path, page)[BY_HAND] == page
    assert complaints(tmp_path) == []


def test_a_formatted_page_that_somebody_edited_is_not_clean(tmp_path):
    page = (RECORDED / "prettier.md").read_bytes().replace(b"supported", b"supported at times", 1)
    with pytest.raises(PageError, match="was edited since docgen wrote it"):
        built(tmp_path, page)


@pytest.fixture(scope="session")
def mdformat(tmp_path_factory) -> Path:
    """A directory from which mdformat runs, with the tables of GitHub."""
    target = tmp_path_factory.mktemp("mdformat")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target)]
    subprocess.run([*command, "mdformat==1.0.0", "mdformat-gfm==1.0.0"], check=True, timeout=300)
    return target


def agrees_after(tool: str, command: list[str], root: Path, **options) -> None:
    """Both pages, written, formatted, checked and built again."""
    before = built(root)
    formatted = subprocess.run(
        [*command, WHOLE, BY_HAND],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **options,
    )
    assert formatted.returncode == 0, formatted.stdout + formatted.stderr
    after = {page: (root / page).read_bytes() for page in (WHOLE, BY_HAND)}
    assert after != before, "the formatter had nothing to do"
    assert complaints(root) == []
    assert built(root, after[BY_HAND]) == after
    assert after[BY_HAND] == (RECORDED / f"{tool}.md").read_bytes()


@pytest.mark.network
@pytest.mark.parametrize("tool", MDFORMAT)
def test_mdformat(tmp_path, mdformat, tool):
    command = [sys.executable, "-m", "mdformat", *MDFORMAT[tool]]
    agrees_after(tool, command, tmp_path, env={"PYTHONPATH": str(mdformat)})


@pytest.mark.network
@pytest.mark.skipif(shutil.which("npx") is None, reason="no npx")
@pytest.mark.parametrize("tool", NPX)
def test_tools_of_node(tmp_path, tool):
    (tmp_path / "one.markdownlint.json").write_text(MARKDOWNLINT)
    agrees_after(tool, ["npx", "--yes", *NPX[tool]], tmp_path)
