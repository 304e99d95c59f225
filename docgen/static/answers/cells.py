"""From what the paths of an evaluation say to a cell of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import Cell
from docgen.static.answers.exploration import (
    Known,
    Tree,
    Undeclared,
    Undetermined,
    Unimportable,
    alternatives,
    leaves,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.model.location import Location


def cell_of(tree: Tree, location: Location | None, scenario: str) -> Cell:
    """The answer under one scenario; unknown as soon as one of its paths is, for that path's reason."""
    scenarios = (scenario,)
    if isinstance(tree, Known):
        return Cell.known(tree.value, location, scenarios)
    if isinstance(tree, Undeclared):
        return Cell.not_declared(tree.reason, location, scenarios)
    if isinstance(tree, Unimportable):
        return Cell.unavailable(tree.reason, tree.location, scenarios)
    for conditions, leaf in leaves(tree):
        if not isinstance(leaf, Known):
            reason, where = reason_of(leaf, conditions)
            return Cell.unknown(reason, where or location, scenarios)
    return Cell.conditional(alternatives(tree), location, scenarios)


def reason_of(
    leaf: Undetermined | Undeclared | Unimportable, conditions: Sequence[str]
) -> tuple[str, Location | None]:
    """Why there is no answer on a path, and where it was found out.

    Args:
        leaf: What the path says.
        conditions: Those under which it is taken.
    """
    when = f", when {' and '.join(conditions)}" if conditions else ""
    what = "cannot be imported: " if isinstance(leaf, Unimportable) else ""
    return what + leaf.reason + when, None if isinstance(leaf, Undeclared) else leaf.location
