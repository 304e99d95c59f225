"""One table in every format that people write pages in."""

import contextlib
import json

import pytest
from bs4.exceptions import ParserRejectedMarkup
from claimed_project import CLAIMS, check, said

from docgen.claims.formats import html, restructured_text
from docgen.claims.formats.pages import read_tables
from docgen.errors import PageError

NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": ["1 + 1\n"], "outputs": []},
        {
            "cell_type": "markdown",
            "source": [
                "# T\n",
                "\n",
                "| Backend | Sink |\n",
                "| - | - |\n",
                "| ALPHA | ❌ |\n",
                "| `BETA` | no |",
            ],
        },
    ],
    "nbformat": 4,
}
PAGES = {
    "page.md": """# T

<table>
  <tr><th>Backend</th><th><code>Sink</code></th></tr>

  <tr>
    <td><a href="a">ALPHA</a></td><td>❌</td></tr>
  <tr>
    <td>BETA</td><td>:x:<sup>1</sup></td></tr>
</table>
""",
    "page.mdx": """import Table from './table'

# T

{/* kept by hand */}

<table style={{width: "100%", borderCollapse: "collapse"}}>
  <tbody>
    <tr onClick={(row) => row > 2}><th>**Backend**</th><th className="x">**Sink**</th></tr>

    <tr><td>**ALPHA (the first)**</td><td>{"❌"}</td></tr>
    <tr>
      <td>[BETA](b.md)</td>
      <td>no</td>
    </tr>
  </tbody>
</table>
""",
    "page.html": """<html><body><h2>T</h2>
<table><thead><tr><th>Backend<th>Sink</thead>
<tr><td>ALPHA</td><td>❌</td></tr>
<tr><td rowspan="2">BETA</td><td>no</td></tr>
<tr><td>no</td></tr>
</table></body></html>
""",
    "list.rst": """P
=

T
-

.. list-table:: Support
   :header-rows: 1

   * - Backend
     - ``Sink``
   * - :class:`~pkg.reg.ALPHA`
     - ❌ [1]_
   * - BETA
     - no

.. [1] Not yet.
""",
    "csv.rst": """T
=

.. csv-table::
   :header: "Backend", "Sink"

   "ALPHA", ❌
   "BETA", no
""",
    "grid.rst": """T
=

+---------+------+
| Backend | Sink |
+=========+======+
| ALPHA   | ❌   |
+---------+------+
| BETA    | no   |
+---------+------+
""",
    "simple.rst": """T
=

.. tabs::

   .. tab:: Linux

      ======= =======
      Backend Sink
      ======= =======
      ALPHA   |no|
      BETA    |no|
      ======= =======

.. |no| replace:: ❌
""",
    "myst.md": """# T

```{list-table}
:header-rows: 1

* - Backend
  - Sink
* - ALPHA
  - ❌
* - BETA
  - no
```
""",
    "book.ipynb": json.dumps(NOTEBOOK, indent=1),
    "ascii.ipynb": json.dumps(NOTEBOOK, indent=1, ensure_ascii=False),
}


@pytest.mark.parametrize("path", PAGES)
def test_a_table_is_read_in_its_format(path, tmp_path, capsys):
    page = PAGES[path]
    status, report = check(tmp_path, capsys, page, path=path)
    assert status == 1
    findings = said(report)
    assert {rule for rule, *_ in findings} == {"underclaim"}
    assert {message.partition(":")[0] for _, message, _ in findings} == {"BETA, Sink"}
    # The place is the line on which the claim stands.
    lines = [int(place.rpartition(":")[2]) for *_, place in findings]
    for line in lines:
        assert "no" in page.splitlines()[line - 1] or ":x:" in page.splitlines()[line - 1], (path, line)


@pytest.mark.parametrize("path", PAGES)
def test_a_true_table_agrees(path, tmp_path, capsys):
    page = PAGES[path].replace("no<", "yes<").replace(":x:", "yes").replace('"BETA", no', '"BETA", yes')
    page = page.replace("| no |", "| yes |").replace("no   |", "yes  |").replace("- no", "- yes")
    page = page.replace("BETA    |no|", "BETA    yes")
    status, report = check(tmp_path, capsys, page, path=path)
    assert (status, report["findings"]) == (0, [])
    assert report["compared"] >= 2


def test_a_directive_reads_no_file(tmp_path):
    (tmp_path / "secret.csv").write_text("a,b\n")
    (table,) = read_tables(f".. csv-table::\n   :file: {tmp_path / 'secret.csv'}\n", "p.rst")
    assert (table.rows, "File and URL access deactivated" in table.malformed) == ((), True)
    assert read_tables(f".. include:: {tmp_path / 'secret.csv'}\n", "p.rst") == ()


def test_a_missing_parser_is_named_with_what_installs_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(__import__("sys").modules, "docutils", None)
    with pytest.raises(PageError) as caught:
        read_tables(PAGES["grid.rst"], "docs/grid.rst")
    assert str(caught.value) == (
        "docs/grid.rst:1: tables of reStructuredText need docutils; to fix: pip install 'attention-docgen[rst]'"
    )
    assert restructured_text.__doc__


@pytest.mark.parametrize("text", ["", "not json", '{"cells": 3}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_told(text):
    with pytest.raises(PageError, match="not a notebook"):
        read_tables(text, "a.ipynb")


def test_cells_that_span_rows_and_columns():
    (table,) = read_tables(
        "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td rowspan=2>c</td><td>d</td><td>e</td></tr>"
        "<tr><td>f</td></tr></table>",
        "p.html",
    )
    assert [cell.text for cell in table.header] == ["a", "", "b"]
    assert [[cell.text for cell in row] for row in table.rows] == [["c", "d", "e"], ["c", "f", ""]]
    assert table.rows[1][0].copied


def test_a_caption_stands_above_or_in_the_table():
    above, inside = read_tables(
        "Above:\n\n| a |\n| - |\n\n<table><caption>In it</caption><tr><td>x</td></tr></table>\n", "p.md"
    )
    assert (above.caption, inside.caption) == ("Above:", "In it")


def test_the_heading_is_the_nearest_above():
    first, second = read_tables("# One\n\n| a |\n| - |\n\n## `Two`\n\n| a |\n| - |\n", "p.md")
    assert (first.heading, second.heading) == ("One", "Two")


def test_claims_of_a_transposed_page_need_no_word(tmp_path, capsys):
    page = "# T\n\n<table><tr><td></td><th>ALPHA</th><th>BETA</th></tr><tr><th>Sink</th><td>no</td><td>yes</td></tr></table>\n"
    status, report = check(tmp_path, capsys, page, claims=CLAIMS)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


@pytest.mark.parametrize(
    ("path", "cell", "words"),
    [
        ("p.html", "<img src='a.png' alt='yes'>", "yes"),
        ("p.html", "<img src='a.png'>", '<img src="a.png">'),
        ("p.html", "<i class='fa fa-check' aria-label='yes'></i>", "yes"),
        ("p.html", "<i class='fa fa-check'></i>", '<i class="fa fa-check">'),
        ("p.html", "<span title=no></span>", "no"),
        ("p.html", "<input type=checkbox checked>", "[x]"),
        ("p.html", "<input type=checkbox>", "[ ]"),
        ("p.html", "yes<span hidden>no</span><b style='display: none'>no</b><script>no</script>", "yes"),
        ("p.html", "<a id=here></a>", ""),
        ("p.mdx", "<Yes/>", "<Yes />"),
        ("p.mdx", "<Icon name={check} />", "<Icon name={check} />"),
    ],
)
def test_a_sign_without_words_is_not_an_empty_cell(path, cell, words):
    html = f"<table><tr><td>A</td><td>{cell}</td></tr></table>"
    (table,) = read_tables(html if path == "p.html" else f"| A | {cell} |\n| - | - |\n", path)
    assert table.header[1].text == words


def test_signs_of_a_restructured_text_page(tmp_path, capsys):
    page = PAGES["list.rst"].replace("❌", "|no|").replace("- no", "- |yes|")
    page += "\n.. |no| image:: no.png\n   :alt: no\n.. |yes| image:: yes.png\n   :alt: yes\n"
    status, report = check(tmp_path, capsys, page, path="p.rst")
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_html_in_a_restructured_text_page_is_read():
    (table,) = read_tables(
        "T\n=\n\n.. raw:: html\n\n   <table><tr><th>A</th></tr>\n   <tr><td>x</td></tr></table>\n", "p.rst"
    )
    assert (table.heading, table.line, table.rows[0][0].line) == ("T", 6, 7)


def test_a_text_page_is_read_by_what_is_in_it():
    for text in (PAGES["grid.rst"], "# T\n\n| Backend | Sink |\n| - | - |\n| ALPHA | no |\n"):
        (table,) = read_tables(text, "p.txt")
        assert (table.heading, table.rows[0][0].text) == ("T", "ALPHA")


@pytest.mark.parametrize("text", ["<![i](s)", "<p>a</p><![x[ b ]]>", "<!" + "[" * 3])
@pytest.mark.parametrize("path", ["page.html", "page.mdx", "page.md", "page.rst", "page.ipynb", "page.txt"])
def test_a_section_without_a_keyword_is_no_traceback(text, path):
    content = json.dumps({"cells": [{"cell_type": "markdown", "source": [text]}], "nbformat": 4})
    with contextlib.suppress(PageError):
        read_tables(content if path.endswith("ipynb") else text, path)


def test_a_section_that_the_parser_refuses_is_named(monkeypatch):
    def refuse(*_):  # newer versions of Python read such a section as a comment
        raise ParserRejectedMarkup(AssertionError("unknown status keyword 'i' in marked section"))

    monkeypatch.setattr(html, "BeautifulSoup", refuse)
    with pytest.raises(
        PageError, match=r"page\.html:1: HTML that cannot be parsed: unknown status keyword 'i'"
    ):
        read_tables("<![i](s)", "page.html")


def test_a_caption_of_a_table_inside_is_its_own():
    outer, inner = read_tables(
        "<table><tr><td><table><caption>c</caption><tr><td>x</table></table>", "p.html"
    )
    assert (outer.caption, inner.caption) == ("", "c")


@pytest.mark.parametrize("hidden", ["hidden", 'style="Display: none"'])
def test_a_cell_that_takes_no_room_is_in_no_column(hidden):
    page = f"<table><tr><th>A<th>B<tr><td>x<td {hidden}>yes<td>no</table>"
    ((_, cell),) = read_tables(page, "p.html")[0].rows
    assert cell.text == "no"
