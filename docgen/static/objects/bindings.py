"""Bindings of names in a dictionary, where a name may have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.values import ABSENT

if TYPE_CHECKING:
    from docgen.static.objects.values import Abstract


def rebind(names: dict[str, Abstract], name: str, value: Abstract) -> None:
    """Bind a name or, with ABSENT, leave it unbound."""
    if value is ABSENT:
        names.pop(name, None)
    else:
        names[name] = value
