"""Trial of a first configuration: its page and its first check, before anything is written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from docgen.checks.pipeline import Mode, run
from docgen.config import Page
from docgen.config.sources import FILENAMES
from docgen.rendering.links import relative_links
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.model.finding import Finding
    from docgen.project.project import Project
    from docgen.scaffold.writing import Start


class Filled(NamedTuple):
    """Result of a first configuration."""

    start: Start
    """Files to write."""
    page: str
    """The text of the page."""
    accepted: tuple[Finding, ...]
    """Findings of the first check, which the configuration accepts."""


def filled(start: Start, opened: Callable[[Path], Project]) -> Filled:
    """Try a configuration, and fill its page.

    Args:
        start: The configuration and the page.
        opened: Opens the project with the configuration at a path.

    Raises:
        DocgenError: the source cannot be read.
    """
    with TemporaryDirectory(prefix="docgen-") as directory:
        trial = Path(directory) / FILENAMES[0]
        trial.write_text(start.configuration, encoding="utf-8")
        project = opened(trial)
        found = run(project, Mode.LEAVE).findings
        if found:
            start = start.accepting(found)
    pages = Pages(project.config, project.model, project.templates)
    file = PageFile(start.root / start.page, start.page, start.page_text)
    state = pages.state(Page(path=start.page), file, relative_links(start.page))
    return Filled(start, state.expected, found)
