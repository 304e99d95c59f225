"""Tables of a page that claims something are parsed once as long as the page stays the same."""

import pytest

from docgen.claims import pages
from docgen.claims.formats.pages import read_tables
from docgen.claims.tables import PageTable
from docgen.project.cache import Cache

PAGE = "# Kinds\n\n| Kind | *Round* |\n| - | - |\n| **A** `x` | ✅ |\n| B<br>b | ❌ |\n"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Reads a page, and counts how often one was parsed."""
    times = []

    def counted(text, path):
        times.append(path)
        return read_tables(text, path)

    monkeypatch.setattr(pages, "read_tables", counted)

    def tables(text, path="page.md"):
        return pages.tables_of(text, path, Cache(tmp_path / "cache")), len(times)

    return tables


def test_they_are_recalled_as_they_were(read):
    first, _ = read(PAGE)
    assert first == read_tables(PAGE, "page.md")
    assert isinstance(first[0], PageTable)
    assert read(PAGE) == (first, 1)


def test_another_text_or_format_is_taken_apart(read):
    read(PAGE)
    assert read(PAGE.replace("✅", "❌"))[1] == 2
    assert read(PAGE, "page.mdx")[1] == 3
