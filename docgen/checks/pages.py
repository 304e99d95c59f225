"""What a project's pages should hold, and what a check has to say of them; a verdict is remembered by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.checks.blockers import blockers
from docgen.checks.compared import cells_of
from docgen.checks.partial import is_partial, of_all_scenarios
from docgen.claims.report import ClaimsReport
from docgen.config import Page
from docgen.config.load import place_of
from docgen.confinement import read_regular
from docgen.errors import PageError, TemplateError, together
from docgen.model.evidence import digest
from docgen.model.finding import Finding, Rule
from docgen.model.reported import reported
from docgen.project.cache import Cache
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import Pages, PageState, has_comments
from docgen.rendering.patterns import listed, matching
from docgen.verify.standing import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from docgen.project.project import Project
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
    compared: int = 0
    """How many cells were held against the code, on pages that docgen writes and in tables that people write."""


def check(project: Project) -> tuple[tuple[PageState, ...], Verdict]:
    """Hold the pages against the model and write nothing.

    Raises:
        TemplateError: a template is missing or broken.
    """
    if not project.config.page and not project.config.claims:
        return (), Verdict((), (), ())
    # Pages hold all scenarios, whichever the run asks about.
    whole = of_all_scenarios(project)
    verdict = Cache(enabled=project.request.keep).recall(
        lambda: _evidence(project, whole), Verdict, lambda: _judge(project, whole)
    )
    # What else a build would change is of other scenarios.
    shown = () if is_partial(project) else verdict.pages
    return tuple(PageState(_read(project, path), expected) for path, expected in shown), verdict


def _read(project: Project, path: str) -> PageFile:
    return PageFile.read(project.request.root, path, project.request.outside)


def _paths(project: Project) -> Iterator[str]:
    yield from (page.path for page in listed(project.request.root, project.config.page))
    yield from (claims.path for claims in project.config.claims)


def _evidence(project: Project, whole: Project) -> list[object]:
    """All that a verdict is drawn from."""
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
        measured(whole),
    ]


def _digest_of(path: Path) -> str:
    """Return what tells the content of a file that may be a template; one that cannot be read is no template."""
    try:
        return digest(read_regular(path))
    except OSError as error:
        return str(error)


def _text(project: Project, path: str) -> str | tuple[str] | None:
    """Return what a page holds; what stands in the way of reading it, told apart from a page that says the same."""
    try:
        return _read(project, path).text
    except PageError as error:
        return (str(error),)


def _judge(project: Project, whole: Project) -> Verdict:
    errors: list[PageError] = []
    states = _states(whole, errors, None)
    claims = _claims(project, errors)
    asked = project.model.scenarios if is_partial(project) else ()
    findings = [finding for state in states for finding in _differences(state, whole, asked)]
    findings += [finding for report in claims for finding in report.findings]
    # A page of regions that holds claims as well is broken once.
    findings += dict.fromkeys(finding for error in errors for finding in blockers(error))
    made = {page.path for page in project.config.page if page.template}
    compared = sum(
        cells_of(state, whole=state.file.name in made) for state in states if state.file.text is not None
    )
    compared += sum(report.compared for report in claims)
    return Verdict(tuple((s.file.name, s.expected) for s in states), tuple(findings), claims, compared)


def unmatched(project: Project) -> Iterator[Finding]:
    """A finding for each pattern of pages that matches no file, which nobody means."""
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


def unlisted(project: Project, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield what drifted on pages that the configuration does not list, and that a build wrote when it did.

    Where no build ever wrote, a site alone fills what is empty on disk. What cannot be read is left to the site, which
    reads pages in its own way and stops at it.
    """
    pages = Pages(project.config, project.model, project.templates, measured(project))
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
        if sealed or any(drift.documented for drift in state.drifts):
            for finding in _differences(state, project):
                remedy = (
                    f"list {path}, or a pattern such as docs/**/*.md, under [[page]]; then {finding.remedy}"
                )
                yield msgspec.structs.replace(finding, remedy=remedy)


def _states(
    project: Project, errors: list[PageError], links: Callable[[Page], Links] | None
) -> tuple[PageState, ...]:
    """The pages that are not broken; what is wrong with the others goes to `errors`."""
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
            states.append(pages.state(page, file, links(page) if links else relative_links(page.path)))
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
    """Return what is claimed on pages that are not broken; what is wrong with the others goes to `errors`."""
    if not project.config.claims:
        return ()
    # Imported here: most projects have no hand-written tables, and these need a Markdown parser.
    from docgen.claims.pages import check_page  # noqa: PLC0415

    cache = Cache(enabled=project.request.keep)
    reports = []
    for claims in project.config.claims:
        try:
            file = _read(project, claims.path)
            report = check_page(file, claims, project.config, project.model, cache)
        except PageError as error:
            errors.append(error)
            continue
        reports += [report] if report else []
    return tuple(reports)


def _differences(state: PageState, project: Project, scenarios: tuple[str, ...] = ()) -> list[Finding]:
    """The differences of a page, of some scenarios only where they are named."""
    # The common case is a page that is as it should be: it costs no parse.
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
