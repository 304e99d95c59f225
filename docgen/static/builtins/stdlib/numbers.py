"""numbers: the tower of abstract classes."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.builtins.stdlib.model import Model
    from docgen.static.objects.values import Abstract

FUNCTIONS: dict[str, Model] = {}
TYPES: dict[str, Abstract] = {f"numbers.{name}": getattr(numbers, name) for name in numbers.__all__}
