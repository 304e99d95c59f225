"""The mkdocs plugin: pages are rendered from the model, and a committed page that drifted is a warning.

Nothing is written to the documentation's directory: `mkdocs serve` would take it for a change.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File

from docgen.checking import page_states
from docgen.config.load import FILENAMES
from docgen.errors import DocgenError
from docgen.pipeline import Mode, run
from docgen.project import Project, Request, open_project
from docgen.rendering.directories import template_directories
from docgen.rendering.links import no_links, url_links

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from docgen.rendering.links import Links

log = get_plugin_logger(__name__)

_SOURCE_VIEWS = {"github": "blob/HEAD", "gitlab": "-/blob/HEAD", "bitbucket": "src/HEAD"}
"""For a word in a repository's host, where below the repository's address it shows its sources."""


class DocgenConfig(Config):
    """What `mkdocs.yml` says to the plugin."""

    root = config_options.Type(str, default=".")
    """The documented project, relative to `mkdocs.yml`."""
    source_url = config_options.Optional(config_options.Type(str))
    """Address below which the sources are shown; made from `repo_url` where it is not given."""


class DocgenPlugin(BasePlugin[DocgenConfig]):
    """Keeps the pages of a site true to the code."""

    _project: Project
    _sources: dict[str, str]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Ask the code, and watch every file that the answers and the pages come from."""
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        root = base / self.config.root
        try:
            self._project = open_project(Request(root))
        except DocgenError as error:
            raise PluginError(f"docgen: {error}") from error
        watched = [root / path for path in self._project.model.inputs]
        watched += [root / name for name in FILENAMES]
        watched += template_directories(root, self._project.config.templates)
        config.watch.extend(str(path) for path in watched if path.exists() and str(path) not in config.watch)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Render the pages, warn of those that drifted, and add those that are not there."""
        docs = Path(config.docs_dir).resolve()
        links = self._links(config)
        try:
            findings = run(self._project, Mode.CHECK).findings
            states = page_states(self._project, links=lambda _page: links)
        except DocgenError as error:
            raise PluginError(f"docgen: {error}") from error
        for finding in findings:
            place = finding.docs_location or finding.code_location
            log.warning("%s: %s; to fix: %s", place, finding.message, finding.remedy or "see docgen check")
        self._sources = {
            state.file.path.resolve().relative_to(docs).as_posix(): state.expected.removeprefix("\ufeff")
            for state in states
            if state.file.path.resolve().is_relative_to(docs)
        }
        for name, text in self._sources.items():
            if name not in files.src_uris:
                files.append(File.generated(config, name, content=text))
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Give mkdocs the page as it should be; None lets it read any other page itself."""
        return self._sources.get(page.file.src_uri)

    def _links(self, config: MkDocsConfig) -> Links:
        """Links to the sources, which the site does not hold: to the repository, if its address is known."""
        if self.config.source_url:
            return url_links(self.config.source_url)
        repository = (config.repo_url or "").rstrip("/")
        host = urlsplit(repository).netloc
        views = (view for word, view in _SOURCE_VIEWS.items() if word in host)
        return next((url_links(f"{repository}/{view}") for view in views), no_links)
