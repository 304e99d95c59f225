"""The support tables for pages, for spreadsheets and for other tools."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from docgen.rendering.links import no_links
from docgen.rendering.markdown import escape, group_text, note_text, table_text
from docgen.rendering.words import Sign
from docgen.reporters.export import SCHEMA, cell_record
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.model.support import SupportModel
    from docgen.rendering.answers import Answer, Part
    from docgen.rendering.context import PageContext
    from docgen.rendering.tables import SupportTable

_PLAIN: dict[Sign, str] = {Sign.YES: "yes", Sign.NO: "no"}
"""Signs that spreadsheets sort and filter by, in words."""


def tables_markdown(page: PageContext) -> str:
    """Each table under its title with its notes, then the lists."""
    tables = (part for table in page.tables if table.rows for part in _markdown(table))
    lists = (
        "\n".join(
            [
                f"**{escape(each.title)}**",
                "",
                *(
                    f"- {f'{escape(group.where)}: ' if group.where else ''}{group_text(group.part, no_links)}"
                    for group in each.groups
                ),
            ]
        )
        for each in page.lists
    )
    return "\n\n".join([*tables, *lists])


def _markdown(table: SupportTable) -> Iterator[str]:
    yield f"**{escape(table.title)}**"
    yield table_text(table, no_links)
    if table.notes:
        yield "\n".join(f"{n}. {note_text(note, no_links)}" for n, note in enumerate(table.notes, start=1))


def tables_csv(page: PageContext) -> str:
    """All rows of all tables, one line each; with several tables the first column is the table's name."""
    tables = [table for table in page.tables if table.rows]
    columns = {column.key: column.header for table in tables for column in table.columns}
    several = len(tables) > 1
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(["Table"] if several else []), "Backend", *map(visible_line, columns.values())])
    for table in tables:
        for row in table.rows:
            cells = {
                column.key: _plain(answer) for column, answer in zip(table.columns, row.answers, strict=True)
            }
            lead = [table.name, row.backend.name] if several else [row.backend.name]
            writer.writerow([*map(visible_line, lead), *(cells.get(key, "") for key in columns)])
    return text.getvalue().rstrip("\n")


def tables_record(page: PageContext, model: SupportModel) -> dict[str, Any]:
    """The tables as plain data: the cells are those of `docgen export`."""
    return {
        "schema": SCHEMA,
        "scenarios": list(model.scenarios),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "columns": [{"key": column.key, "header": column.header} for column in table.columns],
                "rows": [
                    {
                        "name": row.backend.name,
                        "location": str(row.backend.location),
                        "cells": {
                            column.key: [cell_record(cell) for cell in row.backend.cells[column.key]]
                            for column in table.columns
                        },
                    }
                    for row in table.rows
                ],
            }
            for table in page.tables
            if table.rows
        ],
    }


def _plain(answer: Answer) -> str:
    return visible_line("; ".join(map(_part, answer.parts)))


def _part(part: Part) -> str:
    words = part.joint.join(
        _PLAIN.get(word.sign, word.text) if word.sign else word.text for word in part.words
    )
    return words + (f" ({part.where})" if part.where else "")
