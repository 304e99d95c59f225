"""The tables on the pages of a site: placeholders while a page is Markdown, then HTML with its data and scripts."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docgen.web.assets import picker_script, style, tables_script
from docgen.web.choice_record import choice_record
from docgen.web.pieces import data_element, piece
from docgen.web.placeholders import Placeholders
from docgen.web.record import tables_record
from docgen.web.table import table_html

if TYPE_CHECKING:
    from docgen.model.measurement import Measured
    from docgen.project.project import Project
    from docgen.rendering.links import Links
    from docgen.rendering.tables import SupportTable

_SCRIPT = "assets/docgen/docgen.js"
_PICKER = "assets/docgen/picker.js"
_STYLE = "assets/docgen/docgen.css"
_HOLDER = re.compile(r"""<div class=["']docgen-picker["']>""")
"""Element of a page that the picker fills."""
ASSETS = {_SCRIPT: tables_script, _PICKER: picker_script, _STYLE: style}
"""Functions that make the contents of the files that pages refer to."""


class SiteTables:
    """Writes the tables of one build of a site."""

    def __init__(self, project: Project, measured: Measured, links: Links) -> None:
        """Show what `project` says, and what is `measured` of it, with `links` to the source."""
        self._project = project
        self._measured = measured
        self._links = links
        self._placeholders = Placeholders()
        self.pages: dict[str, str] = {}
        """For the names of backends the addresses of their pages, relative to the site."""
        self._data: str | None = None
        self._choice: str | None = None

    def placeholder(self, table: SupportTable) -> str:
        """The word that stands for a table in Markdown."""
        return self._placeholders.stand_for(
            table.name, lambda start: table_html(table, self._project.config, self._links, self._pages(start))
        )

    def stands_in(self, text: str) -> bool:
        """Tell whether a word that stands for a table is in a page."""
        return self._placeholders.stand_in(text)

    def _pages(self, start: str) -> dict[str, str]:
        """The addresses of the backends' pages, relative to the directory of a page."""
        return {
            name: posixpath.relpath(url, start) + ("/" if url.endswith("/") else "")
            for name, url in self.pages.items()
        }

    def filled(self, html: str, url: str) -> str:
        """A page with its tables and the picker, at the address `url` relative to the site; others stay as they are.

        Raises:
            SourceError: a module that the picker needs is not Python.
        """
        start = posixpath.dirname(url) or "."
        shown = self._placeholders.filled(html, start)
        picks = bool(_HOLDER.search(shown)) and bool(self._choice_record())
        if shown == html and not picks:
            return html
        tables = shown != html
        scripts = [name for name, wanted in ((_SCRIPT, tables), (_PICKER, picks)) if wanted]
        return piece(
            "page_end.html.j2",
            content=shown,
            data=[self._record()] * tables + [self._choice_record()] * picks,
            style=posixpath.relpath(_STYLE, start),
            scripts=[posixpath.relpath(name, start) for name in scripts],
        )

    def _record(self) -> str:
        """The data of all tables, made for the first page that has any."""
        if self._data is None:
            project = self._project
            record = tables_record(project.config, project.model, self._measured, self._links)
            self._data = data_element("docgen-data", record)
        return self._data

    def _choice_record(self) -> str:
        """The data of the picker, made for the first page that has a place for it; empty where the project has none."""
        if self._choice is None:
            record = choice_record(self._project)
            self._choice = data_element("docgen-choice", record) if record else ""
        return self._choice
