"""The expected content of a project's pages, and the findings of a check; a verdict is remembered by content."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from docgen.checks.blockers import blockers
from docgen.checks.compared import cells_of
from docgen.checks.partial import is_partial, of_all_scenarios
from docgen.claims.report import ClaimsReport
from docgen.config import Page
from docgen.config.load import place_of
from docgen.digests import digest
from docgen.errors import PageError, TemplateError, together
from docgen.model.finding import Finding, Rule
from docgen.model.reported import reported
from docgen.project.cache import Cache
from docgen.regular_files import read_regular
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import Pages, PageState, has_comments
from docgen.rendering.patterns import listed, matching
from docgen.verify.standing import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from docgen.project.project import Project
    from docgen.rendering.environment import Tables
    from docgen.rendering.links import Links
    from docgen.rendering.markers import Region


class Verdict(msgspec.Struct, frozen=True):
    """Result of a check."""

    pages: tuple[tuple[str, str], ...]
    """Path and expected content of each page that docgen writes."""
    findings: tuple[Finding, ...]
    """Differences between those pages and the code, and wrong claims."""
    claims: tuple[ClaimsReport, ...]
    """Results for the claims of hand-written tables."""
    compared: int = 0
    """Number of cells compared with the code, on pages that docgen writes and in tables that people write."""


def check(project: Project) -> tuple[tuple[PageState, ...], Verdict]:
    """Compare the pages with the model and write nothing.

    Raises:
        TemplateError: a template is missing or broken.
    """
    if not project.config.page and not project.config.claims:
        return (), Verdict((), (), ())
    # Pages hold all scenarios, whichever of them the run asks about.
    whole = of_all_scenarios(project)
    verdict = Cache(enabled=project.request.keep).recall(
        lambda: _evidence(project, whole), Verdict, lambda: _judge(project, whole)
    )
    # Anything else that a build would change is about other scenarios.
    shown = () if is_partial(project) else verdict.pages
    return tuple(PageState(_read(project, path), expected) for path, expected in shown), verdict


def _read(project: Project, path: str) -> PageFile:
    return PageFile.read(project.request.root, path, project.request.outside)


def _paths(project: Project) -> Iterator[str]:
    yield from (page.path for page in listed(project.request.root, project.config.page))
    yield from (claims.path for claims in project.config.claims)


def _evidence(project: Project, whole: Project) -> list[object]:
    """Return everything that a verdict depends on."""
    templates = [(name, _digest_of(path)) for name, path in project.templates.files()]
    texts = {path: _text(project, path) for path in _paths(project)}
    request = project.request
    return [
        whole.digest,
        project.digest,
        request.build_command,
        request.trust_templates,
        texts,
        templates,
        _digest_of(project.request.root / project.config.history) if project.config.history else None,
        measured(whole),
    ]


def _digest_of(path: Path) -> str:
    """Return a digest of a file that may be a template; a file that cannot be read is no template."""
    try:
        return digest(read_regular(path))
    except OSError as error:
        return str(error)


def _text(project: Project, path: str) -> str | tuple[str] | None:
    """Return the content of a page, or as a tuple the error that keeps it from being read."""
    try:
        return _read(project, path).text
    except PageError as error:
        return (str(error),)


def _judge(project: Project, whole: Project) -> Verdict:
    from docgen.checks.old_markers import old_markers  # noqa: PLC0415

    errors: list[PageError] = []
    states = _states(whole, errors, None)
    claims = _claims(project, errors)
    asked = project.model.scenarios if is_partial(project) else ()
    findings = [finding for state in states for finding in _differences(state, whole, asked)]
    findings += [
        finding for state in states for finding in old_markers(state.file.text or "", state.file.name)
    ]
    findings += [finding for report in claims for finding in report.findings]
    # A page that has both regions and claims is reported as broken once.
    findings += dict.fromkeys(finding for error in errors for finding in blockers(error))
    made = {page.path for page in project.config.page if page.template}
    compared = sum(
        cells_of(state, whole=state.file.name in made) for state in states if state.file.text is not None
    )
    compared += sum(report.compared for report in claims)
    return Verdict(tuple((s.file.name, s.expected) for s in states), tuple(findings), claims, compared)


def unmatched(project: Project) -> Iterator[Finding]:
    """A finding for each pattern of pages that matches no file, which is never intended."""
    request = project.request
    for position, page in enumerate(project.config.page):
        if page.is_pattern and not page.optional and not any(matching(request.root, page)):
            yield reported(
                Rule.MISSING_PAGE,
                f"no page matches {page.path}",
                code_location=place_of(
                    ("page", position, "path"), request.root, request.config, request.profile
                ),
                remedy="correct `path`, or set `optional = true`",
            )


def page_states(
    project: Project, links: Callable[[Page], Links] | None = None, tables: Tables | None = None
) -> tuple[PageState, ...]:
    """Return every configured page, with its actual and its expected content.

    Args:
        project: The project.
        links: Makes the links from a page to source lines; if None, links are relative, as in the tree.
        tables: Writes the tables; they are Markdown if None.

    Raises:
        DocgenError: a template, pages or their markers are broken; the error names each of them.
    """
    errors: list[PageError] = []
    states = _states(project, errors, links, tables)
    if errors:
        raise together(errors)
    return states


def unlisted(project: Project, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield differences on pages that the configuration does not list and that an earlier build filled.

    Where no build ever wrote, regions are empty on disk and only the site fills them. Files that cannot be read are
    left to the site, which reads pages in its own way and stops at such a file.
    """
    pages = Pages(project.config, project.model, project.templates, measured(project))
    from docgen.checks.old_markers import old_markers  # noqa: PLC0415
    from docgen.rendering.links import relative_links  # noqa: PLC0415
    from docgen.rendering.markers import regions  # noqa: PLC0415

    for path in paths:
        page = Page(path=path, optional=True)
        try:
            file = _read(project, path)
            if file.text is None or not has_comments(page, file):
                continue
            state = pages.state(page, file, relative_links(path))
            sealed = any(region.seal for region in regions(file.text, path))
        except PageError:
            continue
        yield from old_markers(file.text, path)
        if sealed or any(drift.documented for drift in state.drifts):
            for finding in _differences(state, project):
                remedy = (
                    f"list {path}, or a pattern such as docs/**/*.md, under [[page]]; then {finding.remedy}"
                )
                yield msgspec.structs.replace(finding, remedy=remedy)


def _states(
    project: Project,
    errors: list[PageError],
    links: Callable[[Page], Links] | None,
    tables: Tables | None = None,
) -> tuple[PageState, ...]:
    """The pages that are not broken; the errors of the others are added to `errors`."""
    if not project.config.page:
        return ()
    from docgen.rendering.links import relative_links  # noqa: PLC0415

    root = project.request.root
    pages = Pages(project.config, project.model, project.templates, measured(project))
    states = []
    for page in listed(root, project.config.page):
        try:
            file = _read(project, page.path)
            if page.optional and not page.template and not has_comments(page, file):
                continue
            where = links(page) if links else relative_links(page.path)
            states.append(pages.state(page, file, where, tables))
        except PageError as error:
            errors.append(error)
        except TemplateError as error:
            if error.location:
                raise
            key = ("page", project.config.page.index(page), "template") if page.template else ("templates",)
            request = project.request
            place = place_of(key, request.root, request.config, request.profile)
            raise TemplateError(error.what, location=place, remedy=error.remedy) from None
    return tuple(states)


def _claims(project: Project, errors: list[PageError]) -> tuple[ClaimsReport, ...]:
    """The claims on pages that are not broken; the errors of the others are added to `errors`."""
    if not project.config.claims:
        return ()
    # Imported here: the parsers of hand-written tables are slow to import, and most projects have no such table.
    from docgen.claims.pages import check_page  # noqa: PLC0415

    cache = Cache(enabled=project.request.keep)
    reports = []
    request = project.request
    for number, claims in enumerate(project.config.claims):
        try:
            file = _read(project, claims.path)
            report = check_page(file, claims, project.config, project.model, cache)
        except PageError as error:
            errors.append(error)
            continue
        if report is None:
            continue
        for idle in report.idle:
            key = ("claims", number, *idle.key)
            report.idle_setting(idle, place_of(key, request.root, request.config, request.profile))
        reports.append(report)
    return tuple(reports)


def _differences(state: PageState, project: Project, scenarios: tuple[str, ...] = ()) -> list[Finding]:
    """The differences of a page, limited to `scenarios` where any are named."""
    # Usually the page is as it should be, and then nothing is parsed.
    if state.is_current:
        return []
    from docgen.checks.drift import Reconciler  # noqa: PLC0415
    from docgen.rendering.documented import read_page  # noqa: PLC0415
    from docgen.rendering.values import with_values  # noqa: PLC0415

    command = project.request.build_command
    reconciler = Reconciler(state.file.name, project.config, project.model, command, scenarios)
    if state.file.text is None:
        return [reconciler.missing_page()]
    found = [*reconciler.values(state.drifts)]
    # Values are reported one by one above; the rest of the page is compared here.
    settled = with_values(state.file.text, state.drifts)
    found += reconciler.compare(read_page(settled), read_page(state.expected))
    found += [reconciler.edited(region.shows, region.line) for region in state.edited]
    starts = [region.line for region in state.edited]
    return [
        _with_force(finding) if _stands_in(finding, state.edited, starts) else finding for finding in found
    ]


def _stands_in(finding: Finding, regions: Sequence[Region], starts: Sequence[int]) -> bool:
    """Tell whether a finding is about a line of a region; they are in order, and begin on the lines `starts`."""
    line = finding.docs_location.line if finding.docs_location else 0
    above = bisect_right(starts, line)
    return above > 0 and line <= regions[above - 1].last_line


def _with_force(finding: Finding) -> Finding:
    """The finding, with a command that overwrites manual edits."""
    return msgspec.structs.replace(finding, remedy=f"{finding.remedy} --force")
