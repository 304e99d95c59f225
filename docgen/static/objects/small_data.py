"""Small plain data, on which operations of Python's own may be tried out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from docgen.static.objects.values import Abstract

PLAIN = frozenset({bool, bytes, complex, dict, float, frozenset, int, list, set, str, tuple, type(None)})
"""Types of plain data."""
SCALARS = frozenset({bool, bytes, complex, float, int, str, type(None)})
"""Those that hold nothing, never change, and can be keys."""
_MOST, _DEEPEST, _LONGEST, _LARGEST = 50, 3, 500, 10_000
"""Bounds: elements, nesting, characters, and numbers."""
_WIDTH = re.compile(r"\d{4}")
"""A width in a template that would make a text costly."""


def is_small(values: Sequence[Abstract], havocked: Container[int] = (), depth: int = 0) -> bool:
    """Tell whether values are plain data of which there is little, and nothing of it may have been changed."""
    if depth > _DEEPEST or len(values) > _MOST:
        return False
    for value in values:
        kind = type(value)
        if id(value) in havocked:
            return False
        if kind in {list, tuple, set, frozenset}:
            if not is_small([*value], havocked, depth + 1):
                return False
        elif kind is dict:
            if not is_small([*value, *value.values()], havocked, depth + 1):
                return False
        elif (
            kind not in PLAIN
            or (kind in {bytes, str} and len(value) > _LONGEST)
            or (kind is int and abs(value) > _LARGEST)
        ):
            return False
    return True


def is_fixed(value: object, depth: int = 0) -> bool:
    """Tell whether a value is plain data of little depth that nothing can change, and whose parts have an order."""
    if type(value) is not tuple:
        return type(value) in SCALARS
    return depth < _DEEPEST and len(value) <= _MOST and all(is_fixed(part, depth + 1) for part in value)


def is_flat(value: object) -> bool:
    """Tell whether a value is plain data whose parts nothing can change, and have an order."""
    if type(value) is dict:
        return all(map(is_fixed, (*value, *value.values())))
    return all(map(is_fixed, value)) if type(value) is list else is_fixed(value)


def is_wide(values: Sequence[object]) -> bool:
    """Tell whether a text among values may be a template that asks for a wide field."""
    return any(type(value) in {bytes, str} and _WIDTH.search(repr(value)) for value in values)
