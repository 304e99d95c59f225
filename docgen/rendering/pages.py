"""What a configured page should hold, whole from its template or between the markers of the page as it is."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.config import Page
    from docgen.rendering.context import PageContext
    from docgen.rendering.environment import Templates
    from docgen.rendering.markers import Region
    from docgen.rendering.pagefile import PageFile


@dataclass(frozen=True, slots=True)
class PageState:
    """A page as it is and as it should be."""

    file: PageFile
    """The page on disk."""
    expected: str
    """What it should hold."""

    @property
    def is_current(self) -> bool:
        """Whether the page is as it should be, to the byte."""
        return self.file.text == self.expected


def expected_text(page: Page, file: PageFile, templates: Templates, context: PageContext) -> str:
    """The content that `page` should have.

    Raises:
        PageError: a page without a template is not there, holds no markers, or holds broken ones.
        TemplateError: a template is missing or broken.
    """
    if page.template:
        return file.in_my_form(templates.render(page.template, context))
    if file.text is None:
        raise PageError(
            f"no such page: {page.path}",
            remedy="write it, with markers where docgen is to put something, or give it a template",
        )
    # Imported here: a page that is made whole needs no Markdown parser.
    from docgen.rendering.markers import fill_regions  # noqa: PLC0415

    return fill_regions(
        file.text, page.path, lambda region: _region_text(region, page.path, templates, context)
    )


def _region_text(region: Region, path: str, templates: Templates, context: PageContext) -> str:
    if region.kind != "table":
        return templates.render(f"partials/{region.kind}.md.j2", context)
    tables = {table.name: table for table in context.tables}
    if region.name not in tables:
        close = difflib.get_close_matches(region.name, tables, n=1)
        hint = f", did you mean {close[0]!r}?" if close else ""
        raise PageError(
            f"no table {region.name!r}{hint}",
            location=Location(path, region.line),
            remedy=f"use one of {', '.join(tables)}",
        )
    return templates.render("partials/table.md.j2", context, table=tables[region.name])
