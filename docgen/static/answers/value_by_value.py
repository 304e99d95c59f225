"""Answers over a domain that are unknown as a whole, asked value by value: an exception affects only one value.

Each value is asked separately, as if no other had been asked before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.cell import MOST_ALTERNATIVES, Cell
from docgen.model.undecided import Undecided
from docgen.static.answers.cells import reason_of
from docgen.static.answers.exploration import Branch, Known, Undetermined, alternatives, leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.model.cell import Value
    from docgen.model.location import Location
    from docgen.static.answers.exploration import Tree


def is_settled(tree: Tree) -> bool:
    """Tell whether the answer as a whole is enough: it is known, or has a few alternatives with one decision."""
    if isinstance(tree, Undetermined):
        return False
    if not isinstance(tree, Branch):
        return True
    known = all(isinstance(leaf, Known) for _, leaf in leaves(tree))
    return known and len(alternatives(tree)) <= MOST_ALTERNATIVES


def cell_by_value(
    values: Sequence[Value], trees: Sequence[Tree], location: Location | None, scenario: str
) -> Cell:
    """The answer, from those for each value.

    Args:
        values: The domain.
        trees: For each value the tree of answers to the question if it is supported.
        location: The declaration that decided.
        scenario: The name of the scenario.
    """
    holds = tuple(
        value
        for value, tree in zip(values, trees, strict=True)
        if isinstance(tree, Known) and tree.value is True
    )
    undecided = tuple(
        _undecided(value, tree)
        for value, tree in zip(values, trees, strict=True)
        if not isinstance(tree, Known)
    )
    if undecided:
        return Cell.in_part(holds, undecided, location, (scenario,))
    return Cell.known([*holds], location, (scenario,))


def _undecided(value: Value, tree: Tree) -> Undecided:
    for conditions, leaf in leaves(tree):
        if not isinstance(leaf, Known):
            reason, location = reason_of(leaf, conditions)
            return Undecided(value, reason, location=location)
    when = next(each.when for each in alternatives(tree) if each.value is True)
    return Undecided(value, when=when)
