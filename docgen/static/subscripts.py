"""Subscripts: `container[index]` read, bound and deleted."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.callables import Descriptor
from docgen.static.clouds import cloud, clouded
from docgen.static.iteration import type_name
from docgen.static.native import native
from docgen.static.signals import Indefinite, Raised
from docgen.static.type_values import ClassValue, Generic
from docgen.static.types import is_class, is_enum, subscript_class
from docgen.static.values import MISSING, Abstract, Instance, Place, Unknown

if TYPE_CHECKING:
    from docgen.static.frames import Frame

from docgen.static.operators import key_of, plain


def get_item(container: Abstract, index: Abstract, frame: Frame, place: Place) -> Abstract:
    """`container[index]`."""
    if isinstance(container, Unknown):
        if container.path is not None:
            return subscript_class(container, index)
        return Unknown(container.reason, place, key=key_of("[]", container, index))
    if is_class(container) or isinstance(container, Generic):
        return (
            subscript_class(container, index)
            if not isinstance(container, ClassValue)
            else _class_item(container, index, frame, place)
        )
    if isinstance(container, Instance):
        result = rules.call_method(container, "__getitem__", [index], frame, place)
        if result is not MISSING:
            return result
    clouded(container, frame)
    holder: Abstract = plain(container)
    if isinstance(index, Unknown):
        raise Indefinite(index)
    if not hasattr(holder, "__getitem__"):
        raise Raised(TypeError(f"{type_name(container)!r} object is not subscriptable"), place)
    key = plain(index) if isinstance(holder, list | tuple | str) else index
    if isinstance(container, Instance) and isinstance(holder, dict) and key not in holder:
        missing = rules.call_method(container, "__missing__", [key], frame, place)
        if missing is not MISSING:
            return missing
    result = native(lambda: holder[key], place)
    return frame.evaluation.owns(result) if isinstance(key, slice) and isinstance(result, list) else result


def _class_item(container: ClassValue, index: Abstract, frame: Frame, place: Place) -> Abstract:
    """`Class[index]`: a member of an Enum by name, or a generic class with its arguments."""
    if is_enum(container) and not isinstance(container.metaclass, ClassValue):
        found = rules.members(container, frame.evaluation)
        if isinstance(index, Unknown):
            raise Indefinite(index)
        if index not in found:
            raise Raised(KeyError(index), place)
        return found[index]
    result = rules.call_method(container, "__getitem__", [index], frame, place)
    if result is not MISSING:
        return result
    hook, owner, _ = rules.lookup_in_class(container, "__class_getitem__", frame)
    if isinstance(owner, ClassValue):
        function = hook.function if isinstance(hook, Descriptor) else hook
        return rules.call(function, [container, index], {}, frame, place)
    return container


def set_item(container: Abstract, index: Abstract, value: Abstract, frame: Frame, place: Place) -> None:
    """`container[index] = value`."""
    if isinstance(container, Instance):
        if rules.call_method(container, "__setitem__", [index, value], frame, place) is not MISSING:
            return
        container = plain(container)
    if isinstance(container, Unknown):
        return
    if isinstance(index, Unknown):
        cloud(container, index, frame)
        return
    rules.change(container, lambda: operator.setitem(container, index, value), frame, place)


def delete_item(container: Abstract, index: Abstract, frame: Frame, place: Place) -> None:
    """`del container[index]`."""
    container = plain(container)
    if isinstance(container, Unknown):
        return
    if isinstance(index, Unknown):
        cloud(container, index, frame)
        return
    rules.change(container, lambda: operator.delitem(container, index), frame, place)
