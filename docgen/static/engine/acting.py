"""Operations on values that cannot be followed: they may run functions, take elements, and use operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.actors import CALLABLE, actors
from docgen.static.engine.reach import give_away

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, Unknown


def let_act(values: Iterable[Abstract], cause: Unknown, frame: Frame) -> None:
    """Havoc everything that an operation on some values may change, if it cannot be followed.

    It may call the functions among them, take elements of the iterators, and use the operators of the objects. In a
    large tree, whose imports do not run, only functions are taken to act: the others would cost minutes.

    Raises:
        Unsupported: it may have called too many functions.
    """
    strict = frame.evaluation.program.runs_imports or not frame.evaluation.running
    if found := actors(values) if strict else [value for value in values if isinstance(value, CALLABLE)]:
        give_away(found, (), cause, frame)
