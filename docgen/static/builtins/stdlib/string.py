"""string: its constants."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.builtins.stdlib.model import Model
    from docgen.static.objects.values import Abstract

_CONSTANTS = (
    *("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "printable"),
    *("punctuation", "whitespace"),
)

FUNCTIONS: dict[str, Model] = {}
TYPES: dict[str, Abstract] = {f"string.{name}": getattr(string, name) for name in _CONSTANTS}
