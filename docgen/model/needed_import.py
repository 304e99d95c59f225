"""Results of following the imports of a module: those that it cannot do without, and modules that may refuse."""

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


class FollowedImports(msgspec.Struct, frozen=True, array_like=True):
    """Result of following the imports of a module as far as they lead."""

    needed: tuple[NeededImport, ...] = ()
    """Imports of modules that some scenario calls missing, in the order of the imports."""
    refusing: tuple[str, ...] = ()
    """Dotted names of modules whose text may raise when they are imported."""
