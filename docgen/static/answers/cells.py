"""Cells of the model, made from the answers on the paths of an evaluation."""

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
    """The answer under one scenario; unknown if any of its paths is, for the reason of that path."""
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
    """Say why there is no answer on a path, and where that was found.

    Args:
        leaf: The answer of the path.
        conditions: The conditions under which the path is taken.
    """
    when = f", when {' and '.join(conditions)}" if conditions else ""
    what = "cannot be imported: " if isinstance(leaf, Unimportable) else ""
    return what + leaf.reason + when, None if isinstance(leaf, Undeclared) else leaf.location
