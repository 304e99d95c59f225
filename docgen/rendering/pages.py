"""Expected content of a configured page: generated from its template, or the present page with its regions filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docgen.errors import MissingPageError, PageError
from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.config import Config, Page
    from docgen.model.measurement import Measured
    from docgen.model.support import SupportModel
    from docgen.rendering.comments import Comment
    from docgen.rendering.contents import Contents
    from docgen.rendering.directories import TemplateFolders
    from docgen.rendering.environment import Tables
    from docgen.rendering.links import Links
    from docgen.rendering.markers import Region
    from docgen.rendering.pagefile import PageFile
    from docgen.rendering.values import Drift


@dataclass(frozen=True, slots=True)
class PageState:
    """A page with its actual and its expected content."""

    file: PageFile
    """The page on disk."""
    expected: str
    """Expected content."""
    edited: tuple[Region, ...] = ()
    """Regions of it that were edited by hand since docgen wrote them."""
    drifts: tuple[Drift, ...] = ()
    """Values in its text that differ from the code."""

    @property
    def is_current(self) -> bool:
        """Tell whether the page is as it should be, to the byte."""
        return self.file.text == self.expected


class Pages:
    """Computes the expected content of pages."""

    def __init__(
        self, config: Config, model: SupportModel, folders: TemplateFolders, measured: Measured | None = None
    ) -> None:
        """Render the answers of `model` as `config` wants them, with the templates in `folders`."""
        # Imported here: a check whose verdict is recalled renders nothing.
        from docgen.rendering.context import page_context  # noqa: PLC0415
        from docgen.rendering.history_file import kept_history  # noqa: PLC0415

        self._config = config
        self._model = model
        self._folders = folders
        self._context = page_context(config, model, measured, kept_history(folders.root, config))

    def state(self, page: Page, file: PageFile, links: Links, tables: Tables | None = None) -> PageState:
        """Return the actual and the expected content of `page`.

        Args:
            page: The page, as configured.
            file: Its file.
            links: Makes the links to lines of the source.
            tables: Writes the tables; they are Markdown if None.

        Raises:
            PageError: a page without a template does not exist, holds no markers, or holds broken ones.
            TemplateError: a template is missing or broken.
        """
        from docgen.rendering.contents import Contents  # noqa: PLC0415
        from docgen.rendering.environment import Templates  # noqa: PLC0415

        templates = Templates(self._folders, links, tables)
        contents = Contents(self._context, templates)
        if page.template:
            rendered = templates.render(page.template, self._context)
            return PageState(file, _whole(file, self._made(page, page.template, file, rendered, contents)))
        if file.text is None:
            raise MissingPageError(
                "no such page",
                location=Location(page.path, 1),
                remedy=f"write it with {self._markers()}, or set `template` for it",
            )
        if not page.optional and not _holds_markers(page, file):
            raise PageError(
                "no markers in a page without a template",
                location=Location(page.path, 1),
                remedy=f"add {self._markers()}",
            )
        state = self._filled(page, file, file.text, contents)
        if (
            not state.is_current
            and self._filled(page, file, state.expected, contents).expected != state.expected
        ):
            raise PageError(
                "the page reads otherwise once its regions are filled",
                location=Location(page.path, 1),
                remedy="close what is left open in a region, such as <pre> or a fence of code, or empty the region",
            )
        return state

    def _made(self, page: Page, template: str, file: PageFile, rendered: str, contents: Contents) -> str:
        """Return the output of a template, with the values and regions that it asks for."""
        try:
            return self._filled(page, file, rendered, contents).expected
        except PageError as error:
            # The line is that of the generated page, where nobody should look for it.
            what = f"{error.what}, on the page that the template {template} makes"
            raise PageError(what, location=error.location, remedy=error.remedy) from None

    def _markers(self) -> str:
        """The markers between which a page has its first table, or the legend where there is no table."""
        tables = self._context.tables
        region = f"table={tables[0].name}" if tables else "legend"
        return f"<!-- docgen:begin {region} --> and <!-- docgen:end --> on lines of their own"

    def _filled(self, page: Page, file: PageFile, text: str, contents: Contents) -> PageState:
        """The page with corrected values and regions."""
        # Imported here: a page that is not filled needs no Markdown parser.
        from docgen.rendering.markers import fill_regions  # noqa: PLC0415
        from docgen.rendering.values import drifted, with_values  # noqa: PLC0415

        self._refuse_unknown(text, page.path, contents)
        drifts = drifted(text, page.path, self._config, self._model)
        valued = with_values(text, drifts)
        try:
            filled = fill_regions(
                _prepared(page, valued),
                page.path,
                lambda region: contents.text(region.kind, region.name, Location(page.path, region.line)),
            )
        except PageError as error:
            # Regions for include lines are not on the page yet: its own lines count.
            line = _line_before(page, valued, error.location.line) if error.location else 1
            raise PageError(error.what, location=Location(page.path, line), remedy=error.remedy) from None
        edited = tuple(
            replace(
                region,
                line=_line_before(page, valued, region.line),
                last_line=_line_before(page, valued, region.last_line),
            )
            for region in filled.edited
        )
        return PageState(file, filled.text, edited, drifts)

    def _refuse_unknown(self, text: str, path: str, contents: Contents) -> None:
        """Refuse markers that a build keeps and a site could not show.

        Raises:
            PageError: a marker without an end asks for something that does not exist.
        """
        from docgen.rendering.comments import KINDS, comments  # noqa: PLC0415
        from docgen.rendering.values import Answers, fields_of  # noqa: PLC0415

        answers = Answers(self._config, self._model)
        for comment in comments(text, path):
            place = Location(path, comment.line)
            if comment.verb in KINDS:
                contents.text(comment.verb, comment.rest, place)
            elif comment.verb == "cell":
                answers.said(fields_of(comment, place), place, html=comment.html)


def has_comments(page: Page, file: PageFile) -> bool:
    """Tell whether a page without a template has any comment for docgen."""
    return bool(_comments(page, file))


def _holds_markers(page: Page, file: PageFile) -> bool:
    """Tell whether a page without a template has anything that a build fills."""
    from docgen.rendering.comments import SHOWN  # noqa: PLC0415

    return any(comment.verb not in SHOWN for comment in _comments(page, file))


def _comments(page: Page, file: PageFile) -> list[Comment]:
    from docgen.rendering.comments import comments  # noqa: PLC0415

    return [] if file.text is None else comments(_prepared(page, file.text), page.path)


def _whole(file: PageFile, rendered: str) -> str:
    """A generated page; one with the same content stays as a formatter wrote it."""
    from docgen.rendering.syntax import refuse_long  # noqa: PLC0415

    wanted = file.in_my_form(rendered)
    # A page that a check could not compare with is not written either.
    refuse_long(wanted, file.name)
    if file.text is None or file.text == wanted:
        return wanted
    from docgen.rendering.seals import canonical  # noqa: PLC0415

    refuse_long(file.text, file.name)
    return file.text if canonical(file.text) == canonical(wanted) else wanted


def _line_before(page: Page, text: str, line: int) -> int:
    """The line of `text` that a line of the prepared page comes from."""
    if page.includes is None:
        return line
    from docgen.rendering.includes import line_before  # noqa: PLC0415

    return line_before(line, text, page.includes)


def _prepared(page: Page, text: str) -> str:
    """The page with the regions that its include lines stand for."""
    if page.includes is None:
        return text
    from docgen.rendering.includes import with_regions  # noqa: PLC0415
    from docgen.rendering.markers import regions  # noqa: PLC0415

    # Broken markers are reported first, because their lines are those of the page on disk.
    regions(text, page.path)
    return with_regions(text, page.includes)
