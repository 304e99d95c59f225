"""The pages that hold claims, read and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.claims.check import check_claims
from docgen.claims.formats.pages import is_markdown, read_tables
from docgen.claims.report import ClaimsReport
from docgen.claims.tables import PageTable
from docgen.rendering.markers import regions

if TYPE_CHECKING:
    from docgen.config import Config
    from docgen.config.claims import Claims
    from docgen.model.support import SupportModel
    from docgen.project.cache import Cache
    from docgen.rendering.pagefile import PageFile


def check_page(
    file: PageFile, claims: Claims, config: Config, model: SupportModel, cache: Cache
) -> ClaimsReport | None:
    """Compare the claims of one page with the model; an optional page that does not exist claims nothing.

    Its tables are parsed again only when the page itself changes.

    Raises:
        PageError: the page's markers are broken, it is not in its format, or the package that reads that is missing.
    """
    text = file.text
    if text is None and claims.optional:
        return None
    if text is None:
        report = ClaimsReport(claims.path)
        report.missing_page()
        return report
    tables = tables_of(text, claims.path, cache)
    return check_claims(claims, tables, _written(text, claims.path), config, model)


def tables_of(text: str, path: str, cache: Cache) -> tuple[PageTable, ...]:
    """The tables of a page, parsed or recalled from the cache.

    Raises:
        PageError: it is not in its format, or the package that reads that is missing.
    """
    return cache.recall(
        lambda: ["tables", text, path], tuple[PageTable, ...], lambda: read_tables(text, path)
    )


def _written(text: str, path: str) -> list[range]:
    """The lines of the regions that docgen fills."""
    if not is_markdown(path):
        return []
    return [range(region.line, text.count("\n", 0, region.end) + 1) for region in regions(text, path)]
