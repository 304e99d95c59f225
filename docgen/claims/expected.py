"""The answer of the code where a claim is wrong, as docgen would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.rendering.answers import answer
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.words import UNAVAILABLE

if TYPE_CHECKING:
    from docgen.config import Capability
    from docgen.model.cell import Cell
    from docgen.model.support import SupportModel


def expected_words(cells: tuple[Cell, ...], column: Capability, model: SupportModel) -> str:
    """The answers of `cells` in the words of their column, with scenarios and failed imports where there are any."""
    names = tuple(name for name in model.scenarios if any(name in cell.scenarios for cell in cells))
    parts = answer(cells, column, model.domains.get(column.key), ScenarioWords(names)).parts
    return "; ".join(
        part.joint.join(word.text for word in part.words)
        + (f" ({part.where})" if part.where else "")
        + (f": {part.note.reason}" if part.note and UNAVAILABLE in part.words else "")
        for part in parts
    )
