"""One table written in every form that pages have: the heading, the headers and the rows are the same in each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence

Row = Sequence[str]
Writer = Callable[[str, Sequence[Row]], str]
"""Takes the heading and the lines of the table, headers first, and gives the text of the page."""


def markdown(heading: str, lines: Sequence[Row]) -> str:
    """A table of pipes."""
    first, *rest = (f"| {' | '.join(line)} |\n" for line in lines)
    return f"# {heading}\n\n{first}|{'---|' * len(lines[0])}\n{''.join(rest)}"


def html_in_markdown(heading: str, lines: Sequence[Row]) -> str:
    """A table of elements in a Markdown page."""
    return f"# {heading}\n\n{_elements(lines)}\n"


def html(heading: str, lines: Sequence[Row]) -> str:
    """A page of elements."""
    return f"<html><body><h2>{heading}</h2>\n{_elements(lines)}\n</body></html>\n"


def mdx(heading: str, lines: Sequence[Row]) -> str:
    """A table of JSX."""
    table = _elements(lines).replace("<table>", "<table className={'x'}>")
    return f"import T from './t'\n\n# {heading}\n\n{table}\n"


def notebook(heading: str, lines: Sequence[Row]) -> str:
    """A Markdown cell of a notebook."""
    cells = [
        {"cell_type": "code", "source": ["1\n"], "outputs": []},
        {"cell_type": "markdown", "source": markdown(heading, lines).splitlines(keepends=True)},
    ]
    return json.dumps({"cells": cells, "nbformat": 4})


def list_table(heading: str, lines: Sequence[Row]) -> str:
    """A `list-table`."""
    items = "".join(
        f"   {'-' if at else '* -'} {cell}\n".replace("   - ", "     - ").replace("- \n", "-\n")
        for line in lines
        for at, cell in enumerate(line)
    )
    return f"{_title(heading)}.. list-table::\n   :header-rows: 1\n\n{items}"


def csv_table(heading: str, lines: Sequence[Row]) -> str:
    """A `csv-table`."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(lines)
    body = "".join(f"   {line}\n" for line in written.getvalue().splitlines())
    return f"{_title(heading)}.. csv-table::\n   :header-rows: 1\n\n{body}"


def grid(heading: str, lines: Sequence[Row]) -> str:
    """A grid of lines."""
    widths = _widths(lines)
    rule = f"+{'+'.join('-' * (width + 2) for width in widths)}+\n"
    written = [
        f"|{'|'.join(f' {_padded(c, w)} ' for c, w in zip(line, widths, strict=True))}|\n" for line in lines
    ]
    head, *rest = written
    return _title(heading) + rule + head + rule.replace("-", "=") + "".join(line + rule for line in rest)


def simple(heading: str, lines: Sequence[Row]) -> str:
    """A simple table."""
    widths = _widths(lines)
    rule = "  ".join("=" * width for width in widths) + "\n"
    head, *rest = ("  ".join(map(_padded, line, widths)).rstrip() + "\n" for line in lines)
    return f"{_title(heading)}{rule}{head}{rule}{''.join(rest)}{rule}"


def _elements(lines: Sequence[Row]) -> str:
    rows = [
        "".join(f"<{name}>{cell}</{name}>" for cell in line)
        for line, name in zip(lines, ["th", *["td"] * len(lines)], strict=False)
    ]
    return "<table>\n" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"


def _title(heading: str) -> str:
    return f"{heading}\n{'=' * 40}\n\n"


def _widths(lines: Sequence[Row]) -> list[int]:
    return [max(1, *(_columns(cell) for cell in column)) for column in zip(*lines, strict=True)]


def _columns(text: str) -> int:
    """Columns of a terminal, in which reStructuredText measures its tables: signs such as ✅ take two."""
    return sum(2 if character in "✅❌" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


WRITERS: dict[str, tuple[str, Writer]] = {
    "markdown": ("p.md", markdown),
    "html in markdown": ("p.md", html_in_markdown),
    "html": ("p.html", html),
    "mdx": ("p.mdx", mdx),
    "notebook": ("p.ipynb", notebook),
    "list-table": ("p.rst", list_table),
    "csv-table": ("p.rst", csv_table),
    "grid": ("p.rst", grid),
    "simple": ("p.rst", simple),
}
"""The name of a page in each form, and what writes it."""
