"""Values of Enum members: `auto()`, and the builtin type that an Enum is mixed with."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attributes import lookup_in_class
from docgen.static.objects.callables import Descriptor, Sentinel
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue


def _auto(args: list[Abstract], kwargs: dict[str, Abstract], _: Frame, place: SourceSpan) -> Abstract:
    if len(args) + len(kwargs) > 1:
        raise Raised(TypeError("auto() takes one argument at most"), place)
    return AUTO


AUTO: Sentinel = Sentinel("enum.auto", _auto)
"""Value that `enum.auto()` leaves in a class body until the members are made."""


_DATA = (str, int, float, bytes, tuple)


def member_type(cls: ClassValue, place: SourceSpan | None) -> type:
    """The builtin type that the members are values of; `object` for an Enum that is mixed with none.

    Raises:
        Unsupported: the Enum is mixed with a class of the tree that makes its own values.
    """
    for ancestor in cls.mro:
        if isinstance(ancestor, Unknown):
            return object
        if isinstance(ancestor, type):
            if ancestor in _DATA:
                return ancestor
        elif not is_enum(ancestor) and (
            ancestor.fields is not None or any(base in _DATA for base in ancestor.mro)
        ):
            raise Unsupported("an Enum mixed with such a class is not evaluated", place)
    return object


def automatic(  # noqa: PLR0917 - what a `_generate_next_value_` takes, and where it stands
    cls: ClassValue,
    name: str,
    value: Abstract,
    count: int,
    before: list[Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """The value of a member, with `auto()` replaced by its value."""
    if value is AUTO:
        return _next(cls, name, count, before, frame, place)
    if isinstance(value, tuple) and any(part is AUTO for part in value):
        found = [_next(cls, name, count, before, frame, place) if part is AUTO else part for part in value]
        return tuple(found)
    return value


def _next(
    cls: ClassValue,
    name: str,
    count: int,
    before: list[Abstract],
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """Value of `auto()`, by the Enum's own rule or by that of the standard library's Enum classes."""
    rule, owner, _ = lookup_in_class(cls, "_generate_next_value_", frame)
    if isinstance(rule, Unknown):
        return rule
    if not isinstance(owner, type) and owner is not None:
        function = rule.function if isinstance(rule, Descriptor) else rule
        return dispatch.call(
            function, [name, 1, count, frame.evaluation.owns(list(before))], {}, frame, place
        )
    if cls.derives_from(enum.StrEnum):
        return name.lower()
    unclear = Unknown("what auto() gives after such values differs between versions of Python", place)
    if not before:
        return 1
    if not all(isinstance(known, int) for known in before):
        return next((known.derived(place) for known in before if isinstance(known, Unknown)), unclear)
    if cls.derives_from(enum.Flag):
        return 1 << max(before).bit_length()
    return before[-1] + 1 if before[-1] == max(before) else unclear
