"""Patterns of `[discovery]` that no module matches: rows of a module that was renamed would be gone without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.config.load import place_of
from docgen.errors import nearest
from docgen.model.finding import Rule
from docgen.model.reported import reported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.model.finding import Finding
    from docgen.project.project import Project


def idle_modules(project: Project) -> Iterator[Finding]:
    """A finding for each pattern under `modules` that no module of the tree matches.

    Where none of them is matched, the discovery has refused the configuration before.
    """
    request, config = project.request, project.config
    if len(config.discovery.modules) < 2:  # noqa: PLR2004 - the only pattern is matched
        return
    # Imported here: a check that recalls its verdict reads no source.
    from docgen.discovery.lookup import matches  # noqa: PLC0415
    from docgen.static.source.tree import SourceTree  # noqa: PLC0415

    names = [*SourceTree(request.root, config.packages, request.outside).names()]
    for pattern in config.discovery.modules:
        if not any(matches(name, (pattern,)) for name in names):
            yield reported(
                Rule.IDLE_SETTING,
                f"no module matches {pattern!r} under `modules`{nearest(pattern, names)}",
                code_location=place_of(
                    ("discovery", "modules"), request.root, request.config, request.profile
                ),
                remedy="correct the pattern, or take it out of `modules`",
            )
