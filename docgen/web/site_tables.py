"""The tables on the pages of a site: placeholders while a page is Markdown, then HTML with its data and scripts."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from docgen.web.assets import script, style
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
_STYLE = "assets/docgen/docgen.css"
ASSETS = {_SCRIPT: script, _STYLE: style}
"""Functions that make the contents of the files that pages refer to."""


class SiteTables:
    """Writes the tables of one build of a site."""

    def __init__(self, project: Project, measured: Measured, links: Links) -> None:
        """Show what `project` says, and what is `measured` of it, with `links` to the source."""
        self._project = project
        self._measured = measured
        self._links = links
        self._placeholders = Placeholders()
        self._data: str | None = None

    def placeholder(self, table: SupportTable) -> str:
        """The word that stands for a table in Markdown."""
        return self._placeholders.stand_for(
            table.name, lambda: table_html(table, self._project.config, self._links, {})
        )

    def filled(self, html: str, url: str) -> str:
        """A page with its tables, at the address `url` relative to the site; others stay as they are."""
        shown = self._placeholders.filled(html)
        if shown == html:
            return html
        start = posixpath.dirname(url) or "."
        return piece(
            "page_end.html.j2",
            content=shown,
            data=self._record(),
            style=posixpath.relpath(_STYLE, start),
            script=posixpath.relpath(_SCRIPT, start),
        )

    def _record(self) -> str:
        """The data of all tables, made for the first page that has any."""
        if self._data is None:
            project = self._project
            record = tables_record(project.config, project.model, self._measured, self._links)
            self._data = data_element("docgen-data", record)
        return self._data
