"""What a discovery hands on."""

from __future__ import annotations

import msgspec

from docgen.model.location import Location
from docgen.static.values import ClassValue


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a registry."""

    name: str
    """The name that people select it by."""
    path: str | None
    """Dotted path that the registry gives; None where it gives none."""
    location: Location
    """Where it is registered."""
    cls: ClassValue | None = None
    """The class, if it exists."""
    problem: str | None = None
    """Why there is no class."""
