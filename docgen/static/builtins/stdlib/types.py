"""types: the classes of what Python's own machinery makes."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.builtins.stdlib.model import Model
    from docgen.static.objects.values import Abstract

_CLASSES = (
    *("EllipsisType", "FunctionType", "GeneratorType", "LambdaType", "MethodType", "ModuleType"),
    *("NoneType", "NotImplementedType"),
)

FUNCTIONS: dict[str, Model] = {}
TYPES: dict[str, Abstract] = {f"types.{name}": getattr(types, name) for name in _CLASSES}
