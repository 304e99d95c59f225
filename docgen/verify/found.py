"""The tests that workers found, passed on to the process that writes the evidence, which collects none itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from docgen.atomic_write import replace_file
from docgen.verify.results import Shown

if TYPE_CHECKING:
    from pathlib import Path

    from docgen.verify.results import Collected

FOUND_IN = "docgen_found_in"
"""The key in a worker's input that names the directory."""

_FILE = "found.json"
"""Name of the file; all workers find the same tests, so one file is enough."""


def write_found(directory: Path, collected: Collected) -> None:
    """Record the tests that were found."""
    replace_file(directory / _FILE, msgspec.json.encode(collected.shows))


def read_found(directory: Path, collected: Collected) -> Collected:
    """Read the tests that workers found; `collected` if none has recorded any yet."""
    try:
        content = (directory / _FILE).read_bytes()
    except FileNotFoundError:
        return collected
    return replace(collected, shows=msgspec.json.decode(content, type=dict[str, tuple[Shown, ...]]))
