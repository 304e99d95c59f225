"""An import without which a module cannot be imported."""

from __future__ import annotations

import msgspec

from docgen.model.location import Location


class NeededImport(msgspec.Struct, frozen=True, array_like=True):
    """An import statement of a module outside the documented source."""

    name: str
    """Dotted name of the imported module."""
    chain: tuple[str, ...]
    """The chain of modules that leads to the statement."""
    location: Location
    """Place of the statement."""
    text: str
    """Text of the statement."""
