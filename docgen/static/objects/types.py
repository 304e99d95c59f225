"""Classes as values: what they are, what belongs to them, what follows from a base outside the tree."""

from __future__ import annotations

import enum
import functools
import types
import typing
from typing import TYPE_CHECKING

from docgen.static.objects.callables import BoundMethod, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.type_values import ClassValue, Generic, Union
from docgen.static.objects.values import Abstract, Instance, ModuleValue, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


def is_class(value: Abstract) -> bool:
    """Whether `value` is a class that the interpreter knows as one."""
    return isinstance(value, type | ClassValue | Union)


def is_enum(value: Abstract) -> bool:
    """Whether `value` is an Enum of the tree."""
    return isinstance(value, ClassValue) and value.derives_from(enum.Enum)


def class_of(value: Abstract) -> Abstract:
    """`type(value)`; unknown for an unknown value.

    Raises:
        Indefinite: the value is unknown.
    """
    match value:
        case Unknown():
            raise Indefinite(value)
        case Instance():
            return value.cls
        case ClassValue():
            return value.metaclass or type
        case Symbol():
            return Unknown.outside(value.type_path, None)
        case FunctionValue() if value.cache is not None:
            return Unknown("the type of a function that keeps its results is not modelled", None)
        case FunctionValue():
            return types.FunctionType
        case BoundMethod():
            return types.MethodType
        case Partial():
            return functools.partial
        case Native():
            return Unknown("the type of what Python itself defines is not modelled", None)
        case ModuleValue():
            return type(typing)
        case Generic() | Union():
            return Unknown("the type of a generic alias is not modelled", None)
    return type(value)


def ancestry(cls: Abstract) -> list[Abstract]:
    """The method resolution order of any class value."""
    if isinstance(cls, ClassValue):
        return cls.mro
    if isinstance(cls, type):
        return list(cls.__mro__)
    return [cls, object]


def is_subclass(cls: Abstract, candidates: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`issubclass(cls, candidates)`; unknown where a base outside the tree could decide."""
    if isinstance(cls, Unknown) and not isinstance(candidates, tuple | Union):
        if isinstance(candidates, Unknown) and candidates.key == cls.key:
            return True
        return candidates is object or Unknown(
            cls.reason, place, key=("issubclass", cls.key, _identity(candidates)), kind=bool
        )
    undecided: Abstract = False
    for candidate in _options(candidates):
        answer = _is_subclass_of(cls, candidate, place)
        if answer is True:
            return True
        if isinstance(answer, Unknown):
            undecided = answer
    return undecided


def is_instance(value: Abstract, candidates: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`isinstance(value, candidates)`; unknown where that cannot be told."""
    if isinstance(value, Unknown):
        return Unknown(value.reason, place, key=("isinstance", value.key, _identity(candidates)), kind=bool)
    return is_subclass(class_of(value), candidates, frame, place)


def subscript_class(cls: Abstract, index: Abstract) -> Abstract:
    """`cls[index]` as a type: the alias with its arguments."""
    args = index if isinstance(index, tuple) else (index,)
    if isinstance(cls, Unknown) and cls.path == "typing.Optional":
        return Union((*args, type(None)))
    if isinstance(cls, Unknown) and cls.path == "typing.Union":
        return Union(args)
    return Generic(cls, args)


def _identity(candidates: Abstract) -> object:
    if isinstance(candidates, Unknown):
        return candidates.key
    if isinstance(candidates, tuple):
        return tuple(_identity(c) for c in candidates)
    return id(candidates)


def _options(candidates: Abstract) -> list[Abstract]:
    if isinstance(candidates, tuple):
        return [option for candidate in candidates for option in _options(candidate)]
    if isinstance(candidates, Union):
        options = (type(None) if option is None else option for option in candidates.options)
        return [part for option in options for part in _options(option)]
    return [candidates.origin if isinstance(candidates, Generic) else candidates]


def _is_subclass_of(cls: Abstract, candidate: Abstract, place: SourceSpan) -> Abstract:
    if isinstance(cls, Unknown):
        if isinstance(candidate, Unknown) and candidate.key == cls.key:
            return True
        return candidate is object or Unknown(cls.reason, place)
    if not isinstance(candidate, type | ClassValue | Unknown):
        raise Raised(TypeError("issubclass() arg 2 must be a class"), place)
    mro = ancestry(cls)
    for base in mro:
        if base is candidate:
            return True
        if isinstance(base, Unknown) and isinstance(candidate, Unknown) and base.key == candidate.key:
            return True
        if isinstance(base, type) and isinstance(candidate, type) and issubclass(base, candidate):
            return True
    outside = next((base for base in mro if isinstance(base, Unknown)), None)
    if outside is not None and not isinstance(candidate, ClassValue):
        return Unknown(outside.reason, place)
    if isinstance(candidate, Unknown) and candidate.path is None:
        return Unknown(candidate.reason, place)
    return False
