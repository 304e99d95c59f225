"""Output of commands on stdout and stderr, and their exit statuses."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from docgen.cli.repetition import printed
from docgen.errors import OutputError
from docgen.reporters.forms import write_report
from docgen.visible import inert, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from docgen.checks.pipeline import Outcome
    from docgen.config import Config
    from docgen.errors import DocgenError
    from docgen.model.finding import Finding
    from docgen.project.first_rows import FirstRows
    from docgen.project.project import Project, Request

CLEAN, FINDINGS, TROUBLE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: success; findings; no answer; interrupted at the keyboard."""

_LONGEST = 2_000
"""Most characters of a line on stderr; the start of the line says what is wrong, its end how to fix it."""


def opened(request: Request, *, quiet: bool, known: FirstRows | None = None) -> Project:
    """Open the requested project; a bar shows the progress, and known answers are not asked again."""
    from docgen.project.project import open_project  # noqa: PLC0415

    with watched(quiet=quiet) as progress:
        return open_project(request, progress, known)


@contextmanager
def watched(*, quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """Yield a function that shows the progress of the questions; None where stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from docgen.reporters.progress import ProgressBar  # noqa: PLC0415

    with ProgressBar(sys.stderr) as bar:
        yield bar


def warn_findings(findings: Iterable[Finding], config: Config) -> None:
    """Report findings on stderr, beside what is printed."""
    from docgen.reporters.text import findings_text  # noqa: PLC0415

    warn(findings_text(findings, config))


def warn_inputs(project: Project) -> None:
    """Print to stderr the files that were read, and the time that imports took."""
    lines = [visible_line(f"read {path}") for path in project.model.inputs]
    lines += [
        f"asked {each.scenario}: {each.importing:.2f} s of imports{' beside those before' if each.shared else ''}, "
        f"{each.asking:.2f} s of questions"
        for each in project.durations
    ]
    warn("\n".join(lines))


def warn_error(error: DocgenError) -> None:
    """Print what stops a command to stderr, one line for each error."""
    for each in error.each:
        warn_line(f"docgen: {each}")


def warn_blockers(outcome: Outcome) -> None:
    """Print what keeps a check from a complete answer, in the same lines for every command."""
    for finding in outcome.blockers:
        from docgen.reporters.text import blocker_text  # noqa: PLC0415

        warn_line(f"docgen: {blocker_text(finding)}")


def warn(text: str) -> None:
    """Print to stderr, if there is anything to print."""
    if not text:
        return
    shown = inert(text)
    printed("stderr", shown)
    try:
        click.echo(shown, err=True)
    except OSError as error:
        refused("stderr", error)


def warn_line(text: str) -> None:
    """Print a line to stderr; text from the documented project cannot break it into two."""
    shown = visible_line(text)
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST // 2]} ... {shown[-_LONGEST // 2 :]}"
    warn(shown)


def deliver(text: str, output: Path | None) -> None:
    """Write a report to its file, or print it if there is anything to print."""
    if output:
        write_report(output, text)
    elif text:
        say(text)


def say_line(text: str) -> None:
    """Print a line; text from the documented project cannot break it into two."""
    say(inert(visible_line(text)))


def show_pages(text: str) -> None:
    """Print a text for people, in a pager where it is longer than the terminal."""
    # A closed stream is None.
    seen = all(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stdin))
    if seen and text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text, color=True)
    else:
        say(text)


def say(text: str) -> None:
    """Print a finished report to a reader that may close the pipe early, as `head` does.

    Raises:
        OutputError: there is no stdout, or it takes no more.
    """
    if sys.stdout is None:
        raise OutputError("stdout is closed", remedy="open it, or give --quiet or --output")
    printed("stdout", text)
    try:
        click.echo(text)
        sys.stdout.flush()
    except OSError as error:
        refused("stdout", error)


def refused(name: str, error: OSError) -> None:
    """React to a stream that takes no more.

    Args:
        name: `stdout` or `stderr`.
        error: The error of the system.

    Raises:
        OutputError: what was to be printed is lost; a reader that leaves early has what it wants, and without stderr
            only the exit status is left to tell.
    """
    _silence(getattr(sys, name))
    if name == "stdout" and not isinstance(error, BrokenPipeError):
        what = f"cannot write to stdout: {error.strerror}"
        raise OutputError(what, remedy="make room, and run it again") from None


def _silence(stream: TextIO) -> None:
    """Redirect a broken stream to nowhere, because the interpreter flushes it once more when it exits."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)
