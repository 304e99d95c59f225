"""enum: its classes, and the decorators that change nothing which a member shows."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import IDENTITY
from docgen.static.objects.enums import AUTO

if TYPE_CHECKING:
    from docgen.static.builtins.stdlib.model import Model
    from docgen.static.objects.values import Abstract

FUNCTIONS: dict[str, Model] = {"enum.unique": IDENTITY}
TYPES: dict[str, Abstract] = {
    "enum.auto": AUTO,
    **{f"enum.{c.__name__}": c for c in (enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag)},
    **{f"enum.{name}": enum.EnumMeta for name in ("EnumMeta", "EnumType")},
}
