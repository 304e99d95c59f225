"""The commands that write pages, and the one that checks whether they are true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.console import (
    CLEAN,
    FINDINGS,
    TROUBLE,
    deliver,
    opened,
    say_line,
    warn_blockers,
    warn_error,
    warn_findings,
    warn_inputs,
    watched,
)
from docgen.cli.options import common, format_option, output_option
from docgen.cli.repetition import is_repeatable
from docgen.errors import DocgenError
from docgen.reporters.forms import CHECKS, TEXT
from docgen.sightings import saw_trouble

if TYPE_CHECKING:
    from docgen.project.project import Project, Request


@click.command(epilog="Example: docgen build --root ../project")
@click.option(
    "--force", is_flag=True, help="Overwrite regions that were edited by hand since docgen wrote them."
)
@click.option(
    "--watch", is_flag=True, help="Keep running, and write again whenever a file that was read changes."
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the interactive tables there as well, as one self-contained file.",
)
@common
def build(
    request: Request, *, force: bool, watch: bool, html: Path | None, quiet: bool, verbose: bool
) -> int:
    """Write the documentation from the code; pages that agree with it are not touched."""
    if not watch:
        return _build(request, html, force=force, quiet=quiet, verbose=verbose)
    from docgen.project.project import watched_paths  # noqa: PLC0415
    from docgen.project.watch import watch as watch_files  # noqa: PLC0415

    def again() -> None:
        try:
            _build(request, html, force=force, quiet=quiet, verbose=verbose)
        except DocgenError as error:
            warn_error(error)  # the file is in the middle of an edit

    say_line("watching; Ctrl-C ends it")
    try:
        watch_files(lambda: watched_paths(request), again)
    except KeyboardInterrupt:
        return CLEAN
    return CLEAN


def _build(request: Request, html: Path | None, *, force: bool, quiet: bool, verbose: bool) -> int:
    from docgen.checks.pipeline import Mode, run  # noqa: PLC0415

    project = opened(request, quiet=quiet)
    outcome = run(project, Mode.OVERWRITE if force else Mode.WRITE)
    if html:
        _write_document(project, html, quiet=quiet)
    for state in outcome.pages:
        if not state.is_current and not quiet:
            say_line(f"wrote {state.file.name}")
        elif verbose:
            say_line(f"{state.file.name} is as it should be")
    if not quiet:
        if not html and all(state.is_current for state in outcome.pages):
            say_line(_nothing_to_write(len(outcome.pages)))
        warn_findings(outcome.findings, outcome.config)
    return FINDINGS if outcome.failed else CLEAN


def _nothing_to_write(pages: int) -> str:
    if not pages:
        return "nothing to write: no page is configured"
    return f"nothing to write: {'1 page is' if pages == 1 else f'{pages} pages are'} as the code says"


def _write_document(project: Project, path: Path, *, quiet: bool) -> None:
    from docgen.verify.standing import measured  # noqa: PLC0415
    from docgen.web.choice_record import choice_record  # noqa: PLC0415
    from docgen.web.document import document  # noqa: PLC0415

    with watched(quiet=quiet) as progress:
        choice = choice_record(project, progress)
    deliver(document(project.config, project.model, measured(project), choice), path)
    if not quiet:
        say_line(f"wrote {path}")


@click.command(epilog="Example: docgen check --format json > findings.json")
@format_option(
    [*CHECKS],
    "Format of the findings; github annotates, sarif and junit are for services, markdown is a comment.",
)
@click.option("--diff/--no-diff", default=None, help="Show what a build would change; in text only.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are errors among the findings.")
@output_option("findings")
@common
def check(
    request: Request,
    *,
    form: str,
    diff: bool | None,
    exit_zero: bool,
    output: Path | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Compare the documentation with the code and write no page; errors make the exit status 1."""
    from docgen.checks.pipeline import Mode, run, stopped  # noqa: PLC0415

    if diff is not None and form != TEXT:
        raise click.UsageError(f"--diff and --no-diff have no use with --format {form}")
    if request.keep and not request.runtime and output is None:
        is_repeatable()
    project = None
    try:
        project = opened(request, quiet=quiet)
        outcome = run(project, Mode.CHECK)
    except DocgenError as error:
        saw_trouble()
        outcome = stopped(request, error)
    # A diff is made of the pages.
    shown = replace(outcome, pages=()) if diff is False else outcome
    if form == TEXT and not output:
        shown = shown.answered  # people read the rest on stderr
    if output or not (quiet or (form == TEXT and outcome.blockers and not shown.findings)):
        deliver(CHECKS[form](shown), output)
    warn_blockers(outcome)
    if verbose and project:
        warn_inputs(project)
    if outcome.blockers:
        return TROUBLE
    return FINDINGS if outcome.failed and not exit_zero else CLEAN
