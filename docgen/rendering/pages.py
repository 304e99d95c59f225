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
    from docgen.rendering.lists import ScenarioList
    from docgen.rendering.markers import Region
    from docgen.rendering.pagefile import PageFile
    from docgen.rendering.tables import SupportTable


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
        _prepared(page, file.text),
        page.path,
        lambda region: _region_text(region, page.path, templates, context),
    )


def holds_regions(page: Page, file: PageFile) -> bool:
    """Whether there is anything for docgen on a page without a template."""
    from docgen.rendering.markers import regions  # noqa: PLC0415

    return file.text is not None and bool(regions(_prepared(page, file.text), page.path))


def _prepared(page: Page, text: str) -> str:
    """The page with the regions that its include lines stand for."""
    if page.includes is None:
        return text
    from docgen.rendering.includes import with_regions  # noqa: PLC0415
    from docgen.rendering.markers import regions  # noqa: PLC0415

    # Broken markers are found first: their lines are those of the page as it is.
    regions(text, page.path)
    return with_regions(text, page.includes)


def _region_text(region: Region, path: str, templates: Templates, context: PageContext) -> str:
    named: dict[str, dict[str, SupportTable | ScenarioList]] = {
        "table": {table.name: table for table in context.tables},
        "list": {each.key: each for each in context.lists},
    }
    template = f"partials/{region.kind}.md.j2"
    if region.kind not in named:
        return templates.render(template, context)
    known = named[region.kind]
    if region.name not in known:
        close = difflib.get_close_matches(region.name, known, n=1)
        hint = f", did you mean {close[0]!r}?" if close else ""
        raise PageError(
            f"no {region.kind} {region.name!r}{hint}",
            location=Location(path, region.line),
            remedy=f"use one of {', '.join(known)}",
        )
    return templates.render(template, context, **{region.kind: known[region.name]})
