"""Names and attributes of which it is not known if they exist."""

from __future__ import annotations

from typing import TypeGuard

from docgen.static.objects.values import Abstract, Unknown

_UNSURE = frozenset({"changed", "inherited", "unclear"})
"""First elements of the keys of such values."""


def may_be_absent(found: Abstract) -> TypeGuard[Unknown]:
    """Tell whether what was found may not exist: a class outside the tree, or a change, may decide."""
    return isinstance(found, Unknown) and isinstance(found.key, tuple) and found.key[0] in _UNSURE
