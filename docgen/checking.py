"""What a project's pages should hold, and what a check has to say of them; a verdict is remembered by content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from docgen.cache import Cache
from docgen.claims.report import ClaimsReport
from docgen.errors import PageError, together
from docgen.model.finding import Finding
from docgen.obstacles import obstacles
from docgen.rendering.directories import template_directories
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import Pages, PageState, holds_markers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from docgen.config import Page
    from docgen.project import Project
    from docgen.rendering.links import Links
    from docgen.rendering.markers import Region


class Verdict(msgspec.Struct, frozen=True):
    """What a check found out."""

    pages: tuple[tuple[str, str], ...]
    """For each page that docgen writes, its path and what it should hold."""
    findings: tuple[Finding, ...]
    """What is wrong with them, and the claims that are wrong."""
    claims: tuple[ClaimsReport, ...]
    """What became of the claims of hand-written tables."""


def check(project: Project) -> tuple[tuple[PageState, ...], Verdict]:
    """Hold the pages against the model and write nothing.

    Raises:
        TemplateError: a template is missing or broken.
    """
    if not project.config.page and not project.config.claims:
        return (), Verdict((), (), ())
    verdict = Cache().recall(lambda: _evidence(project), Verdict, lambda: _judge(project))
    root = project.request.root
    return tuple(PageState(PageFile.read(root, path), expected) for path, expected in verdict.pages), verdict


def _paths(project: Project) -> Iterator[str]:
    yield from (page.path for page in project.config.page)
    yield from (claims.path for claims in project.config.claims)


def _evidence(project: Project) -> list[object]:
    """All that a verdict is drawn from."""
    directories = template_directories(project.request.root, project.config.templates)
    templates = [
        (path.relative_to(directory).as_posix(), hashlib.blake2b(path.read_bytes()).hexdigest())
        for directory in directories
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    ]
    texts = {path: _text(project.request.root, path) for path in _paths(project)}
    return [project.digest, project.request.build_command, texts, templates]


def _text(root: Path, path: str) -> str | None:
    """What a page holds, or else what stands in the way of reading it."""
    try:
        return PageFile.read(root, path).text
    except PageError as error:
        return str(error)


def _judge(project: Project) -> Verdict:
    errors: list[PageError] = []
    states = _states(project, errors, None)
    claims = _claims(project, errors)
    findings = [finding for state in states for finding in _differences(state, project)]
    findings += [finding for report in claims for finding in report.findings]
    # A page of regions that holds claims as well is broken once.
    findings += dict.fromkeys(finding for error in errors for finding in obstacles(error))
    return Verdict(tuple((s.file.name, s.expected) for s in states), tuple(findings), claims)


def page_states(project: Project, links: Callable[[Page], Links] | None = None) -> tuple[PageState, ...]:
    """Every configured page as it is and as it should be.

    Args:
        project: The project.
        links: Makes the links to source lines of a page; relative ones, as pages in the tree have, if None.

    Raises:
        DocgenError: pages or their markers are broken, each told of, or a template is.
    """
    errors: list[PageError] = []
    states = _states(project, errors, links)
    if errors:
        raise together(errors)
    return states


def _states(
    project: Project, errors: list[PageError], links: Callable[[Page], Links] | None
) -> tuple[PageState, ...]:
    """The pages that are not broken; what is wrong with the others goes to `errors`."""
    if not project.config.page:
        return ()
    from docgen.rendering.links import relative_links  # noqa: PLC0415

    root = project.request.root
    pages = Pages(project.config, project.model, template_directories(root, project.config.templates))
    states = []
    for page in project.config.page:
        try:
            file = PageFile.read(root, page.path)
            if page.optional and not page.template and not holds_markers(page, file):
                continue
            states.append(pages.state(page, file, links(page) if links else relative_links(page.path)))
        except PageError as error:
            errors.append(error)
    return tuple(states)


def _claims(project: Project, errors: list[PageError]) -> tuple[ClaimsReport, ...]:
    """What is claimed on pages that are not broken; what is wrong with the others goes to `errors`."""
    if not project.config.claims:
        return ()
    # Imported here: most projects have no hand-written tables, and these need a Markdown parser.
    from docgen.claims.pages import check_page  # noqa: PLC0415

    reports = []
    for claims in project.config.claims:
        try:
            report = check_page(project.request.root, claims, project.config, project.model)
        except PageError as error:
            errors.append(error)
            continue
        reports += [report] if report else []
    return tuple(reports)


def _differences(state: PageState, project: Project) -> list[Finding]:
    # The common case is a page that is as it should be: it costs no parse.
    if state.is_current:
        return []
    from docgen.reconcile import Reconciler  # noqa: PLC0415
    from docgen.rendering.documented import read_page  # noqa: PLC0415
    from docgen.rendering.values import with_values  # noqa: PLC0415

    reconciler = Reconciler(state.file.name, project.config, project.model, project.request.build_command)
    if state.file.text is None:
        return [reconciler.missing_page()]
    found = [reconciler.value(drift) for drift in state.drifts]
    # Values are told of one by one: what is left is what the rest of the page says.
    settled = with_values(state.file.text, state.drifts)
    found += reconciler.compare(read_page(settled), read_page(state.expected))
    found += [reconciler.edited(region.shows, region.line) for region in state.edited]
    return [_with_force(finding) if _stands_in(finding, state.edited) else finding for finding in found]


def _stands_in(finding: Finding, regions: Sequence[Region]) -> bool:
    line = finding.docs_location.line if finding.docs_location else 0
    return any(region.line <= line <= region.last_line for region in regions)


def _with_force(finding: Finding) -> Finding:
    """The finding with the command that overwrites what somebody wrote."""
    return msgspec.structs.replace(finding, remedy=f"{finding.remedy} --force")
