"""Rounds of a `while` loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.values import SourceSpan

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from docgen.static.objects.frames import Frame

OPEN_ROUNDS = 64
"""Most rounds that may depend on something unknown before a loop is given up."""


def rounds(node: ast.While, frame: Frame) -> Iterator[None]:
    """Yield once for each round of a `while` loop.

    Raises:
        Unsupported: round after round depends on something unknown, so that their number is unknown.
    """
    open_rounds = 0
    while True:
        goes_on, record = frame.evaluation.recorded(
            lambda: dispatch.truth(dispatch.evaluate(node.test, frame), frame, node.test)
        )
        if not goes_on:
            return
        open_rounds += record.decided
        if open_rounds > OPEN_ROUNDS:
            raise Unsupported("loops while something unknown holds", SourceSpan(frame.module, node))
        frame.evaluation.step(SourceSpan(frame.module, node))
        yield
