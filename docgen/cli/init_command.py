"""The command that writes a first configuration and a first page."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from docgen.cli.console import CLEAN, opened, say_line, watched
from docgen.cli.options import common_here

if TYPE_CHECKING:
    from docgen.project.project import Request


@click.command(epilog="Example: docgen init --root ../project --path project.backends.base.Backend")
@click.option(
    "--path",
    metavar="PATH",
    help="Dotted path of the registry, base class or module that rows come from; by default one is looked for.",
)
@common_here
def init(request: Request, *, path: str | None, quiet: bool, verbose: bool) -> int:
    """Find what there is to document, and write a configuration and a page that pass the check at once.

    --profile names the shipped profile to extend, by default one
    that fits; --config the file to write, by default DIR/docgen.toml. -v prints the configuration as well.
    """
    from docgen.scaffold.filling import filled  # noqa: PLC0415
    from docgen.scaffold.writing import initialise  # noqa: PLC0415

    if request.profile and path:
        raise click.UsageError("--profile and --path exclude each other: a profile says where rows come from")
    if request.scenarios:
        raise click.UsageError("--scenario has no use here: a first configuration holds all scenarios")
    tell = (lambda _text: None) if quiet else say_line
    with watched(quiet=quiet) as progress:
        start = initialise(
            request.root,
            progress,
            profile=request.profile,
            path=path,
            config=request.config,
            outside=request.outside,
        )
    # The trial's configuration extends the profile by itself.
    asked = replace(request, profile=None)
    written, page, accepted = filled(
        start, lambda trial: opened(replace(asked, config=trial), quiet=quiet, known=start.rows)
    )
    written.write(page)
    over = f" with the profile {start.profile}" if start.profile else ""
    tell(f"wrote {start.file}: {start.discovery.kind.value} {start.discovery.path}{over}")
    tell("columns: " + ", ".join(column.key for column in start.proposal.capabilities))
    for package in start.assumed.missing:
        tell(f"assumed: {package} is not installed")
    for name, value in start.assumed.assume.items():
        tell(f"assumed: {name} = {value}")
    for text in start.proposal.left_out:
        tell(f"left out: {text}")
    for finding in accepted:
        tell(f"ignored from now on: {finding.backend}: {finding.message}")
    tell(f"wrote {request.root / start.page}; next: {_next(request, 'check')}, {_next(request, 'show')}")
    for text in written.configuration.splitlines() if verbose and not quiet else ():
        say_line(text)
    return CLEAN


def _next(request: Request, command: str) -> str:
    """The command line that goes on from here."""
    root = [] if str(request.root) == "." else ["--root", str(request.root)]
    config = ["--config", str(request.config)] if request.config else []
    return shlex.join(["docgen", command, *root, *config])
