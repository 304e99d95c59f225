"""The command line: options in, text and an exit status out. The one place where errors become exit codes."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen import __version__
from docgen.collecting import collecting_rarely
from docgen.errors import DocgenError
from docgen.options import common
from docgen.reports import CHECKS, DIFFERENCES, TEXT, write_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docgen.config import Config
    from docgen.model.finding import Finding
    from docgen.project import Project, Request

CLEAN, FINDINGS, TROUBLE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: all is well; something was found; there is no answer; stopped at the keyboard."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="docgen")
def cli() -> None:
    """Capability tables that come from the code, and a check that fails when the two disagree.

    \b
    docgen show                      the tables, in the terminal
    docgen build                     write the documentation
    docgen check                     compare it with the code; write nothing
    docgen diff v0.18.1 v0.19.1      capabilities gained and lost
    docgen export > support.json     everything that is known

    Exit status: 0 clean, 1 findings, 2 wrong usage or configuration, or a tree that cannot be read.
    """  # noqa: D301  (click's own escape, which keeps the lines apart)


@cli.command(epilog="Example: docgen build --root ../project")
@click.option("--force", is_flag=True, help="Overwrite regions that somebody edited since docgen wrote them.")
@click.option(
    "--watch", is_flag=True, help="Go on, and write again whenever something that was read changes."
)
@common
def build(request: Request, *, force: bool, watch: bool, quiet: bool, verbose: bool) -> int:
    """Write the documentation from the code; pages that are as they should be are not touched."""
    if not watch:
        return _build(request, force=force, quiet=quiet, verbose=verbose)
    from docgen.project import watched_paths  # noqa: PLC0415
    from docgen.watching import watch as watch_files  # noqa: PLC0415

    def again() -> None:
        try:
            _build(request, force=force, quiet=quiet, verbose=verbose)
        except DocgenError as error:
            _warn(f"docgen: {error}")  # somebody is in the middle of an edit

    _say("watching; Ctrl-C ends it")
    try:
        watch_files(lambda: watched_paths(request), again)
    except KeyboardInterrupt:
        return CLEAN
    return CLEAN


def _build(request: Request, *, force: bool, quiet: bool, verbose: bool) -> int:
    from docgen.pipeline import Mode, run  # noqa: PLC0415

    outcome = run(_opened(request, quiet=quiet), Mode.OVERWRITE if force else Mode.WRITE)
    for state in outcome.pages:
        if not state.is_current and not quiet:
            _say(f"wrote {state.file.name}")
        elif verbose:
            _say(f"{state.file.name} is as it should be")
    if not quiet:
        _warn_findings(outcome.findings, outcome.project.config)
    return FINDINGS if outcome.failed else CLEAN


@cli.command(epilog="Example: docgen check --format json > findings.json")
@click.option(
    "--format",
    "form",
    type=click.Choice([*CHECKS]),
    default=TEXT,
    help="How findings are written; github annotates, sarif and junit are for services, markdown is a comment.",
)
@click.option("--diff/--no-diff", default=None, help="Show what a build would change; in text only.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are errors among the findings.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the findings there, and nothing to stdout.",
)
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
    from docgen.pipeline import Mode, run  # noqa: PLC0415

    if diff is not None and form != TEXT:
        raise click.UsageError(f"--diff and --no-diff have no use with --format {form}")
    outcome = run(_opened(request, quiet=quiet), Mode.CHECK)
    if output or not quiet:
        # A diff is made of the pages.
        shown = replace(outcome, pages=()) if diff is False else outcome
        _deliver(CHECKS[form](shown), output)
    if verbose:
        _warn_inputs(outcome.project)
    return FINDINGS if outcome.failed and not exit_zero else CLEAN


@cli.command(epilog="Example: docgen show --profile vllm --root vllm-0.33.0 --scenario cuda-9.0")
@common
def show(request: Request, *, quiet: bool, verbose: bool) -> int:
    """Print the tables; what is not known is listed below them with its reason."""
    from docgen.pipeline import Mode, run  # noqa: PLC0415
    from docgen.rendering.context import page_context  # noqa: PLC0415
    from docgen.reporters.terminal import Terminal  # noqa: PLC0415

    project = _opened(request, quiet=quiet)
    _say(Terminal(sys.stdout, locations=verbose).draw(page_context(project.config, project.model)))
    if not quiet:
        _warn_findings(run(project, Mode.LEAVE).findings, project.config)
    return CLEAN


@cli.command(epilog="Example: docgen export | jq '.backends[].name'")
@click.option(
    "--inputs", is_flag=True, help="Print the files that the answers come from instead, relative to DIR."
)
@common
def export(request: Request, *, inputs: bool, quiet: bool, verbose: bool) -> int:
    """Print the whole model as JSON, with the findings of a check."""
    from docgen.pipeline import Mode, run  # noqa: PLC0415
    from docgen.reporters.json import model_json  # noqa: PLC0415

    project = _opened(request, quiet=quiet)
    if inputs:
        _say("\n".join(project.model.inputs))
        return CLEAN
    outcome = run(project, Mode.CHECK)
    if verbose:
        _warn_inputs(outcome.project)
    _say(model_json(outcome.project.model, outcome.findings))
    if not quiet:
        _warn_findings(outcome.findings, outcome.project.config)
    return CLEAN


@cli.command(epilog="Example: docgen diff v1.0 --format markdown >> release-notes.md")
@click.argument("before")
@click.argument("after", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice([*DIFFERENCES]),
    default=TEXT,
    help="How differences are written; markdown is meant for release notes.",
)
@common
def diff(request: Request, *, before: str, after: str | None, form: str, quiet: bool, verbose: bool) -> int:
    """Say which capabilities were gained and lost from BEFORE to AFTER, with the places on both sides.

    Each is a directory, or else a revision of the git repository that holds --root; AFTER is --root as it is if
    left out. A revision is read with its own configuration, unless --config or --profile gives one.

    Exit status: 0 no difference, 1 differences, 2 something cannot be read.
    """
    from docgen.difference import difference  # noqa: PLC0415

    with _watched(quiet=quiet) as progress:
        found = difference(request, before, after, progress)
    if not quiet:
        _say(DIFFERENCES[form](found))
    if verbose:
        _warn(f"compared in the scenarios {', '.join(found.comparison.scenarios)}")
    return FINDINGS if found.comparison.changes else CLEAN


@cli.command(epilog="Example: docgen explain --scenario rocm-gfx942 attn_type=ENCODER_DECODER head_size=64")
@click.argument("settings", nargs=-1, metavar="[NAME=VALUE]...")
@click.option(
    "--model-config",
    "model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A model's config.json: every kind of layer that it has is asked for.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How choices are written."
)
@common
def explain(
    request: Request,
    *,
    settings: tuple[str, ...],
    model: Path | None,
    form: str,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - every command takes it
) -> int:
    """Say which backend the code chooses for a configuration, and why each other is not, from the source alone.

    Exit status: 0 every choice is made, 1 for some no backend fits or it cannot be told, 2 something cannot be read.
    """
    from docgen.explaining import explained, parse_settings  # noqa: PLC0415
    from docgen.reports import EXPLANATIONS  # noqa: PLC0415

    choices = explained(request, parse_settings(settings), model)
    if not quiet:
        _say(EXPLANATIONS[form](choices))
    return CLEAN if all(choice.chosen for choice in choices) else FINDINGS


@cli.command(epilog="Example: docgen init --root ../project")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The project to document; the current directory by default.",
)
def init(root: Path) -> int:
    """Find what there is to document, and write a configuration and a page that pass the check at once."""
    from docgen.pipeline import Mode, run  # noqa: PLC0415
    from docgen.project import Request  # noqa: PLC0415
    from docgen.scaffold.writing import initialise  # noqa: PLC0415

    start = initialise(root)
    _say(f"wrote {start.config}: {start.discovery.kind.value} {start.discovery.path}")
    _say("columns: " + ", ".join(column.key for column in start.proposal.capabilities))
    for text in start.proposal.left_out:
        _say(f"left out: {text}")
    outcome = run(_opened(Request(root), quiet=False), Mode.WRITE)
    _say(f"wrote {start.page}; next: docgen check, docgen show")
    _warn_findings(outcome.findings, outcome.project.config)
    return FINDINGS if outcome.failed else CLEAN


@cli.command(epilog="Example: docgen schema > docgen.schema.json")
def schema() -> int:
    """Print the JSON Schema of the configuration, for editors that complete and check it."""
    from docgen.config.json_schema import schema_text  # noqa: PLC0415

    _say(schema_text())
    return CLEAN


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `docgen` with `arguments`, those of the process if None, and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that a console cannot show is shown as its escape, which beats a traceback.
            stream.reconfigure(errors="backslashreplace")
    try:
        with collecting_rarely():
            status = cli.main(arguments, prog_name="docgen", standalone_mode=False)
            if arguments is None:
                # The process ends: a last collection, through all the syntax trees, would take as long as the answer.
                gc.freeze()
    except DocgenError as error:
        _warn(f"docgen: {error}")
        return TROUBLE
    except click.ClickException as error:
        error.show()
        return TROUBLE
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else CLEAN


def _opened(request: Request, *, quiet: bool) -> Project:
    from docgen.project import open_project  # noqa: PLC0415

    with _watched(quiet=quiet) as progress:
        return open_project(request, progress)


@contextmanager
def _watched(*, quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """What shows how far the questions are, if somebody sits in front of stderr."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from docgen.reporters.progress import ProgressBar  # noqa: PLC0415

    with ProgressBar(sys.stderr) as bar:
        yield bar


def _warn_findings(findings: Iterable[Finding], config: Config) -> None:
    from docgen.reporters.text import findings_text  # noqa: PLC0415

    _warn(findings_text(findings, config))


def _warn_inputs(project: Project) -> None:
    """What was read, and how long what was imported took."""
    lines = [f"read {path}" for path in project.model.inputs]
    lines += [
        f"asked {each.scenario}: {each.importing:.2f} s of imports{' beside those before' if each.shared else ''}, "
        f"{each.asking:.2f} s of questions"
        for each in project.durations
    ]
    _warn("\n".join(lines))


def _warn(text: str) -> None:
    if text:
        click.echo(text, err=True)


def _deliver(text: str, output: Path | None) -> None:
    """Write a report to its file, or print it if there is anything to print."""
    if output:
        write_report(output, text)
    elif text:
        _say(text)


def _say(text: str) -> None:
    """Print to a reader that may have closed its end, as `head` does: then nothing more is to be said."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends, and finds the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
