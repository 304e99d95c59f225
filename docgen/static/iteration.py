"""The elements of whatever the documented program iterates over."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.signals import Indefinite, Raised
from docgen.static.values import MISSING, Abstract, ClassValue, Instance, Place, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.frames import Frame

_ITERABLE = (list, tuple, dict, set, frozenset, str, bytes, range)


def items(value: Abstract, frame: Frame, place: Place | None) -> Iterator[Abstract]:
    """Iterate over `value`.

    Raises:
        Indefinite: it is unknown.
        Raised: it is not iterable.
    """
    evaluation = frame.evaluation
    if isinstance(value, Unknown):
        raise Indefinite(value)
    rules.clouded(value, frame)
    if isinstance(value, _ITERABLE):
        return iter(value)
    if isinstance(value, ClassValue) and value.derives_from(enum.Enum):
        return iter(rules.unique_members(value, evaluation))
    if isinstance(value, Instance):
        result = rules.call_method(value, "__iter__", [], frame, place)
        if result is not MISSING:
            return items(result, frame, place)
        if value.payload is not MISSING:
            return items(value.payload, frame, place)
        if (outside := value.cls.outside_base()) is not None:
            raise Indefinite(outside)
    elif hasattr(value, "__next__") or isinstance(
        value, type({}.keys()) | type({}.values()) | type({}.items())
    ):
        return iter(value)
    raise Raised(TypeError(f"{type_name(value)!r} object is not iterable"), place)


def type_name(value: Abstract) -> str:
    """The name of a value's type, for messages."""
    return value.cls.name if isinstance(value, Instance) else type(value).__name__
