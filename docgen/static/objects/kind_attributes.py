"""Attributes of callables, descriptors, types with arguments and library objects, by the builtin type of each.

A name that the builtin type has and no rule here models exists and is unknown. A name that objects have only in some
versions or of some kinds may be absent, too.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import types
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, function_metadata
from docgen.static.objects.annotations import ANNOTATIONS
from docgen.static.objects.builtin_attributes import perhaps, there
from docgen.static.objects.callables import (
    BoundMethod,
    Code,
    Descriptor,
    FunctionValue,
    Manager,
    Native,
    Partial,
    Sentinel,
)
from docgen.static.objects.descriptors import is_abstract
from docgen.static.objects.type_aliases import Generic, Union, is_annotated, runtime_origin
from docgen.static.objects.type_values import Field
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

_DESCRIPTORS: dict[str, type] = {
    "cached_property": functools.cached_property,
    "classmethod": classmethod,
    "property": property,
    "slot": types.MemberDescriptorType,
    "staticmethod": staticmethod,
}
"""The builtin types of descriptors, by kind."""
_OF_MANAGERS = frozenset({*dir(contextlib._GeneratorContextManager), "args", "func", "gen", "kwds"})
"""Attributes of the managers that a function behind `contextlib.contextmanager` makes."""
COPIED = ("__module__", "__name__", "__qualname__", "__doc__", ANNOTATIONS)
"""Attributes that a wrapper has from the function that it wraps (documentation of `functools.update_wrapper`)."""


def reader_of(value: Abstract) -> Callable[..., Abstract] | None:
    """The rule that reads an attribute of a value of these kinds; None for another kind."""
    found = _READERS.get(type(value))
    return found or next((reader for kind, reader in _READERS.items() if isinstance(value, kind)), None)


def _taken_over(function: FunctionValue, place: SourceSpan | None) -> Abstract:
    """The annotations that a wrapper has taken over from a function."""
    if ANNOTATIONS in function.attributes:
        return Unknown("annotations are changed after a wrapper took them over", place)
    return function_metadata.of_function(function, ANNOTATIONS)


def _of_function(value: FunctionValue, name: str, _: Frame, place: SourceSpan | None) -> Abstract:
    if name in value.attributes:
        found = value.attributes[name]
        return (
            _taken_over(found, place) if name == ANNOTATIONS and isinstance(found, FunctionValue) else found
        )
    if name == "__dict__" and not any(known.startswith("__") for known in value.attributes):
        return value.attributes
    if value.cache is not None and value.cache.kind is not types.FunctionType:
        kept = value.cache.attribute(name)
        if kept is None and name in COPIED:
            return function_metadata.of_function(value, name)
        return there(functools._lru_cache_wrapper, name, place) if kept is None else kept
    found = function_metadata.of_function(value, name)
    return there(types.FunctionType, name, place) if found is ABSENT else found


def _of_method(value: BoundMethod, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    if name == "__self__":
        return value.receiver
    if name == "__func__":
        return value.function
    return dispatch.find_attribute(value.function, name, frame, place)


def _of_partial(value: Partial, name: str, _: Frame, place: SourceSpan | None) -> Abstract:
    known = {"func": value.function, "args": tuple(value.args), "keywords": value.kwargs}
    known.update(value.attributes, __dict__=value.attributes)
    return known[name] if name in known else there(functools.partial, name, place)


def _of_descriptor(value: Descriptor, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    if name in (known := _parts(value)):
        return known[name]
    if name == "__isabstractmethod__" and value.kind not in {"slot", "cached_property"}:
        return is_abstract(value)
    if value.kind == "property" and name in {"getter", "setter", "deleter"}:
        return Native(name, lambda args, *_: _changed_property(value, name, args[0]))
    own = there(_DESCRIPTORS[value.kind], name, place)
    if own is ABSENT and value.kind == "cached_property":
        return perhaps("a cached property", name, place)
    if value.kind in {"classmethod", "staticmethod"} and (own is ABSENT or name in COPIED):
        return (
            dispatch.find_attribute(value.function, name, frame, place)
            if name in COPIED
            else perhaps(f"a {value.kind}", name, place)
        )
    return own


def _parts(value: Descriptor) -> dict[str, Abstract]:
    match value.kind:
        case "classmethod" | "staticmethod":
            return {"__func__": value.function, "__wrapped__": value.function}
        case "property":
            return {"fget": value.function, "fset": value.setter, "fdel": value.deleter}
        case "cached_property":
            return {"func": value.function}
    return {"__name__": value.function}


def _changed_property(value: Descriptor, name: str, function: Abstract) -> Descriptor:
    """`property.setter` and the other two: a new property with one function replaced."""
    parts = {"getter": value.function, "setter": value.setter, "deleter": value.deleter, name: function}
    return Descriptor("property", parts["getter"], parts["setter"], parts["deleter"])


def _of_alias(value: Generic, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    if is_annotated(value) and name in {"__origin__", "__args__", "__metadata__"}:
        first, *rest = value.args
        return {"__origin__": first, "__args__": (first,), "__metadata__": tuple(rest)}[name]
    if name == "__origin__":
        return runtime_origin(value)
    if name == "__args__":
        return value.args
    if name.startswith("__") or isinstance(value.origin, Unknown):
        return perhaps("a type with arguments", name, place)
    return dispatch.find_attribute(value.origin, name, frame, place)


def _of_union(value: Union, name: str, _: Frame, place: SourceSpan | None) -> Abstract:
    return value.options if name == "__args__" else perhaps("a union of types", name, place)


def _of_symbol(value: Symbol, name: str, _: Frame, place: SourceSpan | None) -> Abstract:
    found = dispatch.symbol_attribute(value, name, place)
    return perhaps(value.path, name, place) if isinstance(found, Unknown) else found


def _of_field(value: Field, name: str, _: Frame, place: SourceSpan | None) -> Abstract:
    found = dispatch.field_attribute(value, name)
    return there(dataclasses.Field, name, place) if found is ABSENT else found


def _of_code(value: Code, name: str, _: Frame, place: SourceSpan | None) -> Abstract:
    found = function_metadata.of_code(value, name)
    return there(types.CodeType, name, place) if found is ABSENT else found


def _of_native(value: Native, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    if isinstance(value, Manager) and value.receiver is not ABSENT:
        if name not in _OF_MANAGERS:
            return ABSENT
        # Methods run a generator of the tree.
        return Unknown(f"{name} of a manager is not modelled", place, holds=(value.receiver,))
    if name == "__name__" and not value.name.endswith(")") and not isinstance(value, Manager | Sentinel):
        return value.name.rpartition(".")[2]
    path = f"{value.name}.{name}"
    found = frame.evaluation.program.external(path, place, frame.evaluation)
    if not isinstance(found, Unknown):
        return found
    if dispatch.builtin_names.get(value.name) is value:
        return there(types.BuiltinFunctionType, name, place)
    return perhaps(value.name, name, place, path)


_READERS: dict[type, Callable[..., Abstract]] = {
    BoundMethod: _of_method,
    Code: _of_code,
    Descriptor: _of_descriptor,
    Field: _of_field,
    FunctionValue: _of_function,
    Generic: _of_alias,
    Native: _of_native,
    Partial: _of_partial,
    Symbol: _of_symbol,
    Union: _of_union,
}
