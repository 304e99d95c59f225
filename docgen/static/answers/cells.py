"""From what the paths of an evaluation say to a cell of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import Cell
from docgen.static.answers.exploration import (
    Known,
    Tree,
    Undeclared,
    Unimportable,
    alternatives,
    leaves,
)

if TYPE_CHECKING:
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
        if isinstance(leaf, Known):
            continue
        when = f", when {' and '.join(conditions)}" if conditions else ""
        where = None if isinstance(leaf, Undeclared) else leaf.location
        what = "cannot be imported: " if isinstance(leaf, Unimportable) else ""
        return Cell.unknown(what + leaf.reason + when, where or location, scenarios)
    return Cell.conditional(alternatives(tree), location, scenarios)
