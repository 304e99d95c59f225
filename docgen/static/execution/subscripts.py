"""Subscripts: `container[index]` read, bound and deleted."""

from __future__ import annotations

import enum
import operator
import typing
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import havoc, refuse_havocked
from docgen.static.execution.conversions import convert
from docgen.static.execution.costs import charge, of_item
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch, failures, known_types, module_names, outside_state, tables
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.module_names import ModuleNames
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import call_method, defines, type_name
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_class, is_enum, subscript_class
from docgen.static.objects.values import ABSENT, DELETED, Abstract, Instance, Modelled, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

from docgen.static.execution.operators import key_of, plain


def get_item(container: Abstract, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`container[index]`."""
    if isinstance(container, ModuleNames):
        return module_names.get_item(container, index, frame, place)
    if isinstance(container, Unknown):
        return _outside_item(container, index, frame, place)
    if isinstance(container, ClassValue):
        return _class_item(container, index, frame, place)
    if is_class(container) or isinstance(container, Generic):
        if isinstance(container, enum.EnumMeta):
            raise Raised(KeyError(index), place)
        strict = isinstance(container, type) and container is not type
        if strict and not hasattr(container, "__class_getitem__"):
            raise Raised(TypeError(f"type {container.__name__!r} is not subscriptable"), place)
        return subscript_class(container, index)
    if isinstance(container, Instance):
        result = call_method(container, "__getitem__", [index], frame, place)
        if result is not ABSENT:
            return result
    refuse_havocked(container, frame, safe=isinstance(index, slice))
    holder: Abstract = plain(container)
    if isinstance(index, Unknown):
        result = known_types.operated(operator.getitem, (holder, index), index, frame.evaluation, place)
        if result is not ABSENT:
            return result
        dispatch.let_act((container,), index, frame)
        raise Indefinite(index)
    if isinstance(holder, Instance) or not hasattr(holder, "__getitem__"):
        raise Raised(TypeError(f"{type_name(container)!r} object is not subscriptable"), place)
    if isinstance(holder, dict):
        return table_item(container, index, frame, place)
    key = _position(holder, index, frame, place)
    charge(of_item(holder, key, place), frame, place)
    result = native(lambda: holder[key], place)
    return frame.evaluation.owns(result) if isinstance(key, slice) and isinstance(result, list) else result


def table_item(container: Abstract, key: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`dict.__getitem__(container, key)`: a class's own treatment of missing keys comes before KeyError."""
    table: Abstract = plain(container)
    refuse_havocked(table, frame)
    charge(of_item(table, key, place), frame, place)
    found = native(lambda: table.get(key, ABSENT), place, key)
    if found is not ABSENT:
        return found
    if isinstance(container, Instance):
        found = call_method(container, "__missing__", [key], frame, place)
        if found is not ABSENT:
            return found
    if isinstance(table, Defaulting):
        return tables.missing(table, key, frame, place)
    raise Raised(KeyError(key), place)


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
    result = known_types.operated(operator.getitem, (container, index), container, evaluation, place, key)
    if result is not ABSENT:
        return result
    dispatch.let_act((index,), container, frame)
    return failures.outcome(container, evaluation, place, key)


def _position(holder: Abstract, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """An index as Python's own sequences take it; a key of anything else is unchanged."""
    if not isinstance(holder, list | tuple | str | bytes | range):
        return index
    if isinstance(index, slice):
        return slice(
            *(_position(holder, part, frame, place) for part in (index.start, index.stop, index.step))
        )
    return convert("index", index, frame, place) if isinstance(index, Modelled) else index


def _class_item(container: ClassValue, index: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`Class[index]`: by the metaclass, a member of an Enum by name, or a generic class with its arguments."""
    result = call_method(container, "__getitem__", [index], frame, place)
    if result is not ABSENT:
        return result
    if is_enum(container):
        found = dispatch.members(container, frame.evaluation)
        if isinstance(index, Unknown):
            raise Indefinite(index)
        name = plain(index)
        native(lambda: hash(name), place)
        if not isinstance(name, str) or name not in found:
            raise Raised(KeyError(index), place)
        return found[name]
    hook, owner, _ = dispatch.lookup_in_class(container, "__class_getitem__", frame)
    if isinstance(owner, ClassValue):
        if isinstance(hook, FunctionValue):  # always a class method
            return dispatch.call(hook, [container, index], {}, frame, place)
        return dispatch.call(dispatch.bind(hook, None, container, frame, place), [index], {}, frame, place)
    if isinstance(hook, Unknown) and owner is None:
        raise Indefinite(hook)
    if owner is None and not getattr(container.node, "type_params", None):
        raise Raised(TypeError(f"type {container.name!r} is not subscriptable"), place)
    if container.parameters is not None and owner is typing.Generic:
        given = len(index) if isinstance(index, tuple) else 1
        if not container.parameters or given != len(container.parameters):
            what = f"{container.name} takes {len(container.parameters)} type arguments, not {given}"
            raise Raised(TypeError(what), place)
    return subscript_class(container, index)


def set_item(container: Abstract, index: Abstract, value: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`container[index] = value`."""
    if isinstance(container, ModuleNames):
        module_names.set_item(container, index, value, frame, place)
        return
    if isinstance(container, Unknown):
        outside_state.set_item(container, index, value, frame.evaluation, place)
        return
    if call_method(container, "__setitem__", [index, value], frame, place) is not ABSENT:
        return
    container = _changeable(container, "__delitem__", frame, place)
    if isinstance(index, Unknown):
        havoc(container, index, frame)
        return
    key = _position(container, index, frame, place)
    if isinstance(key, slice) and isinstance(container, list):
        if isinstance(value, Unknown):
            havoc(container, value, frame)
            return
        value = list(items(value, frame, place))
    charge(of_item(container, key, place), frame, place)
    dispatch.change(container, lambda: operator.setitem(container, key, value), frame, place)


def delete_item(container: Abstract, index: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`del container[index]`."""
    if isinstance(container, ModuleNames):
        module_names.set_item(container, index, DELETED, frame, place)
        return
    if isinstance(container, Unknown):
        outside_state.set_item(container, index, DELETED, frame.evaluation, place)
        return
    if call_method(container, "__delitem__", [index], frame, place) is not ABSENT:
        return
    container = _changeable(container, "__setitem__", frame, place)
    if isinstance(index, Unknown):
        havoc(container, index, frame)
        return
    key = _position(container, index, frame, place)
    charge(of_item(container, key, place), frame, place)
    dispatch.change(container, lambda: operator.delitem(container, key), frame, place)


def _changeable(container: Abstract, other: str, frame: Frame, place: SourceSpan) -> Abstract:
    """The plain data that holds the items of a container.

    Raises:
        Raised: TypeError if there is none; AttributeError if its class defines only the `other` change.
    """
    holder = plain(container)
    if not isinstance(holder, Modelled):
        return holder
    if defines(container, other, frame, place):
        raise Raised(AttributeError("the class defines only one of __setitem__ and __delitem__"), place)
    raise Raised(TypeError(f"{type_name(container)!r} object does not support item changes"), place)
