"""The mkdocs plugin: renders pages from the model, and logs committed pages that differ from the code.

Nothing is written to the documentation's directory, because `mkdocs serve` would rebuild for that.
"""

from __future__ import annotations

import logging
import os.path
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

from docgen.checks.pages import page_states, unlisted
from docgen.checks.pipeline import Mode, run
from docgen.config.layers import extended_files
from docgen.config.sources import FILENAMES
from docgen.errors import DocgenError
from docgen.model.finding import Rule
from docgen.project.project import Project, Request, open_project
from docgen.rendering.links import no_links, template_links, url_links
from docgen.rendering.patterns import listed
from docgen.rendering.site import SitePages
from docgen.verify.standing import measured
from docgen.visible import visible_line
from docgen.web.anchors import anchor
from docgen.web.site_tables import ASSETS, SiteTables
from docgen.web.source_pages import SourcePages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from docgen.model.measurement import Measured
    from docgen.rendering.links import Links

log = get_plugin_logger(__name__)

_SOURCE_VIEWS = {"github": "blob/HEAD", "gitlab": "-/blob/HEAD", "bitbucket": "src/HEAD"}
"""For a word in a repository's host name, the path below the repository's address that shows its sources."""


_LEVELS = {"warn": logging.WARNING, "info": logging.INFO, "ignore": logging.DEBUG}
"""Log levels for the words of mkdocs' own `validation`; a strict build fails on warnings."""

_DRIFT = frozenset(
    {
        Rule.DOCS_DRIFT,
        Rule.MISSING_ROW,
        Rule.EXTRA_ROW,
        Rule.MISSING_COLUMN,
        Rule.EXTRA_COLUMN,
        Rule.MISSING_PAGE,
        Rule.HAND_EDITED_REGION,
    }
)
"""Rules that are about the page on disk and not about the site, which always shows the answers of the code."""


_OWN_LEVELS = {Rule.DEPRECATED_MARKER: logging.INFO}
"""Levels of findings that a strict build does not fail on; mkdocs logs its own deprecations like this."""


class ValidationConfig(Config):
    """Levels at which differences of a page on disk are logged, in the words of mkdocs' own `validation`."""

    drift = config_options.Choice(tuple(_LEVELS), default="warn")
    """Level for pages that differ from the code."""


class DocgenConfig(Config):
    """Options of the plugin in `mkdocs.yml`."""

    root = config_options.Type(str, default=".")
    """The documented project, relative to `mkdocs.yml`."""
    source_url = config_options.Optional(config_options.Type(str))
    """Address below which the sources are shown; derived from `source` under `[tool.docgen.site]`, or else from
    `repo_url`, if it is not given.
    """
    interactive = config_options.Type(bool, default=True)
    """True if tables have filters, sorting and details; if not, they stay the Markdown of the page."""
    backend_pages = config_options.Type(str, default="")
    """Directory of the site in which each backend has a page; empty for none."""
    source_pages = config_options.Type(str, default="")
    """Directory of the site in which the source is shown, for links to lines that work offline; empty for none."""
    validation = config_options.SubConfig(ValidationConfig)
    """Levels at which problems of pages are logged."""
    drift = config_options.Deprecated(
        removed=True, message="write `drift` under `validation`: `validation: {{drift: warn}}`"
    )
    """Earlier place of the option under `validation`."""


class DocgenPlugin(BasePlugin[DocgenConfig]):
    """Keeps the pages of a site in step with the code."""

    _project: Project
    _root: Path
    _sources: dict[str, str]
    _site: SitePages
    _tables: SiteTables | None
    _source: SourcePages | None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the code, and watch every file that the answers and the pages depend on."""
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        self._root = base / self.config.root
        try:
            # The site's author chooses the directory of the site, just as a user chooses an option on the command
            # line.
            self._project = open_project(Request(self._root, outside=(Path(config.docs_dir),)))
        except DocgenError as error:
            raise PluginError(visible_line(f"docgen: {error}")) from error
        config.watch.extend(path for path in self._watched() if path not in config.watch)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Render the pages, report those that differ from the code, and add those that do not exist."""
        docs = Path(config.docs_dir).resolve()
        project = self._project
        shown = self.config.source_pages
        self._source = SourcePages(project.request.root, shown) if shown else None
        links = self._source.link if self._source else self._links(config)
        try:
            evidence = measured(project)
            self._tables = SiteTables(project, evidence, links) if self.config.interactive else None
            tables = self._tables.placeholder if self._tables else None
            self._site = SitePages(project.config, project.model, project.templates, links, evidence, tables)
            findings = run(self._project, Mode.CHECK).findings
            states = page_states(self._project, links=lambda _page: links, tables=tables)
        except DocgenError as error:
            raise PluginError(visible_line(f"docgen: {error}")) from error
        self._sources = {
            state.file.path.resolve().relative_to(docs).as_posix(): _as_read(state.expected)
            for state in states
            if state.file.path.resolve().is_relative_to(docs)
        }
        others = [
            self._path(file.src_uri, config)
            for file in files.documentation_pages()
            if file.src_uri not in self._sources and file.generated_by is None
        ]
        drift = _LEVELS[self.config.validation.drift]
        for finding in (*findings, *unlisted(self._project, others)):
            level = drift if finding.rule in _DRIFT else _OWN_LEVELS.get(finding.rule, logging.WARNING)
            place = finding.docs_location or finding.code_location
            text = f"{place}: {finding.message}; to fix: {finding.remedy or 'see docgen check'}"
            log.log(level, "%s", visible_line(text))
        for name, text in self._sources.items():
            if name not in files.src_uris:
                files.append(File.generated(config, name, content=text))
        self._add_backend_pages(files, config, evidence, links)
        for name, made in ASSETS.items() if self._tables else ():
            files.append(File.generated(config, name, content=made()))
        return files

    def _add_backend_pages(
        self, files: Files, config: MkDocsConfig, evidence: Measured, links: Links
    ) -> None:
        """Add a page for each backend, outside of the navigation, where the site wants them."""
        if not self.config.backend_pages:
            return
        from docgen.web.backend_pages import backend_page  # noqa: PLC0415 - griffe takes time to import

        attributes = "attr_list" in config.markdown_extensions
        tables = next(filter(self._holds_tables, self._sources), None)
        for backend in self._project.model.backends:
            name = f"{self.config.backend_pages.strip('/')}/{anchor(backend.name)}.md"
            above = tables and os.path.relpath(tables, Path(name).parent).replace(os.sep, "/")
            text = backend_page(self._project, backend, evidence, links, attributes=attributes, above=above)
            file = File.generated(config, name, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(file)
            if self._tables:
                self._tables.pages[backend.name] = file.url

    def _holds_tables(self, name: str) -> bool:
        """Tell whether a rendered page shows tables."""
        return self._tables is not None and self._tables.stands_in(self._sources[name])

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Give mkdocs the rendered page; None lets it read any other page itself."""
        return self._sources.get(page.file.src_uri)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Fill the regions of a page, whoever wrote it."""
        if "docgen" not in markdown:
            return markdown
        name = page.file.src_uri
        source = self._sources.get(name) or page.file.content_string
        # mkdocs has removed the front matter by now; unless another plugin changed the page, the rest is the page's
        # end.
        above = source.removesuffix(markdown).count("\n") if source.endswith(markdown) else 0
        try:
            return self._site.shown("\n" * above + markdown, self._path(name, config))[above:]
        except DocgenError as error:
            raise PluginError(visible_line(f"docgen: {error}")) from error

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Put the tables where their placeholders stand, with what makes them interactive."""
        try:
            return self._tables.filled(html, page.url) if self._tables else html
        except DocgenError as error:
            raise PluginError(visible_line(f"docgen: {error}")) from error

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Let links to the source lead to the pages that show it."""
        return self._source.resolved(output, page.url) if self._source else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages of the source that links lead to."""
        for name, html in self._source.pages() if self._source else ():
            path = Path(config.site_dir, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, encoding="utf-8")

    def _path(self, name: str, config: MkDocsConfig) -> str:
        """A page of the site, relative to the documented project."""
        return Path(os.path.relpath(Path(config.docs_dir) / name, self._root)).as_posix()

    def _watched(self) -> list[str]:
        """Return the paths to watch: whole directories, because files may be new and each watch has a cost."""
        project, root = self._project, self._root
        paths = [*project.config.packages, *FILENAMES, *extended_files(root), *project.model.inputs]
        paths += [page.path for page in listed(root, project.config.page)]
        paths += [project.config.history] if project.config.history else []
        found = [*(root / path for path in paths), *project.templates]
        there = {path.resolve() for path in found if path.exists()}
        return sorted(str(path) for path in there if there.isdisjoint(path.parents))

    def _links(self, config: MkDocsConfig) -> Links:
        """Links to the sources, which are not part of the site: to the repository, if its address is known."""
        if self.config.source_url:
            return url_links(self.config.source_url)
        if self._project.config.site.source:
            return template_links(self._project.config.site.source)
        repository = (config.repo_url or "").rstrip("/")
        host = urlsplit(repository).netloc
        views = (view for word, view in _SOURCE_VIEWS.items() if word in host)
        return next((url_links(f"{repository}/{view}") for view in views), no_links)


def _as_read(text: str) -> str:
    """A page as mkdocs reads one from a file."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
