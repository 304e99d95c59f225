"""Classes as values: their kinds, their attributes, and the effects of bases outside the tree."""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import types
import typing

from docgen.static.objects import dispatch, known_types
from docgen.static.objects.callables import BoundMethod, Code, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.library_bases import brings_metaclass
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_aliases import Generic, Union, union_of
from docgen.static.objects.type_values import Annotations, ClassValue, Field, ReadOnly
from docgen.static.objects.values import Abstract, Instance, ModuleValue, Super, Symbol, Unknown

_DESCRIPTORS: dict[str, type] = {
    "cached_property": functools.cached_property,
    "classmethod": classmethod,
    "property": property,
    "staticmethod": staticmethod,
}


_STANDS_FOR: dict[type, type] = {
    Annotations: dict,
    Code: types.CodeType,
    Field: dataclasses.Field,
    BoundMethod: types.MethodType,
    Defaulting: collections.defaultdict,
    ModuleValue: types.ModuleType,
    Partial: functools.partial,
    ReadOnly: types.MappingProxyType,
    Super: super,
}
"""For kinds of value, the type that the documented program sees."""


_TAKEN = {
    **{
        f"typing.{name}": 1
        for name in ("ClassVar", "Deque", "Final", "FrozenSet", "Iterable", "Iterator", "List")
    },
    **{f"typing.{name}": 1 for name in ("Sequence", "Set", "Type")},
    **{f"typing.{name}": 2 for name in ("Callable", "DefaultDict", "Dict", "Mapping", "MutableMapping")},
}
"""Numbers of parameters of generic types."""


def is_class(value: Abstract) -> bool:
    """Tell whether `value` is a class that the interpreter knows as one."""
    return isinstance(value, type | ClassValue | Union)


def is_enum(value: Abstract) -> bool:
    """Tell whether `value` is an Enum of the tree."""
    return isinstance(value, ClassValue) and value.derives_from(enum.Enum)


def class_of(value: Abstract) -> Abstract:
    """`type(value)`; unknown for an unknown value.

    Raises:
        Indefinite: the value is unknown.
    """
    match value:
        case Unknown() if known_types.is_typed(value):
            return value.kind
        case Unknown(path=str() as path) if dispatch.library_module(path):
            return types.ModuleType
        case Unknown():
            raise Indefinite(value)
        case Instance():
            return value.cls
        case IteratorValue():
            return value.cls
        case ClassValue():
            return metaclass_of(value)
        case Symbol():
            return Unknown.outside(value.type_path, None)
        case FunctionValue() if value.cache is not None and value.cache.kind is not types.FunctionType:
            return Unknown("the type of a function that keeps its results is not modelled", None)
        case FunctionValue():
            return types.FunctionType
        case Native() if dispatch.builtin_names.get(value.name) is value:
            return types.BuiltinFunctionType
        case Native():
            return Unknown("the type of what Python itself defines is not modelled", None)
        case Descriptor() if value.kind in _DESCRIPTORS:
            return _DESCRIPTORS[value.kind]
        case Generic() | Union() | Descriptor():
            return Unknown("the type of such an object is not modelled", None)
    return _STANDS_FOR.get(type(value)) or type(value)


def is_raised(signal: Raised, kind: type[BaseException]) -> bool:
    """Tell whether a raised exception is of a builtin kind.

    Raises:
        Indefinite: the exception is unknown.
    """
    exception = signal.exception
    if isinstance(exception, Unknown):
        raise Indefinite(exception)
    if isinstance(exception, Instance):
        return any(isinstance(c, type) and issubclass(c, kind) for c in exception.cls.mro)
    return isinstance(exception, kind)


def metaclass_of(cls: ClassValue) -> Abstract:
    """`type(cls)`: the metaclass that it names or inherits; unknown where a base outside the tree may bring one."""
    if cls.metaclass is not None:
        return cls.metaclass
    outside = next(filter(brings_metaclass, cls.mro), None)
    if outside is not None:
        return Unknown(f"{outside.path or outside.reason} may bring a metaclass", cls.place)
    found: list[type] = [type(c) for c in cls.mro if isinstance(c, type)]
    return max(found, key=lambda metaclass: len(type.mro(metaclass)), default=type)


def ancestry(cls: Abstract) -> list[Abstract]:
    """The method resolution order of any class value."""
    if isinstance(cls, ClassValue):
        return cls.mro
    if isinstance(cls, type):
        return list(cls.__mro__)
    return [cls, object]


def subscript_class(cls: Abstract, index: Abstract) -> Abstract:
    """`cls[index]` as a type: the alias with its arguments."""
    args = index if isinstance(index, tuple) else (index,)
    if isinstance(cls, Unknown) and cls.path == "typing.Optional":
        if len(args) != 1:
            raise Raised(TypeError("typing.Optional requires a single type."), None)
        return union_of((*args, None))
    if isinstance(cls, Unknown) and cls.path == "typing.Union":
        return union_of(args)
    taken = _TAKEN.get(cls.path or "") if isinstance(cls, Unknown) else None
    if taken is not None and len(args) != taken:
        raise Raised(TypeError(f"{cls.path} takes {taken} parameter(s)"), None)
    if cls is typing.Generic and any(isinstance(arg, type | ClassValue) for arg in args):
        raise Raised(TypeError("Parameters to Generic[...] must all be type variables"), None)
    return Generic(cls, args)
