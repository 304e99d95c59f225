"""Places relative to the directory where the command runs, not to the project's root."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.model.finding import Finding


def prefix(root: Path) -> str:
    """Return the path from the current directory to `root`; empty if `root` is not below it."""
    here, there = Path.cwd().resolve(), root.resolve()
    return there.relative_to(here).as_posix() if there.is_relative_to(here) else ""


def moved(finding: Finding, before: str) -> Finding:
    """The finding, with the directory `before` put in front of its paths."""
    return msgspec.structs.replace(
        finding,
        docs_location=_below(before, finding.docs_location),
        code_location=_below(before, finding.code_location),
        class_location=_below(before, finding.class_location),
        measured_location=_below(before, finding.measured_location),
    )


def _below(before: str, location: Location | None) -> Location | None:
    if location is None or before in {"", "."}:
        return location
    return Location((Path(before) / location.path).as_posix(), location.line)
