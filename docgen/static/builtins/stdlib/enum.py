"""`enum`: its classes, and the functions over them; Enums themselves are in `objects.enums`."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.execution.calls import call_outside
from docgen.static.objects.callables import EnumProperty, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.enum_bodies import Kept
from docgen.static.objects.enum_values import AUTO
from docgen.static.objects.enums import members
from docgen.static.objects.flags import BOUNDARIES
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan


def _unique(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if is_enum(args[0]):
        try:
            found = members(args[0], frame.evaluation)
        except Indefinite as signal:
            raise Unsupported(signal.value.reason, signal.value.place, origin=signal.value.origin) from None
        for name, member in found.items():
            if member.attributes["_name_"] != name:
                raise Raised(ValueError(f"duplicate values found: {name}"), place)
    return args[0]


def _property(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    match args:
        case [FunctionValue() as function] if not kwargs:
            return EnumProperty(function)
    return call_outside(Unknown.outside("enum.property", place), args, kwargs, frame, place)


FUNCTIONS: dict[str, Callable[..., Abstract]] = {
    "enum.member": lambda args, kwargs, frame, place: Kept(args[0], is_member=True),
    "enum.nonmember": lambda args, kwargs, frame, place: Kept(args[0], is_member=False),
    "enum.property": _property,
    "enum.unique": _unique,
}
TYPES: dict[str, Abstract] = {
    **{f"enum.{c.__name__}": c for c in (enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag)},
    "enum.ReprEnum": enum.ReprEnum,
    **{f"enum.{name}": enum.EnumMeta for name in ("EnumMeta", "EnumType")},
    **{f"enum.{name}": symbol for name, symbol in BOUNDARIES.items()},
    **{f"enum.FlagBoundary.{name}": symbol for name, symbol in BOUNDARIES.items()},
    "enum.auto": AUTO,
}
