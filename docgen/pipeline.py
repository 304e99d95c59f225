"""From a directory to its model, its pages as they should be, and the findings: one path, two modes."""

from __future__ import annotations

import difflib
import enum
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.cache import Cache
from docgen.config import load_config
from docgen.errors import ConfigError
from docgen.model.finding import Severity
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import PageState, expected_text, holds_regions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docgen.claims.report import ClaimsReport
    from docgen.config import Config, Page
    from docgen.model.finding import Finding
    from docgen.model.support import SupportModel
    from docgen.rendering.links import Links


class Mode(enum.Enum):
    """What becomes of a page that is not as it should be."""

    WRITE = "write"
    """It is replaced."""
    CHECK = "check"
    """It stays, and every difference is a finding."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked for, whichever way."""

    root: Path
    """The documented project."""
    config: Path | None = None
    """The configuration, where it is not at its usual place."""
    profile: str | None = None
    """A shipped profile to use."""
    scenarios: tuple[str, ...] = ()
    """Scenarios to answer for; all where none is named."""

    @property
    def build_command(self) -> str:
        """The command that writes the pages which this request reads."""
        words = ["docgen", "build"]
        if str(self.root) != ".":
            words += ["--root", str(self.root)]
        if self.config:
            words += ["--config", str(self.config)]
        if self.profile:
            words += ["--profile", self.profile]
        for name in self.scenarios:
            words += ["--scenario", name]
        return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Project:
    """A documented project, understood."""

    request: Request
    """What was asked."""
    config: Config
    """What the project says to docgen."""
    model: SupportModel
    """What the code says."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did and found."""

    project: Project
    """The project."""
    pages: tuple[PageState, ...]
    """Its pages, as they were before."""
    findings: tuple[Finding, ...]
    """What is wrong and was not mended."""
    claims: tuple[ClaimsReport, ...] = ()
    """What became of the claims of hand-written tables; a build, which rewrites none of them, does not judge them."""

    @property
    def failed(self) -> bool:
        """Whether a finding fails the run."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def open_project(request: Request, progress: Callable[[str], None] | None = None) -> Project:
    """Read the configuration and ask the code.

    Args:
        request: What was asked for.
        progress: Called with the name of each backend before it is asked; not where the answers are recalled.

    Raises:
        DocgenError: the configuration or the tree cannot be read, or a scenario is not known.
    """
    config = load_config(request.root, request.config, request.profile)
    known = [scenario.name for scenario in config.scenarios]
    for name in request.scenarios:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f", did you mean {close[0]!r}?" if close else ""
            raise ConfigError(f"no scenario {name!r}{hint}", remedy=f"use one of {', '.join(known)}")
    asked = request.scenarios or None
    model = Cache().model(
        request.root, config, asked, lambda: _introspect(request.root, config, asked, progress)
    )
    return Project(request, config, model)


def _introspect(
    root: Path,
    config: Config,
    scenarios: tuple[str, ...] | None,
    progress: Callable[[str], None] | None,
) -> SupportModel:
    # Imported here: what is recalled needs no interpreter.
    from docgen.introspection import introspect  # noqa: PLC0415

    return introspect(root, config, scenarios, progress)


def run(project: Project, mode: Mode) -> Outcome:
    """Bring the pages up to date, or find out in what they are not.

    Raises:
        DocgenError: a page, its markers or its template is broken.
    """
    states = page_states(project)
    settle = _SETTLERS[mode]
    findings = [finding for state in states for finding in settle(state, project)]
    claims = _claims(project) if mode is Mode.CHECK else ()
    findings += [finding for report in claims for finding in report.findings]
    return Outcome(project, states, (*project.model.findings, *findings), claims)


def page_states(project: Project, links: Callable[[Page], Links] | None = None) -> tuple[PageState, ...]:
    """Every configured page as it is and as it should be.

    Args:
        project: The project.
        links: Makes the links to source lines of a page; relative ones, as pages in the tree have, if None.

    Raises:
        DocgenError: a page, its markers or its template is broken.
    """
    if not project.config.page:
        return ()
    # Imported here: a project without pages, such as one that is only shown, needs no template engine.
    from docgen.rendering.context import page_context  # noqa: PLC0415
    from docgen.rendering.environment import Templates, template_directories  # noqa: PLC0415
    from docgen.rendering.links import relative_links  # noqa: PLC0415

    root = project.request.root
    directories = template_directories(root, project.config.templates)
    context = page_context(project.config, project.model)
    states = []
    for page in project.config.page:
        file = PageFile.read(root, page.path)
        if page.optional and not page.template and not holds_regions(page, file):
            continue
        templates = Templates(directories, links(page) if links else relative_links(page.path))
        states.append(PageState(file, expected_text(page, file, templates, context)))
    return tuple(states)


def _claims(project: Project) -> tuple[ClaimsReport, ...]:
    if not project.config.claims:
        return ()
    # Imported here: most projects have no hand-written tables, and these need a Markdown parser.
    from docgen.claims.pages import check_pages  # noqa: PLC0415

    return check_pages(project.request.root, project.config, project.model)


def _write(state: PageState, _project: Project) -> list[Finding]:
    if not state.is_current:
        state.file.write(state.expected)
    return []


def _check(state: PageState, project: Project) -> list[Finding]:
    # The common case is a page that is as it should be: it costs no parse.
    if state.is_current:
        return []
    from docgen.reconcile import Reconciler  # noqa: PLC0415
    from docgen.rendering.documented import read_page  # noqa: PLC0415

    reconciler = Reconciler(state.file.name, project.config, project.model, project.request.build_command)
    if state.file.text is None:
        return [reconciler.missing_page()]
    return reconciler.compare(read_page(state.file.text), read_page(state.expected))


_SETTLERS: dict[Mode, Callable[[PageState, Project], list[Finding]]] = {
    Mode.WRITE: _write,
    Mode.CHECK: _check,
}
