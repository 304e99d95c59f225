"""Dictionaries of the library that are plain data here: `collections.OrderedDict` itself, and `defaultdict`."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.native import speak
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


class Defaulting(dict[Abstract, Abstract]):
    """A `collections.defaultdict`, whose factory the documented program may define."""

    def __init__(self, factory: Abstract = None, known: dict[Abstract, Abstract] | None = None) -> None:
        super().__init__(known or {})
        self.factory = factory
        """Callable that makes the value of a missing key; None if a missing key is an error."""

    def copy(self) -> Defaulting:
        """Return a copy with the same factory."""
        return Defaulting(self.factory, self)

    __copy__ = copy

    def __or__(self, other: Abstract) -> Abstract:
        return Defaulting(self.factory, {**self, **other}) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other: Abstract) -> Abstract:
        return Defaulting(self.factory, {**other, **self}) if isinstance(other, dict) else NotImplemented


MAPPINGS = (collections.OrderedDict, collections.defaultdict, dict)
"""Builtin types of dictionaries, the more special ones first."""


def missing(table: Defaulting, key: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`defaultdict.__missing__`: make the value of a key, and keep it.

    Raises:
        Raised: KeyError, if there is no factory.
    """
    if table.factory is None:
        raise Raised(speak(KeyError(key)), place)
    made = dispatch.call(table.factory, [], {}, frame, place)
    dispatch.change(table, lambda: table.__setitem__(key, made), frame, place)
    return made


def is_factory(value: Abstract, frame: Frame, place: SourceSpan | None) -> bool:
    """Tell whether a value can be the factory of a `defaultdict`."""
    if value is None or isinstance(value, Unknown):
        return True
    return dispatch.truth(dispatch.builtin_names["callable"].call([value], {}, frame, place), frame)
