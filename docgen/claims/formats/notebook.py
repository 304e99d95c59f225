"""The Markdown cells of a Jupyter notebook, whose tables stand in the lines of its JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from docgen.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def to_markdown(text: str) -> tuple[str, tuple[int, ...]]:
    """The Markdown of all cells, and for each of its lines the line in the notebook.

    Raises:
        PageError: the text is no notebook.
    """
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError) as error:
        raise PageError(f"not a notebook: {error!r}", remedy="save it with Jupyter as version 4") from None
    lines: list[str] = []
    numbers: list[int] = []
    for line, number in _numbered(text, sources):
        lines.append(line)
        numbers.append(number)
    return "\n".join(lines), tuple(numbers)


def _numbered(text: str, sources: list[str]) -> Iterator[tuple[str, int]]:
    """The lines of the cells, each where its text comes next in the notebook; cells are separated by an empty line."""
    position, number = 0, 1
    for source in sources:
        for line in [*source.split("\n"), ""]:
            found = min(
                (at for at in (text.find(form, position) for form in _forms(line)) if at >= 0), default=None
            )
            if line and found is not None:
                number += text.count("\n", position, found)
                position = found
            yield line, number


def _forms(line: str) -> tuple[Any, ...]:
    """A line as JSON spells it, with and without escapes for what is not ASCII."""
    return tuple(json.dumps(line, ensure_ascii=ascii_only)[1:-1] for ascii_only in (False, True))
