"""Subscripts: `container[index]` read, bound and deleted."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import havoc, refuse_havocked
from docgen.static.execution.iteration import type_name
from docgen.static.objects import dispatch, failures, outside_state
from docgen.static.objects.callables import Descriptor
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.type_values import ClassValue, Generic
from docgen.static.objects.types import is_class, is_enum, subscript_class
from docgen.static.objects.values import ABSENT, DELETED, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

from docgen.static.execution.operators import key_of, plain


def get_item(container: Abstract, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`container[index]`."""
    if isinstance(container, Unknown):
        return _outside_item(container, index, frame, place)
    if is_class(container) or isinstance(container, Generic):
        return (
            subscript_class(container, index)
            if not isinstance(container, ClassValue)
            else _class_item(container, index, frame, place)
        )
    if isinstance(container, Instance):
        result = dispatch.call_method(container, "__getitem__", [index], frame, place)
        if result is not ABSENT:
            return result
    refuse_havocked(container, frame)
    holder: Abstract = plain(container)
    if isinstance(index, Unknown):
        raise Indefinite(index)
    if not hasattr(holder, "__getitem__"):
        raise Raised(TypeError(f"{type_name(container)!r} object is not subscriptable"), place)
    key = plain(index) if isinstance(holder, list | tuple | str) else index
    if isinstance(container, Instance) and isinstance(holder, dict) and key not in holder:
        missing = dispatch.call_method(container, "__missing__", [key], frame, place)
        if missing is not ABSENT:
            return missing
    result = native(lambda: holder[key], place)
    return frame.evaluation.owns(result) if isinstance(key, slice) and isinstance(result, list) else result


def _outside_item(container: Unknown, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`container[index]` of something outside the tree: an alias, if it is known to be a generic type."""
    path, evaluation = container.path, frame.evaluation
    if path is not None and dispatch.library_generic(path):
        return subscript_class(container, index)
    if path is not None and (modelled := dispatch.library_item(path, index, frame, place)) is not ABSENT:
        return modelled
    key = key_of("[]", container, index)
    if key is not None and (count := outside_state.writes(container, evaluation)):
        key = (*key, count)
    return failures.outcome(container, evaluation, place, key)


def _class_item(container: ClassValue, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`Class[index]`: a member of an Enum by name, or a generic class with its arguments."""
    if is_enum(container) and not isinstance(container.metaclass, ClassValue):
        found = dispatch.members(container, frame.evaluation)
        if isinstance(index, Unknown):
            raise Indefinite(index)
        if index not in found:
            raise Raised(KeyError(index), place)
        return found[index]
    result = dispatch.call_method(container, "__getitem__", [index], frame, place)
    if result is not ABSENT:
        return result
    hook, owner, _ = dispatch.lookup_in_class(container, "__class_getitem__", frame)
    if isinstance(owner, ClassValue):
        function = hook.function if isinstance(hook, Descriptor) else hook
        return dispatch.call(function, [container, index], {}, frame, place)
    return container


def set_item(container: Abstract, index: Abstract, value: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`container[index] = value`."""
    if isinstance(container, Instance):
        if dispatch.call_method(container, "__setitem__", [index, value], frame, place) is not ABSENT:
            return
        container = plain(container)
    if isinstance(container, Unknown):
        outside_state.set_item(container, index, value, frame.evaluation, place)
        return
    if isinstance(index, Unknown):
        havoc(container, index, frame)
        return
    dispatch.change(container, lambda: operator.setitem(container, index, value), frame, place)


def delete_item(container: Abstract, index: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`del container[index]`."""
    container = plain(container)
    if isinstance(container, Unknown):
        outside_state.set_item(container, index, DELETED, frame.evaluation, place)
        return
    if isinstance(index, Unknown):
        havoc(container, index, frame)
        return
    dispatch.change(container, lambda: operator.delitem(container, index), frame, place)
