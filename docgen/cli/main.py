"""The command line, and the one place where errors become exit codes."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen import __version__
from docgen.cli.commands import Commands
from docgen.cli.console import CLEAN, INTERRUPTED, TROUBLE, warn, warn_error, warn_line
from docgen.errors import DocgenError, DocgenWarning
from docgen.gc_tuning import collecting_rarely

if TYPE_CHECKING:
    from collections.abc import Sequence

_REPORTS = "https://example.org/attention-docgen/issues"
_LONGEST = 200
"""Most characters that are shown of an unexpected error."""


_COMMANDS = {
    "build": "docgen.cli.page_commands",
    "cache": "docgen.cli.cache_command",
    "check": "docgen.cli.page_commands",
    "diff": "docgen.cli.read_commands",
    "explain": "docgen.cli.read_commands",
    "export": "docgen.cli.read_commands",
    "history": "docgen.cli.history_command",
    "init": "docgen.cli.init_command",
    "rule": "docgen.cli.rule_command",
    "schema": "docgen.cli.read_commands",
    "show": "docgen.cli.read_commands",
    "verify": "docgen.cli.verify_command",
}
"""The commands, and the modules that define them."""


@click.group(cls=Commands, modules=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="docgen")
def cli() -> None:
    """Capability tables that come from the code, and a check that fails when the two disagree.

    \b
    docgen init                      start here: write a configuration and a first page
    docgen show                      print the tables in the terminal
    docgen build                     write the pages
    docgen check                     compare the pages with the code; write nothing
    docgen diff v0.18.1 v0.19.1      capabilities gained and lost
    docgen export > support.json     everything that is known

    Options go behind the command: docgen COMMAND --help lists them. Exit status: 0 clean, 1 findings, 2 wrong usage or
    configuration, or a tree that cannot be read.
    """  # noqa: D301  (click's own escape, which keeps the lines apart)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `docgen` with `arguments`, those of the process if None, and return the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    _open_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that a console cannot show is printed as its escape, which is better than a traceback.
            stream.reconfigure(errors="backslashreplace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if _asks_for(words, "quiet") else "once", DocgenWarning)
        warnings.showwarning = _show_warning
        with collecting_rarely():
            status = _answer(words)
            if arguments is None:
                # The process ends here: a last collection, through all the syntax trees, would take long.
                gc.freeze()
    return status


def _answer(words: Sequence[str]) -> int:
    """Run a command; any error that stops it becomes a line on stderr and an exit status."""
    try:
        status = cli.main(words, prog_name="docgen", standalone_mode=False)
    except DocgenError as error:
        warn_error(error)
        return TROUBLE
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return TROUBLE
    except click.ClickException as error:
        asked = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "docgen"
        warn_line(f"{asked}: {error.format_message().rstrip('.')}; to fix: {_remedy(error, asked)}")
        return TROUBLE
    except click.Abort:
        return INTERRUPTED
    except OSError as error:
        if error.filename is None:
            return _defect(error, words)
        # A directory that cannot be listed, or a full file system: docgen can do nothing about it.
        warn_line(
            f"docgen: {error.filename}: {error.strerror}; to fix: make sure that docgen can read and write there"
        )
        return TROUBLE
    except Exception as error:  # noqa: BLE001 - the outermost place: whatever is not foreseen is a defect, and is said
        return _defect(error, words)
    return status if isinstance(status, int) else CLEAN


def _remedy(error: click.ClickException, asked: str) -> str:
    """The fix for wrong usage: an option of a command that stands before the command goes behind it."""
    if isinstance(error, click.NoSuchOption) and asked == "docgen":
        name = error.option_name
        takers = [
            taker
            for taker, command in cli.every().items()
            if any(name in parameter.opts for parameter in command.params)
        ]
        if takers:
            return f"put it behind the command, as in docgen {takers[0]} {name}"
    return f"{asked} --help"


def _defect(error: Exception, words: Sequence[str]) -> int:
    """Report a bug of docgen itself in one line, or with the whole traceback where that was asked for."""
    import traceback  # noqa: PLC0415 - for errors only

    steps = traceback.extract_tb(error.__traceback__)
    text = " ".join(str(error).split())[:_LONGEST]
    where = f" ({Path(steps[-1].filename).name}:{steps[-1].lineno})" if steps else ""
    more = "" if _asks_for(words, "verbose") else ", with what --verbose prints"
    what = f"this is a defect of docgen: {type(error).__name__}: {text}{where}"
    warn_line(f"docgen: {what}; to fix: report it to {_REPORTS}{more}")
    if _asks_for(words, "verbose"):
        warn("".join(traceback.format_exception(error)))
    return TROUBLE


def _asks_for(words: Sequence[str], flag: str) -> bool:
    """Tell whether an option without a value is among the words, even where the parser failed before it."""
    short = re.compile(f"-[qv]*{flag[0]}[qv]*")
    return any(word == f"--{flag}" or short.fullmatch(word) for word in words)


def _open_standard_streams() -> None:
    """Point closed standard streams at nowhere, or the next file that is opened would take their place."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    warn_line(f"docgen: warning: {message}")
