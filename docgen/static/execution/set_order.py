"""The order of sets: Python defines none, so an answer may not depend on one.

A small set is iterated in every order, one a path; where the paths agree, the order did not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from docgen.static.engine.world import SET_ORDER
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.origins import Origin
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.objects.frames import Frame

AnySet: TypeAlias = "set[Abstract] | frozenset[Abstract]"

MOST = 4
"""Most elements of a set that is iterated in every order: 24 paths."""


def in_some_order(value: AnySet, frame: Frame, place: SourceSpan | None) -> Iterator[Abstract]:
    """The elements of a set, in an order that the path decides.

    Raises:
        Indefinite: there are too many orders.
    """
    return _watched(_ordered(value, frame, place), value, place)


def _watched(values: list[Abstract], value: AnySet, place: SourceSpan | None) -> Iterator[Abstract]:
    """The elements of a set, which must not change meanwhile."""
    for element in values:
        yield element
        if len(value) != len(values):
            raise Raised(RuntimeError("Set changed size during iteration"), place)
        if element not in value:
            raise Indefinite(Unknown("a set changes while it is iterated", place))


def _ordered(value: AnySet, frame: Frame, place: SourceSpan | None) -> list[Abstract]:
    if len(value) < 2:  # noqa: PLR2004 - one element has one order
        return list(value)
    if len(value) > MOST or not all(map(_is_stable, value)):
        raise Indefinite(Unknown(SET_ORDER, place, origin=Origin.ORDER))
    left = sorted(value, key=_rank)
    result: list[Abstract] = []
    while len(left) > 1:
        first = (
            i
            for i in range(len(left) - 1)
            if frame.evaluation.decide(Unknown(SET_ORDER, place, origin=Origin.ORDER), SET_ORDER, place)
        )
        result.append(left.pop(next(first, -1)))
    return result + left


def _is_stable(value: Abstract) -> bool:
    """Tell whether a value has a rank that is the same on each path."""
    return isinstance(value, str | int | float | bytes | type(None)) or _is_member(value)


def _is_member(value: Abstract) -> bool:
    return isinstance(value, Instance) and is_enum(value.cls)


def _rank(value: Abstract) -> tuple[str, str]:
    if isinstance(value, Instance):
        return value.cls.path, str(value.attributes["_name_"])
    return type(value).__name__, repr(value) if not isinstance(value, int) else f"{value:x}"
