"""The command line. The one place where errors become exit codes."""

from __future__ import annotations

import gc
import io
import sys
from typing import TYPE_CHECKING

import click

from docgen import __version__
from docgen.cli.console import CLEAN, INTERRUPTED, TROUBLE, warn_error, warn_line
from docgen.cli.page_commands import build, check, init
from docgen.cli.read_commands import diff, explain, export, schema, show
from docgen.cli.verify_command import verify
from docgen.errors import DocgenError
from docgen.gc_tuning import collecting_rarely

if TYPE_CHECKING:
    from collections.abc import Sequence


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


for _command in (build, check, diff, explain, export, init, schema, show, verify):
    cli.add_command(_command)


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
        warn_error(error)
        return TROUBLE
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return TROUBLE
    except click.ClickException as error:
        asked = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "docgen"
        warn_line(f"{asked}: {error.format_message().rstrip('.')}; to fix: {asked} --help")
        return TROUBLE
    except OSError as error:
        if error.filename is None:
            raise
        # A directory that cannot be listed, a file system that is full: nothing that docgen can do about it.
        warn_line(
            f"docgen: {error.filename}: {error.strerror}; to fix: see to it that docgen can read and write there"
        )
        return TROUBLE
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else CLEAN
