"""An import that a module cannot do without."""

from __future__ import annotations

import msgspec

from docgen.model.location import Location


class NeededImport(msgspec.Struct, frozen=True, array_like=True):
    """An import statement of what is not in the documented source."""

    name: str
    """Dotted name of what it imports."""
    chain: tuple[str, ...]
    """The modules by way of which it is reached."""
    location: Location
    """Where it stands."""
    text: str
    """Its text."""
