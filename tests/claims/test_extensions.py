"""Pages in the Markdown of site generators, whose blocks, lists of attributes and roles CommonMark does not know."""

import pytest
from claimed_project import check, said

from docgen.claims.formats.extensions import as_commonmark
from docgen.claims.formats.pages import read_tables

ROWS = "| Backend | Sink |\n| - | - |\n| ALPHA | no |\n| BETA | yes |\n"
LIST = "* - Backend\n  - Sink\n* - [ALPHA](a.md)\n  - no\n* - {class}`BETA`\n  - ![yes](y.png)\n"


def indented(text, by="    "):
    return "".join(f"{by}{line}\n" for line in text.splitlines())


PAGES = {
    "an admonition": f"# T\n\n!!! note\n\n{indented(ROWS)}",
    "a collapsed one": f'# T\n\n???+ tip "More"\n\n{indented(ROWS)}',
    "a tab in an admonition": f'# T\n\n!!! note\n\n    === "CUDA"\n\n{indented(indented(ROWS))}\n    after\n',
    "a container": f"# T\n\n::: warning\n{ROWS}:::\n",
    "a container in a container": f"# T\n\n::::{{tab-set}}\n:::{{tab-item}} A\n:sync: a\n\n{ROWS}:::\n::::\n",
    "a captioned table": f"# T\n\n```{{table}} Support\n:align: center\n\n{ROWS}```\n",
    "a list-table between colons": f"# T\n\n:::{{list-table}}\n:header-rows: 1\n\n{LIST}:::\n",
    "a list-table between backticks": f"# T\n\n```{{list-table}}\n:header-rows: 1\n\n{LIST}```\n",
    "an attribute list": "## T {#t .wide}\n\n" + ROWS.replace("| no |", '| :x:{ .red title="a" } |'),
    "another form of it": f"## T {{: #t }}\n\n{ROWS}",
    "roles": f"# T\n\n{ROWS.replace('ALPHA', '{py:class}`ALPHA`')}",
    "a footnote that the page defines": f"# T\n\n{ROWS.replace('| yes |', '| yes[^1] |')}\n[^1]: Soon.\n",
    "HTML whose cells are Markdown": (
        '# T\n\n<table markdown="1">\n<tr><th>Backend</th><th>Sink</th></tr>\n'
        "<tr><td>`ALPHA`</td><td>_no_</td></tr>\n<tr><td>BETA</td><td>**yes**</td></tr>\n</table>\n"
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_table_is_found_and_its_line_is_that_of_the_page(name, tmp_path, capsys):
    page = PAGES[name]
    status, report = check(tmp_path, capsys, page)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)
    status, report = check(tmp_path, capsys, page.replace("no", "yes").replace(":x:", ":+1:"))
    ((rule, _, place),) = said(report)
    assert (status, rule) == (1, "overclaim")
    line = page.splitlines()[int(place.rpartition(":")[2]) - 1]
    assert "no" in line or ":x:" in line


@pytest.mark.parametrize(
    "text",
    [
        "```python\n!!! note\n:::\n{.x}\n```",
        ":::{code-block} markdown\n| a |\n| - |\n:::",
        "`{x}` and {a: 1} and `a`",
        "title\n===\n",
    ],
)
def test_what_is_no_extension_is_kept(text):
    assert as_commonmark(text).replace("`" * 8, ":::") == text
    assert read_tables(text, "p.md") == ()


def test_less_indentation_ends_a_block():
    assert as_commonmark('=== "A"\n\n    a\n\nb\n    c') == "\n\na\n\nb\n    c"
