"""The tests that workers found, told to the process that writes the evidence: it collects none itself."""

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
"""The key of a worker's input that names the directory."""

_FILE = "found.json"
"""All workers find the same, so that one file does."""


def write_found(directory: Path, collected: Collected) -> None:
    """Say which tests were found."""
    replace_file(directory / _FILE, msgspec.json.encode(collected.shows))


def read_found(directory: Path, collected: Collected) -> Collected:
    """The tests that workers found; `collected` where none has got so far."""
    try:
        content = (directory / _FILE).read_bytes()
    except FileNotFoundError:
        return collected
    return replace(collected, shows=msgspec.json.decode(content, type=dict[str, tuple[Shown, ...]]))
