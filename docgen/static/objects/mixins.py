"""Special methods that classes of the tree inherit from `collections.abc`, in terms of those that they define."""

from __future__ import annotations

import collections.abc
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.native import native
from docgen.static.objects.types import is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

_BY_INDEX = frozenset({"__contains__", "__iter__", "__reversed__"})
"""Methods of `Sequence` that do what the operations do for any class with `__getitem__` and `__len__`."""


def mixin(value: Abstract, owner: type, name: str) -> Abstract | None:
    """The method `name` of the abstract class `owner`, bound to `value`.

    Returns:
        Something to call; ABSENT where the operation itself does the same; None if it is not modelled.
    """
    if owner is collections.abc.Sequence and name in _BY_INDEX:
        return ABSENT
    rule = _OF_MAPPING.get(name) if owner is collections.abc.Mapping else None
    return None if rule is None else Native(name, lambda args, _, at, where: rule(value, args[0], at, where))


def _has_item(value: Abstract, key: Abstract, frame: Frame, place: SourceSpan | None) -> bool:
    try:
        dispatch.call_method(value, "__getitem__", [key], frame, place)
    except Raised as signal:
        if not is_raised(signal, KeyError):
            raise
        return False
    return True


def _equals(value: Abstract, other: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    is_mapping = isinstance(other, Instance) and other.cls.derives_from(collections.abc.Mapping)
    if not is_mapping and type(other) is not dict:
        return NotImplemented
    sides = [_items(each, frame, place) if isinstance(each, Instance) else each for each in (value, other)]
    dispatch.refuse_havocked(other, frame)
    return native(lambda: sides[0] == sides[1], place)


def _items(value: Abstract, frame: Frame, place: SourceSpan | None) -> dict[Abstract, Abstract]:
    keys = dispatch.items(value, frame, place)
    return {key: dispatch.call_method(value, "__getitem__", [key], frame, place) for key in keys}


_OF_MAPPING: dict[str, Callable[[Abstract, Abstract, Frame, SourceSpan | None], Abstract]] = {
    "__contains__": _has_item,
    "__eq__": _equals,
}
