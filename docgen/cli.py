"""The command line: options in, text and an exit status out. The one place where errors become exit codes."""

from __future__ import annotations

import functools
import gc
import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen import __version__
from docgen.collecting import collecting_rarely
from docgen.errors import DocgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docgen.config import Config
    from docgen.difference import Difference
    from docgen.model.finding import Finding
    from docgen.pipeline import Outcome
    from docgen.project import Project, Request

CLEAN, FINDINGS, TROUBLE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: all is well; something was found; there is no answer; stopped at the keyboard."""

_COMMON: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--root",
        type=click.Path(path_type=Path),
        default=Path(),
        metavar="DIR",
        help="The documented project; the current directory by default.",
    ),
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The configuration; DIR/docgen.toml or DIR/pyproject.toml by default.",
    ),
    click.option("--profile", metavar="NAME", help="A shipped profile to lay beneath the configuration."),
    click.option(
        "--scenario", "scenarios", multiple=True, metavar="NAME", help="Only this scenario; repeatable."
    ),
    click.option(
        "--runtime/--static-only",
        default=False,
        help="Import the documented classes as well, in a child process, and compare what they answer.",
    ),
    click.option(
        "--python",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="The Python that has what the project imports, for --runtime.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Print errors only; the exit status tells the rest."),
    click.option("--verbose", "-v", is_flag=True, help="Print more: what was read, and where answers stand."),
)


def _common(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that all have, those that select a project gathered in a `Request`."""

    @functools.wraps(command)
    def gathered(
        *,
        root: Path,
        config: Path | None,
        profile: str | None,
        scenarios: tuple[str, ...],
        runtime: bool,
        python: Path | None,
        **rest: Any,
    ) -> int:
        from docgen.project import Request  # noqa: PLC0415

        if python and not runtime:
            raise click.UsageError("--python has no use without --runtime")
        return command(Request(root, config, profile, scenarios, runtime, python), **rest)

    for option in reversed(_COMMON):
        gathered = option(gathered)
    return gathered


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
@_common
def build(request: Request, *, force: bool, quiet: bool, verbose: bool) -> int:
    """Write the documentation from the code; pages that are as they should be are not touched."""
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
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How findings are written."
)
@_common
def check(request: Request, *, form: str, quiet: bool, verbose: bool) -> int:
    """Compare the documentation with the code and write nothing; findings make the exit status 1."""
    from docgen.pipeline import Mode, run  # noqa: PLC0415

    outcome = run(_opened(request, quiet=quiet), Mode.CHECK)
    if not quiet:
        _say(_REPORTS[form](outcome))
    if verbose:
        _warn_inputs(outcome.project)
    return FINDINGS if outcome.failed else CLEAN


@cli.command(epilog="Example: docgen show --profile vllm --root vllm-0.33.0 --scenario cuda-9.0")
@_common
def show(request: Request, *, quiet: bool, verbose: bool) -> int:
    """Print the tables; what is not known is listed below them with its reason."""
    from docgen.rendering.context import page_context  # noqa: PLC0415
    from docgen.reporters.terminal import Terminal  # noqa: PLC0415

    project = _opened(request, quiet=quiet)
    _say(Terminal(sys.stdout, locations=verbose).draw(page_context(project.config, project.model)))
    if not quiet:
        _warn_findings(project.model.findings, project.config)
    return CLEAN


@cli.command(epilog="Example: docgen export | jq '.backends[].name'")
@click.option(
    "--inputs", is_flag=True, help="Print the files that the answers come from instead, relative to DIR."
)
@_common
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
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How differences are written; markdown is meant for release notes.",
)
@_common
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
        _say(_DIFFERENCES[form](found))
    if verbose:
        _warn(f"compared in the scenarios {', '.join(found.comparison.scenarios)}")
    return FINDINGS if found.comparison.changes else CLEAN


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `docgen` with `arguments`, those of the process if None, and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that a console cannot show is shown as its escape, which beats a traceback.
            stream.reconfigure(errors="backslashreplace")
    try:
        with collecting_rarely():
            status = cli.main(arguments, prog_name="docgen", standalone_mode=False)
    except DocgenError as error:
        _warn(f"docgen: {error}")
        return TROUBLE
    except click.ClickException as error:
        error.show()
        return TROUBLE
    except click.Abort:
        return INTERRUPTED
    finally:
        if arguments is None:
            # The process ends: a last collection, through all the syntax trees, would take longer than the answer did.
            gc.freeze()
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


def _text_report(outcome: Outcome) -> str:
    from docgen.reporters.text import check_text  # noqa: PLC0415

    return check_text(outcome.findings, outcome.pages, outcome.project.config, outcome.claims)


def _json_report(outcome: Outcome) -> str:
    from docgen.reporters.json import findings_json  # noqa: PLC0415

    return findings_json(outcome.findings, outcome.claims)


_REPORTS: dict[str, Callable[[Outcome], str]] = {"text": _text_report, "json": _json_report}
"""The forms of a check's report."""


def _text_difference(found: Difference) -> str:
    from docgen.reporters.difference import difference_text  # noqa: PLC0415

    return difference_text(found.comparison, found.config, found.sides)


def _markdown_difference(found: Difference) -> str:
    from docgen.reporters.difference import difference_markdown  # noqa: PLC0415

    return difference_markdown(found.comparison, found.config, found.sides)


def _json_difference(found: Difference) -> str:
    from docgen.reporters.json import comparison_json  # noqa: PLC0415

    return comparison_json(found.comparison, found.sides)


_DIFFERENCES: dict[str, Callable[[Difference], str]] = {
    "text": _text_difference,
    "markdown": _markdown_difference,
    "json": _json_difference,
}
"""The forms of a comparison."""


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


def _say(text: str) -> None:
    """Print to a reader that may have closed its end, as `head` does: then nothing more is to be said."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends, and finds the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
