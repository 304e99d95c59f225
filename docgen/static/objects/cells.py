"""Cells: the variables that a function takes from the functions around it, as `__closure__` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.source.free_names import free_names

if TYPE_CHECKING:
    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.frames import Frame

CONTENTS = "cell_contents"
"""The one attribute of a cell."""


class Cell(Unknown):
    """One variable of a function that has been called."""

    __slots__ = ("name", "variables")

    def __init__(self, variables: dict[str, Abstract], name: str, place: SourceSpan | None) -> None:
        super().__init__("a cell is not modelled", place, key=("cell", id(variables), name))
        self.variables = variables
        self.name = name


def closure(function: FunctionValue) -> Abstract:
    """`function.__closure__`: a cell for each free variable, sorted by name; None if there is none."""
    names = free_names(function.node, function.frame.module)
    if names is None:
        return Unknown("which function of the text this is is not known", function.place, holds=(function,))
    cells: list[Abstract] = []
    for name in names:
        if name == "__class__":
            return Unknown("the cell of a class is not modelled", function.place, holds=(function,))
        around: Frame | None = function.frame
        while around is not None:
            if around.scope is not None and name in around.scope.bound:
                cells.append(Cell(around.names, name, function.place))
                break
            if around.scope is None and around.namespace is None and name in around.names:
                return Unknown("the cell of a comprehension is not modelled", function.place)
            around = around.parent
    return tuple(cells) or None


def get_contents(cell: Cell, name: str, place: SourceSpan | None) -> Abstract:
    """`cell.cell_contents`; any other attribute is unknown.

    Raises:
        Raised: ValueError, if the variable has no value.
    """
    if name != CONTENTS:
        return Unknown(f"{name} of a cell is not modelled", place)
    found = cell.variables.get(cell.name, ABSENT)
    if found is ABSENT:
        raise Raised(ValueError("Cell is empty"), place)
    return found
