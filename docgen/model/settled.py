"""The value of a name that the configuration defines."""

from __future__ import annotations

import msgspec

from docgen.model.cell import Value


class Settled(msgspec.Struct, frozen=True, array_like=True):
    """The value of a defined name under a scenario, which is the same for all rows."""

    scenario: str
    """The scenario's name."""
    value: Value
    """An integer, a text, a truth value, None, or a list of such values."""
