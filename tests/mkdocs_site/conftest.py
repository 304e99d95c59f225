"""A small project with a page that is true, and a configuration of mkdocs."""

import pytest
from built_site import MKDOCS
from tiny_project import write_tree

from docgen.cli.main import main


@pytest.fixture
def root(tmp_path):
    write_tree(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    assert main(["build", "--root", str(tmp_path)]) == 0
    return tmp_path
