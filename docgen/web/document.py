"""The interactive tables as one file that needs no other: for projects that have no site."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from docgen.model.measurement import Measured
from docgen.rendering.context import page_context
from docgen.rendering.links import no_links, template_links
from docgen.web.assets import picker_script, style, tables_script
from docgen.web.pieces import data_element, piece
from docgen.web.record import spoken, tables_record
from docgen.web.table import table_html

if TYPE_CHECKING:
    from docgen.config import Config
    from docgen.model.support import SupportModel


def document(
    config: Config,
    model: SupportModel,
    measured: Measured | None = None,
    choice: dict[str, Any] | None = None,
) -> str:
    """The whole page, its scripts and styles in it; a browser that shows it makes no request.

    Args:
        config: The configuration of the project.
        model: The answers of its code.
        measured: The evidence from its tests.
        choice: The data of the picker; if None, the page has no picker.
    """
    links = template_links(config.site.source) if config.site.source else no_links
    context = page_context(config, model, measured)
    code = tables_script() + (picker_script() if choice else "")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return piece(
        "document.html.j2",
        title=config.site.title,
        tables=[
            (table_html(table, config, links, {}), [(note, _place(note.location)) for note in table.notes])
            for table in context.tables
            if table.rows
        ],
        context=context,
        links=links,
        spoken=spoken,
        data=data_element("docgen-data", tables_record(config, model, measured or Measured(), links)),
        choice=data_element("docgen-choice", choice) if choice else "",
        style=style(),
        script=code,
        digest=digest,
    )


def _place(location: object) -> str:
    return str(location) if location else ""
