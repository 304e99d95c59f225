"""The command that says what came and went, release by release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.console import CLEAN, deliver, watched
from docgen.cli.options import common, format_option, output_option
from docgen.reporters.forms import HISTORIES

if TYPE_CHECKING:
    from pathlib import Path

    from docgen.project.project import Request


@click.command(epilog="Example: docgen history --profile vllm vllm-0.17.1 vllm-0.19.1 vllm-0.33.0")
@click.argument("releases", nargs=-1, required=True, metavar="RELEASE...")
@format_option([*HISTORIES], "Format of the history; markdown is a table with a column for each release.")
@output_option("history")
@common
def history(
    request: Request,
    *,
    releases: tuple[str, ...],
    form: str,
    output: Path | None,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - every command takes it
) -> int:
    """Say in which release each capability came and went.

    Releases are named from the oldest to the newest: each is a directory, or else a revision of the git repository
    that holds --root. They are read with their own configuration, unless --config or --profile gives one. What is
    unknown or unavailable in a release is said as that, and is never a loss.
    """
    from docgen.comparison.history import history_of  # noqa: PLC0415

    with watched(quiet=quiet) as progress:
        told = history_of(request, releases, progress)
    if output or not quiet:
        deliver(HISTORIES[form](told), output)
    return CLEAN
