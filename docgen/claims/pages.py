"""The pages that hold claims, read and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.claims.check import check_claims
from docgen.claims.formats.pages import is_markdown, read_tables
from docgen.claims.report import ClaimsReport
from docgen.rendering.markers import regions

if TYPE_CHECKING:
    from docgen.config import Config
    from docgen.config.claims import Claims
    from docgen.model.support import SupportModel
    from docgen.rendering.pagefile import PageFile


def check_page(file: PageFile, claims: Claims, config: Config, model: SupportModel) -> ClaimsReport | None:
    """Hold the claims of one page against the model; a page that is optional and not there claims nothing.

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
    return check_claims(claims, read_tables(text, claims.path), _written(text, claims.path), config, model)


def _written(text: str, path: str) -> list[range]:
    """The lines of the regions that docgen fills."""
    if not is_markdown(path):
        return []
    return [range(region.line, text.count("\n", 0, region.end) + 1) for region in regions(text, path)]
