"""`getattr`, `hasattr`, `setattr` and `delattr`; signatures have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.engine.reach import give_away
from docgen.static.execution import operators
from docgen.static.objects.absence import may_be_absent
from docgen.static.objects.attribute_changes import delete_attribute, set_attribute
from docgen.static.objects.attributes import find_attribute, get_attribute
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.submodules import unless_imported
from docgen.static.objects.types import is_raised
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def getattr_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`getattr(object, name, default)`."""
    value, name, *default = args
    if isinstance(name, Unknown):
        raise Indefinite(name)
    name = operators.plain(name)
    if not default:
        return get_attribute(value, name, frame, place)
    try:
        found = find_attribute(value, name, frame, place)
    except Raised as signal:
        if is_raised(signal, AttributeError):
            return default[0]
        raise
    if found is ABSENT:
        return default[0]
    unknown = unless_imported(value, name, found, place, frame.evaluation)
    return found if unknown is None else unknown


def hasattr_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`hasattr(object, name)`; open where a base outside the tree may have the attribute."""
    value, name = args
    if isinstance(name, Unknown):
        raise Indefinite(name)
    name = operators.plain(name)
    try:
        found = find_attribute(value, name, frame, place)
    except Raised as signal:
        if is_raised(signal, AttributeError):
            return False
        raise
    if may_be_absent(found) or (isinstance(found, Unknown) and isinstance(value, Unknown)):
        key = ("hasattr", value.key if isinstance(value, Unknown) else id(value), name)
        return found.derived(place, key=key, kind=bool)
    if (unknown := unless_imported(value, name, found, place, frame.evaluation)) is not None:
        return unknown.derived(place, key=unknown.key, kind=bool)
    return found is not ABSENT


def setattr_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`setattr(object, name, value)`."""
    set_attribute(args[0], _name_to_change(args, frame), args[2], frame, place)
    return None


def delattr_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`delattr(object, name)`."""
    delete_attribute(args[0], _name_to_change(args, frame), frame, place)
    return None


def _name_to_change(args: Args, frame: Frame) -> str:
    """The name of the attribute that is changed.

    Raises:
        Indefinite: it is unknown, and a hook of the object may do anything with the arguments.
    """
    name = args[1]
    if isinstance(name, Unknown):
        give_away(args, (), name, frame)
        raise Indefinite(name)
    return str(operators.plain(name))
