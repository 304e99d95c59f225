"""The commands about what is kept between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.commands import Commands
from docgen.cli.console import CLEAN, say_line
from docgen.errors import DocgenError

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=Commands, epilog="Example: docgen cache info")
def cache() -> None:
    """Say what is kept between runs, or remove it."""


@cache.command()
def info() -> int:
    """Print where answers are kept, how many entries there are, and how large they are."""
    from docgen.project.entries import contents  # noqa: PLC0415

    directory = _directory()
    held = contents(directory)
    say_line(f"directory  {directory}{'' if directory.is_dir() else ' (not there yet)'}")
    say_line(f"entries    {held.entries}")
    say_line(f"size       {_readable(held.size)}")
    return CLEAN


@cache.command()
def clear() -> int:
    """Remove all entries; the next run asks everything again."""
    from docgen.project.entries import clear as clear_entries  # noqa: PLC0415

    directory = _directory()
    removed = clear_entries(directory)
    entries = "1 entry" if removed.entries == 1 else f"{removed.entries} entries"
    say_line(f"removed {entries}, {_readable(removed.size)}, from {directory}")
    return CLEAN


def _directory() -> Path:
    from docgen.project.entries import cache_directory  # noqa: PLC0415

    directory = cache_directory()
    if directory is None:
        raise DocgenError(
            "there is no home directory, and so no cache", remedy="set DOCGEN_CACHE_DIR or HOME"
        )
    return directory


def _readable(size: int) -> str:
    """Format a number of bytes for people."""
    return f"{size / (1 << 20):.1f} MiB" if size >= 1 << 20 else f"{size / 1024:.1f} KiB"
