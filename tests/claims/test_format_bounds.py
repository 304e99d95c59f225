"""Bounds of reading pages that people write: elements left open, cells without number, pages without end."""

import contextlib

import pytest

from docgen.claims.formats import html_walk, pages
from docgen.claims.formats.pages import read_tables
from docgen.errors import PageError

DEEP = ("<table>", "<p>x", "<span>", "<h2>x<table><tr><td>", "<tr><td>a", "<td><b>", "<sup>1")
"""Elements that are left open, and then hold all that follow."""


@pytest.mark.parametrize("part", DEEP)
def test_elements_left_open_take_no_time_by_the_square(part):
    """Looking each up from below took half a minute for 2,000 of them."""
    with contextlib.suppress(PageError):
        read_tables(f"<table><tr><td>{part * (6_000 // len(part))}", "p.html")


def test_a_page_that_takes_too_many_steps_is_refused(monkeypatch):
    monkeypatch.setattr(html_walk, "MOST", 50)
    with pytest.raises(PageError, match=r"p.html:1: reading its HTML takes more than 50 steps"):
        read_tables("<table><tr><td>a</td></tr></table>" * 20, "p.html")


@pytest.mark.parametrize("text", ["<tr>" * 2000 + "<td colspan=1000>a" * 600, "<td colspan=1000>a" * 1001])
def test_a_table_of_too_many_cells_is_refused(text):
    with pytest.raises(PageError, match="a table has more than 1,000,000 cells"):
        read_tables(f"<table><tr><td>a</tr><tr>{text}", "p.html")


def test_a_long_page_is_read_apart_with_the_same_result(monkeypatch):
    text = "# A\n\n| a | *b* |\n| - | - |\n| `x` | [y](z) |\n"
    here = read_tables(text, "p.md")
    monkeypatch.setattr(pages, "_SHORT", 0)
    assert read_tables(text, "p.md") == here
    with pytest.raises(PageError, match=r"^p.ipynb:1: "):
        read_tables("{", "p.ipynb")


def test_a_page_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "_SHORT", 0)
    monkeypatch.setattr(pages, "apart", lambda _: None)
    with pytest.raises(PageError, match=r"p.rst:1: its tables cannot be read in 10 s and 512 MiB"):
        read_tables("a", "p.rst")
