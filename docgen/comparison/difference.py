"""From two names, of directories or of git revisions, to the differences between them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.comparison.models import compare
from docgen.comparison.revisions import revision_tree
from docgen.project.project import open_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.config import Config
    from docgen.model.change import Comparison
    from docgen.project.project import Request

WORKING_TREE = "working tree"
"""Name of the later side where only the earlier one is given."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The differences between two sides, and the sides' names."""

    comparison: Comparison
    """The differences."""
    config: Config
    """The configuration of the later side, for headings and labels."""
    sides: tuple[str, str]
    """The two sides as the user named them."""


def difference(
    request: Request, before: str, after: str | None, progress: Callable[[str], None] | None = None
) -> Difference:
    """Compare two sides; each is a directory if there is one of that name, else a revision of the root's repository.

    Args:
        request: The project, and a configuration or a profile for both sides. Without those each side is read with
            its own configuration.
        before: The earlier side.
        after: The later side; the root as it is if None.
        progress: Called with the name of each backend before it is asked; not called where the answers are recalled.

    Raises:
        DocgenError: a side, its configuration or its source cannot be read.
    """
    with ExitStack() as stack:
        earlier = open_project(_side(request, before, stack), progress)
        later = open_project(_side(request, after, stack) if after is not None else request, progress)
        comparison = compare(earlier.model, later.model, later.config)
    return Difference(comparison, later.config, (before, after if after is not None else WORKING_TREE))


def _side(request: Request, side: str, stack: ExitStack) -> Request:
    """The request of one side; a revision's directory lives as long as the stack."""
    root = Path(side)
    if not root.is_dir():
        tree = revision_tree(request.root, side, request.config, request.profile)
        root = stack.enter_context(tree)
    return replace(request, root=root)
